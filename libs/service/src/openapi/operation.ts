import type { z } from 'zod';

/** One call of the HTTP interface, as the document of it says and as its handler reads it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put';
  /** With `{name}` in the place of parameters. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Whether the headers that say who did it are read. */
  readonly changes?: true;
  /** Schemas of the request by media type. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
  readonly answers: Readonly<Record<number, Answer>>;
}

export interface Answer {
  readonly description: string;
  /** Left out where the body has no schema. */
  readonly schema?: z.ZodType;
  /** `application/json` when left out. */
  readonly mediaType?: string;
}

export const ok = (description: string, schema: z.ZodType): Readonly<Record<number, Answer>> => ({
  200: { description, schema },
});

export const JSON_TYPE = 'application/json';
