import type { Subject } from './subjects.ts';
import { type Counts, damped } from './same-source.ts';

/** What succession compares of one handset, counted once. */
export interface SuccessionProfile {
  readonly subject: Subject;
  /** Distinct days with each correspondent. */
  readonly contacts: Counts<string>;
  /** Hours by cell, within each layer of operator and technology. */
  readonly cells: ReadonlyMap<number, Counts<number>>;
  /** Hours of use by local hour of day. */
  readonly hours: Counts<number>;
  /** ln of the hours of use a day. */
  readonly lnRate: number;
  readonly imsis: ReadonlyMap<string, { readonly first_s: number; readonly last_s: number; readonly events: number }>;
}

const MOST_HOURS = 40;
const MOST_CELL_HOURS = 20;

export function successionProfile(subject: Subject): SuccessionProfile {
  const { digest } = subject;
  const contacts = new Map<string, number>();
  digest.contacts.forEach((number, i) => {
    const days = digest.contactDays[i] ?? 0;
    if (days > 0) contacts.set(number, days);
  });
  const layers = new Map<number, Map<number, number>>();
  digest.cells.forEach((cell, i) => {
    const layer = digest.cellLayer[i] ?? 0;
    const counts = layers.get(layer) ?? new Map<number, number>();
    layers.set(layer, counts.set(cell, digest.cellHours[i] ?? 0));
  });
  const hours = new Map<number, number>();
  let inside = 0;
  digest.hour.forEach((hour, i) => {
    if (hour * 3600 + 3600 <= subject.from_s || hour * 3600 > subject.until_s) return;
    inside++;
    const ofDay = digest.hourOfDay[i] ?? 0;
    hours.set(ofDay, (hours.get(ofDay) ?? 0) + 1);
  });
  const days = (subject.until_s - subject.from_s) / 86400;
  return {
    subject,
    contacts,
    cells: new Map([...layers].map(([layer, counts]) => [layer, damped(counts, MOST_CELL_HOURS)])),
    hours: damped(hours, MOST_HOURS),
    lnRate: Math.log((inside + 1) / (days + 1)),
    imsis: new Map(digest.sims.map((sim) => [sim.imsi as string, sim])),
  };
}

/** How the handsets inside behave in general: base measures and spreads. */
export interface SuccessionPopulation {
  readonly contactUsers: ReadonlyMap<string, number>;
  readonly contactTotal: number;
  readonly cellShare: ReadonlyMap<number, number>;
  readonly hourShare: readonly number[];
  readonly lnRateSd: number;
}

export function successionPopulation(profiles: readonly SuccessionProfile[]): SuccessionPopulation {
  const contactUsers = new Map<string, number>();
  const layerTotal = new Map<number, number>();
  const cells = new Map<number, { layer: number; n: number }>();
  const hours = new Array<number>(24).fill(1);
  let contactTotal = 1;
  for (const profile of profiles) {
    for (const contact of profile.contacts.keys()) contactUsers.set(contact, (contactUsers.get(contact) ?? 0) + 1);
    contactTotal += profile.contacts.size;
    for (const [layer, counts] of profile.cells)
      for (const [cell, n] of counts) {
        const known = cells.get(cell)?.n ?? 0;
        cells.set(cell, { layer, n: known + n });
        layerTotal.set(layer, (layerTotal.get(layer) ?? 0) + n);
      }
    for (const [hour, n] of profile.hours) hours[hour] = (hours[hour] ?? 0) + n;
  }
  const all = hours.reduce((s, n) => s + n, 0);
  const mean = profiles.reduce((s, p) => s + p.lnRate, 0) / Math.max(1, profiles.length);
  const variance = profiles.reduce((s, p) => s + (p.lnRate - mean) ** 2, 0) / Math.max(1, profiles.length);
  return {
    contactUsers,
    contactTotal,
    cellShare: new Map([...cells].map(([cell, { layer, n }]) => [cell, n / (layerTotal.get(layer) ?? 1)])),
    hourShare: hours.map((n) => n / all),
    lnRateSd: Math.max(0.3, Math.sqrt(variance)),
  };
}
