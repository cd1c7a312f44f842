import { SUBJECT_FROM_LLR10 } from '../../attribute/index.ts';
import { timeField } from '../../contract/results.ts';
import type { ReferenceHandset } from '../../model/case.ts';
import { parseImei } from '../../model/identifiers.ts';
import { CellsweepError } from '../../model/errors.ts';
import type { StoredFinding } from '../tables/case-queries.ts';
import { calibrationInWords } from './calibration.ts';
import { agreeWith, cloneInWords, devicesOf, type Device } from './devices.ts';
import { evidenceInWords, missingInWords } from './evidence.ts';
import { figureInWords } from './figure.ts';
import { componentsOf, figureOf, readKnown, roomsUnder, sidesOf, type Known } from './known.ts';
import { orderInWords } from './order-book.ts';
import { referenceInWords, referenceOf } from './reference.ts';
import { roomsInWords } from './rooms.ts';
import { roomsOfCloneInWords, roomsOfNoDevice, subjectsOfClone } from './rooms-of-clone.ts';
import type { ResultRow } from './rows.ts';
import { seenInWords, sightingsInWords } from './sightings.ts';
import { successionInWords } from './succession.ts';
import { usersInWords } from './users.ts';
import { logReads } from '../chain/log-reads.ts';
import type { RunOptions } from '../chain/run-outcome.ts';
import type { Workspace } from '../workspace.ts';

/** One prison: the figure, each piece of evidence, what speaks against, what was not available. */
function prisonInWords(finding: StoredFinding, known: Known): string[] {
  const { evidence, verdict } = finding;
  const stated = figureOf(finding, known);
  const ofSameDevice = known.findings
    .map((other) => other.evidence)
    .filter(({ component }) => component === evidence.component);
  const parts = Number.isNaN(stated.llr10)
    ? []
    : known.model === undefined
      ? [
          '  Its parts cannot be shown: the model.json of the results is not there, was changed, or is of another version.',
        ]
      : [
          ...calibrationInWords(evidence, verdict, known.model, known.summary.residency),
          ...evidenceInWords(evidence, known.model, stated, ofSameDevice),
        ];
  return [
    '',
    `  PRISON ${evidence.area_id}: ${verdict.toUpperCase()}`,
    '  Hp: it was habitually kept and used inside the perimeter. Hd: it belongs to somebody else whom these cells serve, or lives in another prison of the case.',
    ...sightingsInWords(evidence),
    ...figureInWords(stated),
    ...parts,
    missingInWords(evidence, known.lacks, Number.isNaN(stated.llr10)),
  ];
}

/** trace.csv names no device; where several share the IMEI, the first use tells which one was sold. */
const isOrderOf = (row: ResultRow, component: number, { imei14, clones, findings }: Known): boolean =>
  !clones.has(imei14) ||
  findings.some(
    ({ evidence }) => evidence.component === component && timeField(evidence.first_s) === row['first_seen'],
  );

/** Prisons whose inmates were asked for as users of one device; that it lives there is not said of each. */
function prisonsOf(findings: readonly StoredFinding[], reference: ReferenceHandset | undefined): string[] {
  const asked = findings.filter(({ llr10, evidence }) => (llr10 ?? -1) >= SUBJECT_FROM_LLR10 || evidence.seizedHere);
  if (asked.length > 0)
    return asked.map(({ evidence, verdict }) =>
      verdict === 'inside' || evidence.seizedHere
        ? evidence.area_id
        : `${evidence.area_id}, if it lives inside (${verdict})`,
    );
  return reference?.class === 'inside' ? [reference.area_id] : [];
}

/** What people and labels put between the digits of an IMEI: blanks, hyphens, dots, slashes. */
const GROUPED = /[\s./\u2010-\u2015-]/g;

