import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { ContractFile } from './contract-schema';
import { jsonSchemas } from './json-schemas';
import { march } from './statement-schema.example';

const folder = join(__dirname, '..', 'schemas');
const schemas = jsonSchemas();
const compiled = (file: string): ValidateFunction =>
  new Ajv2020({ strict: true, allErrors: true, formats: { 'date-time': true } }).compile(
    schemas[file]!,
  );

const fact = {
  specversion: '1.0',
  id: '01J',
  source: '/dialer/eu-1',
  type: 'seatmeter.session.started.v1',
  time: '2026-03-02T09:00:00.000Z',
  data: {
    accountId: 'acme',
    sessionId: 's-81',
    userId: 'u-17',
    pool: null,
    leaseSeconds: 900.0,
    extra: 1,
  },
  traceparent: 'x',
};
const contract = {
  accounts: [
    {
      id: 'acme',
      endsAt: null,
      policy: { preset: 'zoom-cc', leaseTtl: null },
      pools: [
        {
          id: 'elite',
          capacity: [{ seats: 100 }],
          price: [{ currency: 'USD', overageSeat: '45.00' }],
          overageAllowance: { percent: 10 },
        },
      ],
      users: [{ id: '__proto__', pool: 'elite', until: null }],
    },
    { id: 'beta', policy: [{}, { from: '2026-03-01T00:00:00Z', preset: 'ringcx' }] },
  ],
};
const inAccount = (change: object) => ({ accounts: [{ ...contract.accounts[0], ...change }] });
const inData = (change: object) => ({ ...fact, data: { ...fact.data, ...change } });
const output = {
  statements: [march],
  input: { accepted: 1, duplicates: 0, quarantined: 0, ignored: 0, rejected: 0 },
  quarantine: [],
};

describe('the JSON Schemas checked in under libs/contracts/schemas', () => {
  it('are all of the published ones and no others', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(schemas).sort());
  });

  it.each(Object.keys(schemas))('%s is what the code says (else run `npm run schemas`)', (file) => {
    const checkedIn: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(checkedIn).toEqual(JSON.parse(JSON.stringify(schemas[file])));
  });

  it.each([
    ['session-fact.schema.json', fact],
    ['contract.schema.json', contract],
    ['statement.schema.json', march],
    ['replay-output.schema.json', output],
  ])('%s accepts an example', (file, example) => {
    const validate = compiled(file);
    validate(example);
    expect(validate.errors).toBeNull();
  });

  it('describe a contract as it is written, and the meter reads that one too', () => {
    expect(ContractFile.safeParse(contract).success).toBe(true);
  });

  it.each([
    ['session-fact.schema.json', inData({ userId: null })],
    ['session-fact.schema.json', inData({ leaseSeconds: 604_801 })],
    ['session-fact.schema.json', inData({ accountId: 'a b' })],
    ['session-fact.schema.json', { ...fact, time: '2026-03-02T09:00:00' }],
    ['session-fact.schema.json', { ...fact, specversion: '0.3' }],
    ['contract.schema.json', {}],
    ['contract.schema.json', inAccount({ polcy: {} })],
    ['contract.schema.json', inAccount({ policy: { graceDuration: 'P1M' } })],
    ['contract.schema.json', inAccount({ billing: { anchorDay: 32 } })],
    ['contract.schema.json', inAccount({ pools: [{ id: 'elite' }] })],
    [
      'contract.schema.json',
      inAccount({ pools: [{ id: 'elite', capacity: [], overageAllowance: {} }] }),
    ],
    ['statement.schema.json', { ...march, overageSeats: -1 }],
    ['statement.schema.json', { ...march, userId: 'u-17' }],
    [
      'replay-output.schema.json',
      { ...output, quarantine: [{ source: 's', id: 'i', reason: 'x' }] },
    ],
  ])('%s refuses a wrong one', (file, wrong) => {
    expect(compiled(file)(wrong)).toBe(false);
  });
});
