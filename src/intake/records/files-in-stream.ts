import { handsetListed } from '../../authority/index.ts';
import type { Act } from '../../model/case.ts';
import { actSegments, type ActSegment } from './act-segments.ts';

/** One of the files whose lines lie one after the other in a stream. */
export interface FileInStream {
  readonly load_id: number;
  /** The acts that cover it, at least one. */
  readonly acts: readonly Act[];
  /** Line of the stream, from 1, at which its own first line stands. */
  readonly start: number;
}

const FAR_FUTURE_S = 2 ** 40;
const bound_s = (at_s: number): number => Math.max(-FAR_FUTURE_S, Math.min(FAR_FUTURE_S, Math.floor(at_s)));

/** Loads, starts and acts of the files of a stream. Files under the same acts share a cover. */
export function filesParameters(files: readonly FileInStream[]) {
  const covers = new Map<string, { number: number; first: number; segments: readonly ActSegment[] }>();
  const acts: ActSegment[] = [];
  const coverOf = (own: readonly Act[]): number => {
    const key = JSON.stringify(own.map(({ id }) => id));
    const known = covers.get(key);
    if (known !== undefined) return known.number;
    const segments = actSegments(own);
    covers.set(key, { number: covers.size + 1, first: acts.length + 1, segments });
    acts.push(...segments);
    return covers.size;
  };
  const ofFiles = files.map((file) => coverOf(file.acts));
  const listed = [...covers.values()];
  const limited = acts.flatMap((segment, i) =>
    segment.named === undefined ? [] : [{ ...segment, number: i + 1, named: [...segment.named.keys()] }],
  );
  const named = limited.flatMap((segment) => segment.named.map((identifier) => ({ act: segment.number, identifier })));
  const owned = acts.flatMap((segment, i) => ownersOf(segment, i + 1));
  return {
    load_ids: files.map((file) => file.load_id),
    starts: files.map((file) => file.start),
    covers: ofFiles,
    cover_first_act: listed.map(({ first }) => first),
    cover_acts: listed.map(({ segments }) => segments.length),
    acts: acts.map(({ act }) => act),
    act_from_s: acts.map(({ from_s }) => bound_s(from_s)),
    act_until_s: acts.map(({ until_s }) => bound_s(until_s)),
    limited_acts: limited.map(({ number }) => number),
    identifiers: named.map(({ identifier }) => identifier),
    identifier_acts: named.map(({ act }) => act),
    owned_keys: owned.map(([key]) => key),
    owned_acts: owned.map(([, act]) => act),
  };
}

/** Whose rows belong to another act than most of their stretch, as parse-rows.sql looks them up: `2h` before a handset, `2:` before a SIM or number. */
function ownersOf({ act, named }: ActSegment, number: number): [key: string, act: string][] {
  const owners = new Map<string, string>();
  for (const [identifier, owner] of named ?? []) {
    const handset = handsetListed(identifier);
    for (const key of [`${number}:${identifier}`, ...(handset === undefined ? [] : [`${number}h${handset}`])])
      if (!owners.has(key)) owners.set(key, owner);
  }
  return [...owners].filter(([, owner]) => owner !== act);
}
