import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused, type Page } from './api';
import { words } from './words/language';

export interface Read<Value> {
  readonly value: Value | undefined;
  /** Why the latest reading failed. */
  readonly failure: string | undefined;
}

/** Between two readings: at least this, and ten times what one takes, as large accounts cost the service more. */
const LEAST_MS = 1500;
const SHARE = 10;

/**
 * What `read` gives. Another `key` is another question; another `version` asks the same again, but for what is under
 * way and not too often. An answer that was overtaken by another key is dropped.
 */
export const useRead = <Value>(
  read: () => Promise<Value>,
  key: string,
  version: string,
): Read<Value> => {
  const [state, setState] = useState<Read<Value> & { readonly key: string }>();
  const free = useRef(0);
  useEffect(() => {
    let dropped = false;
    const begin = async (): Promise<void> => {
      const begun = performance.now();
      try {
        const value = await read();
        if (!dropped) setState({ key, value, failure: undefined });
      } catch (error) {
        const failure = error instanceof Refused ? error.message : words.peek().unreachable;
        if (!dropped) setState((before) => ({ key, value: before?.value, failure }));
      }
      const end = performance.now();
      free.current = end + Math.max(LEAST_MS, SHARE * (end - begun));
    };
    const wait = state?.key === key ? Math.max(0, free.current - performance.now()) : 0;
    const timer = setTimeout(() => void begin(), wait);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [key, version]);
  return { value: state?.value, failure: state?.failure };
};

/** The items of a list as far as they were asked for. */
export interface Pages<Item> {
  /** Undefined until the first page is there. */
  readonly items: readonly Item[] | undefined;
  readonly failure: string | undefined;
  /** Reads the next page; undefined when there is none. */
  readonly readOn: (() => void) | undefined;
}

/** The same for a list: its first page, read anew as {@link useRead} says, and those that were asked for behind it. */
export const usePages = <Item>(
  read: (after?: string) => Promise<Page<Item>>,
  key: string,
  version: string,
): Pages<Item> => {
  const { value, failure } = useRead(() => read(), key, version);
  const [more, setMore] = useState<readonly Item[]>([]);
  const [next, setNext] = useState<string>();
  useEffect(() => {
    setMore([]);
    setNext(value?.next);
  }, [value]);
  const readOn = async (): Promise<void> => {
    const page = await read(next);
    setMore([...more, ...page.items]);
    setNext(page.next);
  };
  return {
    items: value && [...value.items, ...more],
    failure,
    readOn: next === undefined ? undefined : () => void readOn(),
  };
};
