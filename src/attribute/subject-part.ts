import type { Interval } from '../model/record.ts';
import type { HandsetDigest } from './handset-digest.ts';
import type { Subject } from './subjects.ts';

/** The same handset, as it was used in one interval. Days with a correspondent are those of its whole time. */
export function partOf(subject: Subject, { from_s, until_s }: Interval): Subject {
  const { digest } = subject;
  const inside = [...digest.hour.keys()].filter((i) => {
    const at_s = (digest.hour[i] ?? 0) * 3600;
    return at_s + 3600 > from_s && at_s < until_s;
  });
  const firstDay = digest.day[inside[0] ?? -1] ?? Infinity;
  const lastDay = digest.day[inside.at(-1) ?? -1] ?? -Infinity;
  const called = [...digest.contacts.keys()].filter(
    (c) => (digest.contactFirst[c] ?? 0) <= lastDay && (digest.contactLast[c] ?? 0) >= firstDay,
  );
  const part: HandsetDigest = {
    ...digest,
    events: inside.length,
    hour: Int32Array.from(inside, (i) => digest.hour[i] ?? 0),
    place: Int16Array.from(inside, (i) => digest.place[i] ?? -1),
    hourOfDay: Uint8Array.from(inside, (i) => digest.hourOfDay[i] ?? 0),
    day: Int32Array.from(inside, (i) => digest.day[i] ?? 0),
    contacts: called.flatMap((c) => digest.contacts[c] ?? []),
    contactDays: Uint16Array.from(called, (c) => digest.contactDays[c] ?? 0),
    contactFirst: Int32Array.from(called, (c) => digest.contactFirst[c] ?? -1),
    contactLast: Int32Array.from(called, (c) => digest.contactLast[c] ?? -1),
    sims: digest.sims.filter((sim) => sim.first_s < until_s && sim.last_s >= from_s),
  };
  const stays = subject.stays
    .map((stay) => ({
      ...stay,
      from_s: Math.max(stay.from_s, from_s),
      until_s: Math.min(stay.until_s, until_s),
    }))
    .filter((stay) => stay.from_s < stay.until_s);
  return {
    ...subject,
    digest: part,
    stays,
    from_s: Math.max(subject.from_s, from_s),
    until_s: Math.min(subject.until_s, until_s),
  };
}
