import type { Page } from './account-queries';

/** One page of a list whose entries have a cursor each, in ascending order of it. */
export const pageOf = <Item>(
  items: readonly Item[],
  cursorOf: (item: Item) => string,
  after: string | undefined,
  limit: number,
): Page<Item> => {
  const start = after === undefined ? 0 : items.findIndex((item) => cursorOf(item) > after);
  const rest = start < 0 ? [] : items.slice(start);
  const page = rest.slice(0, limit);
  return { items: page, ...(rest.length > limit ? { next: cursorOf(page.at(-1)!) } : {}) };
};
