import { z } from 'zod';
import { ContractFile } from './contract-schema';
import { SessionFactEvent } from './session-fact-schema';
import { ReplayOutput, StatementJson } from './statement-schema';

interface Published {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly title: string;
  readonly description: string;
}

const published: readonly Published[] = [
  {
    name: 'session-fact',
    schema: SessionFactEvent,
    title: 'Session fact',
    description:
      'A session began, gave a sign of life or ended: a CloudEvent 1.0 in structured mode. Unknown fields are tolerated; null is absent; lengths count UTF-16 code units.',
  },
  {
    name: 'contract',
    schema: ContractFile,
    title: 'Contract file',
    description:
      'What accounts bought and how they are metered. Beyond this schema: no two steps of a list at one instant, ids once, one currency a pool, users name pools of their account, zones by IANA name.',
  },
  {
    name: 'statement',
    schema: StatementJson,
    title: 'Statement',
    description: 'The explained figure of one pool and billing cycle as of an instant.',
  },
  {
    name: 'replay-output',
    schema: ReplayOutput,
    title: 'Output of seatmeter replay --json',
    description:
      'The statements, what became of the lines of the file, and the first 1,000 quarantined facts.',
  },
];

/**
 * The JSON Schemas (2020-12) of what goes in and comes out, by the name of the file they are checked in as under
 * `schemas/`. What goes in is described as it may be written: whatever has a default may be left out.
 */
export const jsonSchemas = (): Record<string, object> =>
  Object.fromEntries(
    published.map(({ name, schema, title, description }) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
      const head = { $schema, $id: `urn:seatmeter:schema:${name}:v1`, title, description };
      return [`${name}.schema.json`, { ...head, ...rest }];
    }),
  );
