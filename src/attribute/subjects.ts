import { knownHandsets } from '../detect/index.ts';
import type { CaseDocuments } from '../model/case.ts';
import type { Interval } from '../model/record.ts';
import { type HandsetDigest, handsetKey } from './handset-digest.ts';

/** What detection says of one handset and one prison, as far as attribution needs it. */
export interface StayFinding {
  readonly imei14: string;
  readonly component: number;
  readonly prison_id: string;
  /** NaN where withheld. */
  readonly llr10: number;
  readonly stayFrom_s: number;
  readonly stayUntil_s: number;
}

/** One handset with its stays inside, whose user and successor are asked for. `[from_s, until_s]` spans them all. */
export interface Subject extends Interval {
  readonly digest: HandsetDigest;
  readonly key: string;
  readonly stays: readonly (Interval & { readonly prison_id: string })[];
  /** Prison of the longest stay. */
  readonly prison_id: string;
  /** Greatest llr10 of the findings; +Infinity where a search found it inside. */
  readonly inside_llr10: number;
}

/** Handsets that more probably than not live inside by the residency ratio (`llr10` of detection). */
export const SUBJECT_FROM_LLR10 = 0.5;

/**
 * Handsets that detection finds inside, and those whose truth is known to be inside (references, which detection does not report, and what
 * searches found; none that another paper of the case contradicts): their users and successors are asked for as well.
 */
export function attributionSubjects(
  digests: readonly HandsetDigest[],
  findings: readonly StayFinding[],
  documents: Pick<CaseDocuments, 'seizures' | 'references' | 'declared' | 'areas'>,
): Subject[] {
  const prisons = new Set(documents.areas.filter((area) => area.kind === 'prison').map((area) => area.id));
  const byKey = new Map<string, StayFinding[]>();
  for (const finding of findings) {
    if (!(finding.llr10 >= SUBJECT_FROM_LLR10) || !prisons.has(finding.prison_id)) continue;
    const list = byKey.get(handsetKey(finding));
    if (list === undefined) byKey.set(handsetKey(finding), [finding]);
    else list.push(finding);
  }
  const known = new Map(
    [...knownHandsets(documents)].flatMap(([imei14, { area_id, class: called, until_s, doubtful }]) =>
      called === 'inside' && !doubtful && prisons.has(area_id) ? [[imei14, { prison_id: area_id, until_s }]] : [],
    ),
  );
  const subjects: Subject[] = [];
  for (const digest of digests) {
    const found = byKey.get(handsetKey(digest)) ?? [];
    const seized = digest.imei14s.map((imei) => known.get(imei)).find((k) => k !== undefined);
    // A cloned identifier was seized once: the component whose life ends there is the one.
    const first = (digest.hour[0] ?? 0) * 3600;
    const last = ((digest.hour.at(-1) ?? 0) + 1) * 3600;
    const isSeized = seized !== undefined && first < seized.until_s && digest.areas.includes(seized.prison_id);
    if (found.length === 0 && !isSeized) continue;
    const stays = found.map((f) => ({ prison_id: f.prison_id, from_s: f.stayFrom_s, until_s: f.stayUntil_s + 1 }));
    if (isSeized && !stays.some((stay) => stay.prison_id === seized.prison_id)) {
      const at = seizedStay(digest, seized.prison_id, Math.min(last, seized.until_s));
      if (at !== undefined) stays.push({ prison_id: seized.prison_id, ...at });
    }
    if (stays.length === 0) continue;
    stays.sort((a, b) => a.from_s - b.from_s);
    const longest = stays.reduce((best, s) => (s.until_s - s.from_s > best.until_s - best.from_s ? s : best));
    subjects.push({
      digest,
      key: handsetKey(digest),
      stays,
      prison_id: longest.prison_id,
      from_s: Math.min(...stays.map((s) => s.from_s)),
      until_s: Math.max(...stays.map((s) => s.until_s)),
      inside_llr10: isSeized ? Infinity : Math.max(...found.map((f) => f.llr10)),
    });
  }
  return subjects.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** From the first hour after its last one elsewhere to its last: how long a seized handset had been inside. */
function seizedStay(digest: HandsetDigest, prison_id: string, until_s: number): Interval | undefined {
  const area = digest.areas.indexOf(prison_id);
  let from: number | undefined;
  let last: number | undefined;
  for (let i = digest.hour.length - 1; i >= 0; i--) {
    const hour = digest.hour[i] ?? 0;
    if (hour * 3600 >= until_s) continue;
    const place = digest.place[i] ?? -1;
    if (place !== area && place !== -1) break;
    last ??= hour;
    from = hour;
  }
  if (from === undefined || last === undefined) return undefined;
  return { from_s: from * 3600, until_s: Math.min(until_s, (last + 1) * 3600) };
}
