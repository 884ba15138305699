import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { jsonOf } from './body';
import { Problem } from './problem';

const REFUSALS = {
  param: [400, 'PATH_INVALID'],
  query: [400, 'QUERY_INVALID'],
  body: [422, 'BODY_INVALID'],
  custom: [400, 'HEADER_INVALID'],
} as const satisfies Record<ArgumentMetadata['type'], readonly [number, string]>;

interface Wrong {
  readonly place: string;
  readonly message: string;
}

const wrongOf = ({ path, message }: z.core.$ZodIssue): Wrong => ({
  place: path.map(String).join('.'),
  message,
});

const sentenceOf = ({ place, message }: Wrong): string =>
  place === '' ? message : `${place} ${message}`;

/** Checks what came under a schema. @throws Problem that names every place that is wrong. */
export const read = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  type: ArgumentMetadata['type'],
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(wrongOf);
  const [status, code] = REFUSALS[type];
  throw new Problem(status, code, problems.map(sentenceOf).join('; '), { problems });
};

/** For parameters of handlers: path, query or JSON body under a schema. */
export const checked = (schema: z.ZodType): PipeTransform => ({
  transform: (value: unknown, { type }: ArgumentMetadata) =>
    read(schema, type === 'body' ? jsonOf(value) : value, type),
});