/** One device: its line in the order book, its prisons, its users, and the handsets before and after it. */
function deviceInWords(
  component: number,
  known: Known,
  reference: ReferenceHandset | undefined,
  devices: readonly Device[],
): string[] {
  const { imei14, clones, summary } = known;
  // The prison that it may live in first: whoever reads no further has read what matters.
  const findings = known.findings
    .filter(({ evidence }) => evidence.component === component)
    .sort((a, b) => (b.llr10 ?? -Infinity) - (a.llr10 ?? -Infinity));
  const first = findings[0]?.evidence;
  const prisons = prisonsOf(findings, reference);
  const device = clones.has(imei14) ? `device ${component}` : 'it';
  const successions = known.successions.flatMap((row) =>
    sidesOf(row, imei14)
      .filter((own) => own.component === component)
      .map(({ side }) => ({ row, side })),
  );
  return [
    '',
    `Handset ${imei14}${clones.has(imei14) ? `, device ${component}` : ''}`,
    ...(first === undefined ? [] : [seenInWords(first)]),
    ...known.orders.filter((row) => isOrderOf(row, component, known)).flatMap(orderInWords),
    ...findings.flatMap((finding) => prisonInWords(finding, known)),
    ...(clones.has(imei14)
      ? roomsOfCloneInWords(component, devices, known.rooms, summary)
      : roomsInWords(known.rooms, summary)),
    ...usersInWords(
      known.users.filter((row) => Number(row['component']) === component),
      prisons.length === 0 ? device : `${device} in prison ${prisons.join(' or ')}`,
      summary,
    ),
    ...successionInWords(
      successions,
      (imei) => clones.has(imei),
      summary,
      // A reference or a seized handset is known to have been inside.
      findings.length === 0 || findings.some(({ verdict, evidence }) => verdict === 'inside' || evidence.seizedHere),
    ),
  ];
}

function withoutFigure(imei14: string, reference: ReferenceHandset | undefined): string {
  const why =
    reference === undefined
      ? 'It was not seen on cells that could serve a prison, or it is one of several IMEIs of a handset, which stands under the smallest of them.'
      : referenceInWords(reference);
  return `The last run has no figure for handset ${imei14}. ${why}`;
}

/**
 * One handset, device by device: what is known of it, each piece of evidence with its own log10 LR, what speaks against,
 * what was not available, who may use it.
 *
 * @param text 14, 15 or 16 digits, grouped or not: as a label or a delivery note writes them
 * @param reader for the log of reads
 */
export async function explainHandset(
  workspace: Pick<Workspace, 'caseStore' | 'custody' | 'records'>,
  results: string,
  text: string,
  reader: Pick<RunOptions, 'who' | 'why'>,
): Promise<string> {
  const imei = parseImei(text.replace(GROUPED, ''));
  if (imei === undefined) throw new CellsweepError('USAGE', 'An IMEI has 14, 15 or 16 digits.');
  // The number itself stays out of the message.
  if (imei.remarks.includes('check-digit-wrong'))
    throw new CellsweepError(
      'USAGE',
      'The check digit (the 15th) does not fit the first 14 digits: something is mistyped, and this may be somebody else’s handset. Compare the number; whoever is sure of the first 14 digits gives these alone.',
    );
  const { imei14 } = imei;
  const read = [{ act: 'results', rows: 1 }];
  const logged = await logReads(workspace, reader, { of: 'results', stage: 'detect' }, read);
  const found = await readKnown(workspace, results, logged, imei14);
  const formed = await devicesOf(workspace, imei14, reader);
  const devices = agreeWith(formed, found.findings) ? formed : [];
  // Where one device alone was near a prison, no table says that there are others.
  const isClone = devices.length > 1 || found.clones.has(imei14);
  const known = !isClone
    ? found
    : {
        ...found,
        clones: new Set([...found.clones, imei14]),
        // Rooms of a clone stand under its SIM cards: which device it was is not known of the IMEI.
        rooms: await roomsUnder(results, logged, subjectsOfClone(devices).add(imei14)),
      };
  const components = componentsOf(known);
  const lines: string[] = [];
  let reference: ReferenceHandset | undefined;
  if (known.findings.length === 0) {
    reference = await referenceOf(workspace, imei14, reader);
    lines.push(withoutFigure(imei14, reference));
  }
  if (known.clones.has(imei14)) lines.push(...cloneInWords(imei14, devices, components));
  for (const component of components) lines.push(...deviceInWords(component, known, reference, devices));
  if (isClone) lines.push(...roomsOfNoDevice(imei14, devices, known.findings, known.rooms, known.summary));
  const others = known.orders.filter((row) => !components.some((component) => isOrderOf(row, component, known)));
  if (others.length > 0) lines.push('', 'A device with this IMEI that has no figure', ...others.flatMap(orderInWords));
  return `${lines.join('\n').trimStart()}\n`;
}
