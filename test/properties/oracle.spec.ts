import { meterAccount } from '@seatmeter/metering';
import { cases } from '../oracle/arbitraries';
import { oracleOf } from '../oracle/oracle';
import { expectEqual, holdsFor } from './property';

it('the meter says in every field what its slow, obvious definition says', () => {
  holdsFor(0.5, cases, ({ agreement, facts, asOf }) => {
    expectEqual(meterAccount(agreement, facts, asOf), oracleOf(agreement, facts, asOf));
  });
});
