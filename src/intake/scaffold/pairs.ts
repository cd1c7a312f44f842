import { z } from 'zod';
import { utcOffset_s } from '../../model/utc-offset.ts';
import { defineQuery } from '../../store/query.ts';
import type { RecordStore } from '../../store/records.ts';
import type { DirectionName } from './words.ts';
import { e164 } from './identities.ts';
import { timeTexts } from './clock.ts';
import { inZone, readNaive } from './time.ts';
import type { DraftSample } from './draft.ts';

const knownPairs = defineQuery(
  import.meta.url,
  'known-pairs.sql',
  z.strictObject({
    operator: z.string(),
    loads: z.array(z.int()),
    naive_s: z.array(z.int()),
    msisdn: z.array(z.string()),
    other: z.array(z.string()),
    duration_s: z.array(z.int().nonnegative()),
    service: z.array(z.string()),
    code: z.array(z.string()),
  }),
  z.strictObject({
    naive_s: z.coerce.number(),
    lasted: z.int(),
    code: z.string(),
    known_s: z.coerce.number(),
    direction: z.enum(['none', 'MO', 'MT']),
  }),
);

/** One call that a sampled row and another operator's leg both record. */
export interface KnownPair {
  /** Wall clock of the sampled row, as if it were UTC. */
  readonly naive_s: number;
  readonly known_s: number;
  /** It lasted, so that its duration identifies it; a message does not. */
  readonly lasted: boolean;
  /** What the sampled row writes for its direction. */
  readonly code: string;
  /** The other party's direction as its own operator says. */
  readonly direction: DirectionName;
}

/** Records of known layouts, and the loads of them that belong to this run. */
export interface KnownRecords {
  readonly records: RecordStore;
  readonly against: readonly number[];
}

const MAX_CALLS = 20_000;
const BATCH = 2_000;

const seconds = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** Calls and messages of the sample that another operator's records hold too. */
export async function pairsWithKnown(
  { records, against }: KnownRecords,
  sample: DraftSample,
  operator: string,
  callingCode: string,
): Promise<KnownPair[]> {
  const { layout, table } = sample;
  const at = (name: string | undefined): number => (name === undefined ? -1 : table.header.indexOf(name));
  const column = {
    msisdn: at(layout.msisdn),
    other: at(layout.other),
    duration: at(layout.duration_s),
    service: at(layout.service.column),
    direction: at(layout.direction.column),
  };
  const times = timeTexts(table, layout.time.columns.map(at));
  if (against.length === 0) return [];
  const seen = new Set<string>();
  const calls = table.rows.flatMap((row, i) => {
    const field = (c: number): string => row[c] ?? '';
    const naive_s = readNaive(times[i] ?? '', layout.time);
    const duration_s = seconds(field(column.duration));
    const code = field(column.direction);
    const mt = layout.numbers === 'caller-callee' && layout.direction.map[code] === 'MT';
    const msisdn = e164(field(mt ? column.other : column.msisdn), callingCode);
    const other = e164(field(mt ? column.msisdn : column.other), callingCode);
    const service = layout.service.map[field(column.service)];
    if (naive_s === undefined || !Number.isInteger(duration_s) || msisdn === undefined || other === undefined)
      return [];
    if (service === undefined || service === 'data') return [];
    const key = [naive_s, msisdn, other, duration_s, service].join();
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ naive_s, msisdn, other, duration_s, service, code }];
  });
  const pairs: KnownPair[] = [];
  for (let from = 0; from < Math.min(calls.length, MAX_CALLS); from += BATCH) {
    const batch = calls.slice(from, from + BATCH);
    pairs.push(
      ...(
        await records.rows(knownPairs, {
          operator,
          loads: [...against],
          naive_s: batch.map((c) => c.naive_s),
          msisdn: batch.map((c) => c.msisdn),
          other: batch.map((c) => c.other),
          duration_s: batch.map((c) => c.duration_s),
          service: batch.map((c) => c.service),
          code: batch.map((c) => c.code),
        })
      ).map(({ lasted, ...pair }) => ({ ...pair, lasted: lasted === 1 })),
    );
  }
  return pairs;
}

const SLACK_S = 60;
const MIN_PAIRS = 10;
const MIN_AGREE = 0.8;
const QUARTER_S = 900;

export interface ZoneVerdict {
  readonly zone: string;
  readonly agree: number;
  readonly pairs: number;
}

/** A whole number of hours from UTC as an IANA zone; their sign is turned round. */
const fixedZone = (offset: number): string | undefined =>
  offset % 3600 === 0 && Math.abs(offset) <= 14 * 3600
    ? offset === 0
      ? 'UTC'
      : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset) / 3600}`
    : undefined;

/**
 * The zone in which most pairs fall on one instant: the likely ones first, then any whole hour. Undefined where too few
 * pairs agree to decide.
 */
export function zoneByPairs(all: readonly KnownPair[], likely: readonly string[]): ZoneVerdict | undefined {
  const pairs = all.filter((pair) => pair.lasted);
  if (pairs.length < MIN_PAIRS) return undefined;
  const offsets = new Map<number, number>();
  for (const pair of pairs) {
    const offset = Math.round((pair.naive_s - pair.known_s) / QUARTER_S) * QUARTER_S;
    offsets.set(offset, (offsets.get(offset) ?? 0) + 1);
  }
  const most = [...offsets].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const fixed = fixedZone(most);
  const zones = [...new Set([...likely, ...(fixed === undefined ? [] : [fixed])])];
  let best: ZoneVerdict | undefined;
  for (const zone of zones) {
    const agree = pairs.filter((pair) => {
      const at_s = inZone(pair.naive_s, zone);
      // The hour that comes twice in autumn may be either.
      return (
        at_s !== undefined &&
        (Math.abs(at_s - pair.known_s) <= SLACK_S ||
          Math.abs(pair.known_s + utcOffset_s(pair.known_s, zone) - pair.naive_s) <= SLACK_S)
      );
    }).length;
    if (best === undefined || agree > best.agree) best = { zone, agree, pairs: pairs.length };
  }
  return best !== undefined && best.agree >= MIN_PAIRS && best.agree >= MIN_AGREE * pairs.length ? best : undefined;
}

/** Directions of codes that nothing explains: ours is the contrary of what the other party's operator says of the same call. */
export function directionsByPairs(
  pairs: readonly KnownPair[],
  zone: string,
  codes: readonly string[],
): { map: Record<string, DirectionName>; pairs: number } | undefined {
  const map: Record<string, DirectionName> = {};
  let used = 0;
  for (const code of codes) {
    const same = pairs.filter((pair) => {
      const at_s = inZone(pair.naive_s, zone);
      return pair.code === code && at_s !== undefined && Math.abs(at_s - pair.known_s) <= SLACK_S;
    });
    const mt = same.filter((pair) => pair.direction === 'MT').length;
    if (same.length < MIN_PAIRS) return undefined;
    if (mt >= 0.95 * same.length) map[code] = 'MO';
    else if (mt <= 0.05 * same.length) map[code] = 'MT';
    else return undefined;
    used += same.length;
  }
  return codes.length > 0 ? { map, pairs: used } : undefined;
}
