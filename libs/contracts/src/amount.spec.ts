import fc from 'fast-check';
import { amountOf } from './amount';

const usd = (overageSeat: string) => ({ currency: 'USD', overageSeat });

describe('amountOf', () => {
  it.each([
    [5, '45.00', '225.00'],
    [0, '45.00', '0.00'],
    [-0, '45.00', '0.00'],
    [-1, '45.00', '-45.00'],
    [-3, '0.00', '0.00'],
    [3, '45', '135'],
    [3, '0.1', '0.3'],
    [7, '1.10', '7.70'],
    [1000, '0.000001', '0.001000'],
    [Number.MAX_SAFE_INTEGER, '999999999999999.99', '9007199254740990909928007452590.09'],
  ])('%d seats at %s cost %s', (seats, price, value) => {
    expect(amountOf(seats, usd(price))).toEqual({ currency: 'USD', value });
  });

  it('is what counting in the smallest unit says, and never a rounded float', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.bigInt(0n, 10n ** 14n), (seats, cents) => {
        const written = (units: bigint) =>
          units.toString().padStart(3, '0').replace(/(..)$/, '.$1');
        expect(amountOf(seats, usd(written(cents))).value).toBe(written(BigInt(seats) * cents));
      }),
    );
  });

  it.each(['', 'abc', '1,5', '0x10'])('refuses the price %j', (price) => {
    expect(() => amountOf(1, usd(price))).toThrow();
  });

  it.each([NaN, Infinity, 1.5])('refuses %d seats', (seats) => {
    expect(() => amountOf(seats, usd('45.00'))).toThrow(RangeError);
  });
});
