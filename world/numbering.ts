import type { Random } from './random.ts';
import { OPERATORS } from './names.ts';

/** Luhn check digit of a text of digits (ISO/IEC 7812-1; 3GPP TS 23.003 annex B for the IMEI). */
export function luhn(digits: string): number {
  let sum = 0;
  for (let i = digits.length - 1, double = true; i >= 0; i--, double = !double) {
    const d = digits.charCodeAt(i) - 48;
    sum += double ? (d > 4 ? 2 * d - 9 : 2 * d) : d;
  }
  return (10 - (sum % 10)) % 10;
}

export interface Sim {
  readonly imsi: string;
  /** Index in `Numbering.numbers`. */
  readonly number: number;
  readonly operator: number;
}

/**
 * Telephone numbers without plus. Mobiles: 06 39 98 xx xx, then, when those 10,000 are used up, 07 00 xx xx xx (a block
 * that carries no ten-digit subscriber numbers in the French plan). Landlines: the five other ranges that ARCEP keeps free for fiction.
 */
export class Numbering {
  readonly numbers: string[] = [];
  /** SIM of a number, -1 where it belongs to nobody in this world. */
  readonly owner: number[] = [];
  readonly isProtected: boolean[] = [];
  readonly sims: Sim[] = [];
  private readonly random: Random;
  private mobiles = 0;
  private hidden = 0;
  private readonly landlines = new Map<string, number>();
  private readonly serials = new Map<string, number>();

  constructor(random: Random) {
    this.random = random;
  }

  private add(number: string): number {
    this.numbers.push(number);
    this.owner.push(-1);
    this.isProtected.push(false);
    return this.numbers.length - 1;
  }

  /** A new mobile number. */
  mobile(): number {
    const k = this.mobiles++;
    // Multiplication by a unit modulo the range: no two are equal, and neighbours in the list are no neighbours in the plan.
    if (k < 10_000) return this.add(`3363998${String((k * 3571) % 10_000).padStart(4, '0')}`);
    return this.add(`33700${String(((k - 10_000) * 617_983) % 900_000).padStart(6, '0')}`);
  }

  /** A mobile number from a range that no other person of this world gets, for people who must leave no trace. */
  hiddenMobile(): number {
    return this.add(`33700${String(900_000 + ((this.hidden++ * 61_837) % 100_000))}`);
  }

  /** A landline number, again and again the same ones once a range is used up. */
  landline(): number {
    const prefix = this.random.pick(['3319900', '3326191', '3335301', '3346571', '3353649']);
    const text = `${prefix}${String(this.random.below(10_000)).padStart(4, '0')}`;
    const known = this.landlines.get(text);
    if (known !== undefined) return known;
    const index = this.add(text);
    this.landlines.set(text, index);
    return index;
  }

  /** A SIM card with a number of its own. */
  sim(operator: number, number = this.mobile()): number {
    const index = this.sims.length;
    const plmn = (OPERATORS[operator]?.plmn ?? '001-01').replace('-', '');
    this.sims.push({
      imsi: `${plmn}${String((index * 7_368_787 + 1_234_567_891) % 10_000_000_000).padStart(10, '0')}`,
      number,
      operator,
    });
    this.owner[number] = index;
    return index;
  }

  /** First 14 digits of a new IMEI; `pair` = 2 leaves room for the second of a two-SIM handset. */
  imei14(tac: string, pair = 1): string {
    const last = this.serials.get(tac) ?? 100_000 + this.random.below(500_000);
    const serial = last + 1 + this.random.below(40);
    this.serials.set(tac, serial + pair - 1);
    return `${tac}${String(serial % 1_000_000).padStart(6, '0')}`;
  }
}

/** The IMEI with serial number one higher. */
export function nextImei14(imei14: string): string {
  return `${imei14.slice(0, 8)}${String((Number(imei14.slice(8)) + 1) % 1_000_000).padStart(6, '0')}`;
}
