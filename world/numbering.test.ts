import { describe, expect, it } from 'vitest';
import { Numbering, luhn, nextImei14 } from './numbering.ts';
import { Random } from './random.ts';

describe('numbering', () => {
  it('computes the check digit of the example of 3GPP TS 23.003 annex B and of ISO/IEC 7812', () => {
    // 26053179311383 is printed with check digit 7 in TS 23.003, annex B.
    expect(luhn('26053179311383')).toBe(7);
    expect(luhn('7992739871')).toBe(3);
  });

  it('gives no mobile number and no IMSI twice, and stays in the ranges for fiction first', () => {
    const n = new Numbering(new Random(1));
    const sims = Array.from({ length: 12_000 }, (_, i) => n.sims[n.sim(i % 4)]);
    const numbers = sims.map((s) => n.numbers[s?.number ?? 0] as string);
    expect(new Set(numbers).size).toBe(12_000);
    expect(new Set(sims.map((s) => s?.imsi)).size).toBe(12_000);
    expect(numbers.slice(0, 10_000).every((x) => /^3363998\d{4}$/.test(x))).toBe(true);
    expect(numbers.slice(10_000).every((x) => /^33700[0-8]\d{5}$/.test(x))).toBe(true);
    expect(n.numbers[n.hiddenMobile()]).toMatch(/^337009\d{5}$/);
    expect(n.numbers[n.landline()]).toMatch(/^33(19900|26191|35301|46571|53649)\d{4}$/);
  });

  it('keeps pairs of two-SIM handsets adjacent and apart from others', () => {
    const n = new Numbering(new Random(2));
    const seen = new Set<string>();
    for (let i = 0; i < 2000; i++) {
      const first = n.imei14('00174450', 2);
      for (const imei of [first, nextImei14(first)]) {
        expect(imei).toMatch(/^00174450\d{6}$/);
        expect(seen.has(imei)).toBe(false);
        seen.add(imei);
      }
    }
  });
});
