import { zonedSeconds } from '../records/wall-clock.ts';

/** One leg of the pretend traffic that dialects write down, as it must be read back. */
export interface PlainLeg {
  readonly at_s: number;
  readonly duration_s: number;
  readonly service: 'voice' | 'sms' | 'data';
  readonly direction: 'MO' | 'MT' | 'none';
  readonly msisdn: string;
  readonly imsi: string;
  readonly imei14: string;
  readonly other: string;
  readonly lac: number;
  readonly ci: number;
}

export const ABOUT = {
  timezone: 'Europe/Paris',
  country: 'FR',
  from_s: Date.UTC(2025, 2, 3) / 1000,
  until_s: Date.UTC(2025, 3, 14) / 1000,
  operator: 'nobody',
};

/** A small generator of numbers (mulberry32): the same seed gives the same traffic. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** A time that exists on the clocks of UTC and of Paris alike: a draft that guesses the wrong zone cannot read others. */
function notInGap(at_s: number): number {
  const t = new Date(at_s * 1000);
  const read = zonedSeconds(
    t.getUTCFullYear(),
    t.getUTCMonth() + 1,
    t.getUTCDate(),
    t.getUTCHours(),
    t.getUTCMinutes(),
    t.getUTCSeconds(),
    'Europe/Paris',
  );
  return read === undefined ? at_s + 7200 : at_s;
}

/** Traffic over the end of March, so that summer time begins within it. Numbers are of the ranges kept for fiction. */
export function plainLegs(seed: number, rows = 400): PlainLeg[] {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const customers = Array.from({ length: 40 }, (_, i) => ({
    msisdn: `336399800${pad(i, 2)}`,
    imsi: `00101${pad(below(1e9), 9)}${below(10)}`,
    imei14: `00${pad(below(1e6), 6)}${pad(below(1e6), 6)}`,
  }));
  return Array.from({ length: rows }, () => {
    const customer = customers[below(customers.length)] as (typeof customers)[number];
    const service = (['voice', 'voice', 'sms', 'data'] as const)[below(4)] ?? 'voice';
    const site = below(12);
    return {
      ...customer,
      at_s: notInGap(ABOUT.from_s + 7200 + below(ABOUT.until_s - ABOUT.from_s - 14_400)),
      duration_s: service === 'sms' ? 0 : service === 'data' ? 30 + below(4000) : below(4) === 0 ? 0 : 1 + below(2500),
      service,
      direction: service === 'data' ? ('none' as const) : random() < 0.5 ? ('MO' as const) : ('MT' as const),
      other: service === 'data' ? '' : `331990${pad(below(99_999), 5)}`,
      lac: 8700 + (site % 4),
      ci: 3000 + site * 10 + below(3),
    };
  }).sort((a, b) => a.at_s - b.at_s);
}
