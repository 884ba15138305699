import { AccountContract, SessionFactEvent, StatementJson } from '@seatmeter/contracts';
import { z } from 'zod';
import { SessionFactBatch, SessionFactBody } from '../routes/session-events.operations';
import * as answers from '../views/answers';

/** Schemas with a name that is not of one operation. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  SessionFact: SessionFactEvent,
  SessionFactBatch,
  SessionFactBody,
  AccountContract,
  Statement: StatementJson,
  Account: answers.AccountJson,
  Receipt: answers.Receipt,
  Capacity: answers.CapacityJson,
  Standing: answers.StandingJson,
  Occupancy: answers.OccupancyJson,
  StandingUpdate: answers.StandingUpdateJson,
  HeldSeat: answers.HeldSeatJson,
  FactRecords: answers.FactJson,
  WaitingFact: answers.WaitingFactJson,
  Statements: answers.StatementsJson,
  Timeline: answers.TimelineJson,
  Evidence: answers.EvidenceJson,
  Health: answers.HealthJson,
  Problem: answers.ProblemJson,
};

export type Json = Record<string, unknown>;

const without = (json: object, ...keys: string[]): Json =>
  Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));

const refTo = (id: string): string => `#/components/schemas/${id}`;

/** The schemas of bodies, all at once, so that those with names refer to each other by them. */
export class BodySchemas {
  private readonly registry = z.registry<{ id: string }>();
  private readonly ids = new Map<z.ZodType, string>();

  constructor() {
    for (const [id, schema] of Object.entries(NAMED)) this.name(schema, id);
  }

  /** A reference to the schema, which gets `id` for a name when it has none. */
  refer(schema: z.ZodType, id: string): Json {
    if (!this.ids.has(schema)) this.name(schema, id);
    return { $ref: refTo(this.ids.get(schema)!) };
  }

  all(): Json {
    const { schemas } = z.toJSONSchema(this.registry, { io: 'input', uri: refTo });
    return Object.fromEntries(
      Object.entries(schemas).map(([id, schema]) => [id, without(schema, '$schema', '$id')]),
    );
  }

  private name(schema: z.ZodType, id: string): void {
    this.registry.add(schema, { id });
    this.ids.set(schema, id);
  }
}

/** Parameters are short: each has its schema where it is. */
export const parametersOf = (
  where: 'path' | 'query' | 'header',
  object: z.ZodObject | undefined,
): Json[] =>
  Object.entries(object?.shape ?? {}).map(([name, field]) => {
    const type = field as z.ZodType;
    const schema = z.toJSONSchema(type, { io: 'input' });
    const { description } = schema;
    return {
      name,
      in: where,
      required: where === 'path' || !type.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: without(schema, '$schema', 'description'),
    };
  });
