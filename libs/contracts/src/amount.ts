import Big from 'big.js';

/** Money as it is written: an ISO 4217 code and a decimal string, never a float. */
export interface Amount {
  readonly currency: string;
  readonly value: string;
}

const decimalsOf = (decimal: string): number => decimal.length - 1 - decimal.lastIndexOf('.');

/**
 * What `seats` cost (fewer than 0 for a credit): seats × price, exact, with as many decimals as the price is written with
 * (5 × "45.00" is "225.00"). Nothing is ever rounded.
 * @throws Error when the price is no decimal number or `seats` is no whole number.
 */
export const amountOf = (
  seats: number,
  price: { readonly currency: string; readonly overageSeat: string },
): Amount => {
  const { currency, overageSeat } = price;
  if (!Number.isSafeInteger(seats)) throw new RangeError(`${seats} is no whole number of seats`);
  const decimals = overageSeat.includes('.') ? decimalsOf(overageSeat) : 0;
  return { currency, value: new Big(overageSeat).times(seats).toFixed(decimals) };
};

/** What amounts come to, a currency after the other, with the most decimals of any of them. */
export const totalsOf = (amounts: readonly Amount[]): Amount[] =>
  [...new Set(amounts.map(({ currency }) => currency))].sort().map((currency) => {
    const values = amounts.filter((one) => one.currency === currency).map(({ value }) => value);
    const decimals = Math.max(...values.map((one) => (one.includes('.') ? decimalsOf(one) : 0)));
    const total = values.reduce((sum, value) => sum.plus(value), new Big(0));
    return { currency, value: total.toFixed(decimals) };
  });
