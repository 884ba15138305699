import { batchOf, meterBatch, quarantineReason } from '@seatmeter/metering';
import { at, contract, ended, started } from './given';

it('of an account nobody knows, all that is no duplicate waits until as-of and nothing is metered', () => {
  const facts = [
    started('09:00', 's'),
    started('09:00', 's'),
    started('09:00', 's', { leaseSeconds: 60 }),
    ended('12:00', 's'),
    ended('12:00:00.001', 't'),
  ];
  const { outcomes, pools } = meterBatch(undefined, batchOf(contract(), facts), at('12:00'));
  expect(pools).toEqual([]);
  expect(Array.from(outcomes, (outcome) => quarantineReason(outcome))).toEqual([
    'unknown-account',
    undefined,
    'conflicting-duplicate',
    'unknown-account',
    undefined,
  ]);
});
