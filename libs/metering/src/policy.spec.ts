import { policyOf, PRESETS, type PresetName } from './policy';

const MINUTE = 60_000;

describe('a policy', () => {
  it.each<[PresetName, minutes: number]>([
    ['zoom-cc', 30],
    ['genesys-cloud', 30],
    ['ringcx', 0],
    ['cisco-cce', 15],
  ])('of the preset %s has its terms, %i minutes of grace, and no lease', (preset, minutes) => {
    expect(policyOf(PRESETS[preset])).toStrictEqual({
      ...PRESETS[preset],
      graceDuration: minutes * MINUTE,
      leaseTtl: null,
    });
  });

  it('has a lease when its terms give one', () => {
    const terms = { ...PRESETS['zoom-cc'], leaseTtl: 'P1DT2H' };
    expect(policyOf(terms).leaseTtl).toBe(26 * 60 * MINUTE);
  });
});
