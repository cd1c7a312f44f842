import type { CaseDocuments } from '../model/case.ts';
import type { TraceRow } from '../trace/index.ts';
import type { ContactPopularity } from './contact-popularity.ts';
import { found_ln, foundWith, ledgerTie_ln, rooms_ln, type RoomProbability } from './direct-ties.ts';
import { InmatePlaces } from './inmate-places.ts';
import { approvedNumbers, type InmateNumbers, listedContacts_ln, visitorNumbers } from './listed-contacts.ts';
import type { Subject } from './subjects.ts';
import { HandsetDays, trajectory } from './trajectory.ts';

export const USER_COMPONENTS = ['movements', 'approved-contacts', 'visitors', 'order-book', 'rooms'] as const;

/** One handset and one inmate who may use it. */
export interface UserEvidence {
  readonly inmate_id: string;
  /** ln LR of each of USER_COMPONENTS, against another inmate of the candidates. */
  readonly ln: readonly number[];
  /** ln LR of a find: of the label, so never part of what is fitted to labels. */
  readonly found_ln: number;
  readonly usedAway: number;
}

export interface HandsetCandidates {
  readonly subject: Subject;
  readonly candidates: readonly UserEvidence[];
  /** Attributed by the search that found it; `''` where nobody is. */
  readonly label: string;
  readonly wasFound: boolean;
}

/** Everything that candidates' evidence is read from, indexed once. */
export interface UserRegisters {
  readonly documents: Pick<CaseDocuments, 'seizures'>;
  readonly places: InmatePlaces;
  readonly approved: InmateNumbers;
  readonly visitors: InmateNumbers;
  readonly popularity: ContactPopularity;
  readonly trace: ReadonlyMap<string, readonly TraceRow[]>;
  readonly rooms: ReadonlyMap<string, readonly RoomProbability[]> | undefined;
}

export function userRegisters(input: {
  readonly documents: CaseDocuments;
  readonly popularity: ContactPopularity;
  readonly trace: readonly TraceRow[];
  readonly rooms?: ReadonlyMap<string, readonly RoomProbability[]> | undefined;
}): UserRegisters {
  const approved = approvedNumbers(input.documents);
  const trace = new Map<string, TraceRow[]>();
  for (const row of input.trace) {
    if (row.match !== 'imei' && row.match !== 'corrected') continue;
    const list = trace.get(row.imei14);
    if (list === undefined) trace.set(row.imei14, [row]);
    else list.push(row);
  }
  return {
    documents: input.documents,
    places: new InmatePlaces(input.documents),
    approved,
    visitors: visitorNumbers(input.documents, approved),
    popularity: input.popularity,
    trace,
    rooms: input.rooms,
  };
}

/** ln of the mean of e^x over the others, for each x: what "somebody else of these" would give. */
function relativeToOthers(ln: readonly number[]): number[] {
  const most = Math.max(...ln);
  const e = ln.map((x) => Math.exp(x - most));
  const total = e.reduce((s, x) => s + x, 0);
  return ln.map((x, i) => {
    const others = (total - (e[i] ?? 0)) / Math.max(1, ln.length - 1);
    return x - most - Math.log(Math.max(others, 1e-12));
  });
}

/** Candidates: inmates with a bed in a prison during the handset's stay there. */
export function userEvidence(subject: Subject, registers: UserRegisters): HandsetCandidates {
  const { places, popularity } = registers;
  const inmates = [...new Set(subject.stays.flatMap((stay) => places.inPrison(stay.prison_id, stay)))].sort();
  const days = new HandsetDays(subject);
  const contacts = new Set<string>(subject.digest.contacts);
  const rows = subject.digest.imei14s.flatMap((imei) => registers.trace.get(imei) ?? []);
  const found = foundWith(subject, registers.documents, places, inmates);
  const located = rooms_ln(registers.rooms?.get(subject.key) ?? [], inmates, places);
  const paths = inmates.map((inmate) => trajectory(days, inmate, places));
  const movements = relativeToOthers(paths.map((path) => path.ln));
  return {
    subject,
    label: found?.attributed ?? '',
    wasFound: found !== undefined,
    candidates: inmates.map((inmate_id, i) => ({
      inmate_id,
      ln: [
        movements[i] ?? 0,
        listedContacts_ln(contacts, inmate_id, registers.approved, popularity, inmates.length),
        listedContacts_ln(contacts, inmate_id, registers.visitors, popularity, inmates.length),
        ledgerTie_ln(rows, inmate_id, inmates.length),
        located.get(inmate_id) ?? 0,
      ],
      found_ln: found_ln(found, inmate_id, inmates.length),
      usedAway: paths[i]?.usedAway ?? 0,
    })),
  };
}
