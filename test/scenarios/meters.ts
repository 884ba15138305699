import {
  meterAccount,
  type AccountFigures,
  type Agreement,
  type Instant,
  type SessionFact,
} from '@seatmeter/metering';
import { oracleOf } from '../oracle/oracle';

export type Meter = (
  agreement: Agreement,
  facts: readonly SessionFact[],
  asOf: Instant,
) => AccountFigures;

/** Who has to obey the contract. */
export const meters: Record<string, Meter> = {
  'the meter': meterAccount,
  'its oracle': oracleOf,
};
