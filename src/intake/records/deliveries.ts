import { rm } from 'node:fs/promises';
import type { CaseDocuments } from '../../model/case.ts';
import type { Position } from '../../model/record.ts';
import type { Refusal } from '../../model/refusal.ts';
import { callingCodeOf } from '../calling-code.ts';
import { withNumbersAsRead } from '../listed-numbers.ts';
import { readingsOfAll } from '../protection/index.ts';
import { profilesFor, type DraftedOperator } from '../scaffold/deliveries.ts';
import { loadFile, operatorOf, type Common, type IntakeContext } from './load-file.ts';
import type { DeliveryFile } from './load-records.ts';
import { openBatches } from './load-together.ts';
import type { Load } from './loads.ts';
import { headOf, recognise, type Recognised } from './recognise.ts';
import { unusableFile } from './unusable-file.ts';

/** What is found of a file of no known layout that no draft was tried on: only of these the warnings of DraftedOperator do not speak. */
export const UNDRAFTED = 'another line of column names';

function anchorsOf(areas: CaseDocuments['areas']): Position[] {
  return areas.flatMap((area) => {
    const corner = area.polygons[0]?.[0]?.[0];
    return corner === undefined ? [] : [{ longitude: corner[0], latitude: corner[1] }];
  });
}

export interface DeliveriesOutcome {
  /** The loads that the case now rests on, by path. */
  readonly loads: readonly Load[];
  readonly revoked: readonly Load[];
  readonly refusals: readonly Refusal[];
  readonly files: readonly { readonly path: string; readonly load?: Load }[];
  /** Layouts that no profile describes, read by drafts or not at all: their warnings belong at the top of every result. */
  readonly drafted: readonly DraftedOperator[];
}

/** Operators with files that no profile describes, with what can be made of them once all others are loaded. */
async function draftUnknown(
  context: IntakeContext,
  files: readonly DeliveryFile[],
  unknown: readonly DeliveryFile[],
  against: readonly number[],
): Promise<Map<string, DraftedOperator>> {
  const { manifest, areas } = context.documents;
  const drafted = new Map<string, DraftedOperator>();
  for (const operator of new Set(unknown.map((file) => operatorOf(file.path)))) {
    const own = (file: DeliveryFile): boolean => operatorOf(file.path) === operator;
    const about = {
      timezone: manifest.timezone,
      country: manifest.country,
      from_s: manifest.from_s,
      until_s: manifest.until_s,
      anchors: anchorsOf(areas),
    };
    drafted.set(
      operator,
      await profilesFor(
        { records: context.records, against },
        operator,
        files.filter(own),
        unknown.filter(own),
        context.profiles,
        about,
      ),
    );
  }
  return drafted;
}

/**
 * Loads every delivery and antenna table that is new; revokes what no longer belongs to the case.
 *
 * @param arriving the files, as they are received: one is loaded while the next is kept
 */
export async function loadDeliveries(
  given: IntakeContext,
  arriving: AsyncIterable<DeliveryFile> | Iterable<DeliveryFile>,
): Promise<DeliveriesOutcome> {
  const { country } = given.documents.manifest;
  // The country of the court that wrote the act, whatever country the operator's numbers are of.
  const context = { ...given, acts: withNumbersAsRead(given.acts, callingCodeOf(country)) };
  const refusals: Refusal[] = [];
  const outcome: { path: string; load?: Load }[] = [];
  const numbers = new Map<string, readonly string[]>();
  const common: Common = {
    numbersFor: (callingCode) => {
      const known =
        numbers.get(callingCode) ?? [...readingsOfAll(context.documents.protectedNumbers, callingCode)].sort();
      numbers.set(callingCode, known);
      return known;
    },
    anchors: anchorsOf(context.documents.areas),
  };
  const batches = openBatches(context);
  const load = async (file: DeliveryFile, recognised: Recognised, drafted?: DraftedOperator): Promise<void> => {
    const place: { path: string; load?: Load } = { path: file.path };
    outcome.push(place);
    if (recognised.as === 'sheet') return;
    if (recognised.as === 'unknown')
      refusals.push({
        file: file.path,
        place: '',
        code: 'LAYOUT_UNKNOWN',
        expected:
          'a layout that a profile describes (cellsweep profile list; cellsweep profile scaffold writes a draft)',
        found: drafted?.found.get(file.path) ?? UNDRAFTED,
      });
    else await loadFile(context, common, batches, file, recognised, (made) => (place.load = made));
  };
  const files: DeliveryFile[] = [];
  const unknown: DeliveryFile[] = [];
  for await (const file of arriving) {
    const head = await headOf(file.original);
    const recognised = recognise(file.path, head, context.profiles);
    const unusable = recognised.as === 'unknown' ? await unusableFile(file, head) : undefined;
    if (unusable !== undefined) {
      refusals.push({ file: file.path, ...unusable });
      outcome.push({ path: file.path });
      continue;
    }
    files.push(file);
    if (recognised.as === 'unknown') unknown.push(file);
    else await load(file, recognised);
  }
  await batches.finish();
  const loadsNow = (): Load[] => outcome.flatMap((place) => place.load ?? []);
  // Last, because the records of the others check what is assumed of these.
  const drafted = await draftUnknown(
    context,
    files,
    unknown,
    loadsNow().map(({ load_id }) => load_id),
  );
  for (const file of unknown) {
    const draft = drafted.get(operatorOf(file.path));
    const profiles = [...context.profiles, ...(draft?.profiles ?? [])];
    await load(file, recognise(file.path, await headOf(file.original), profiles), draft);
  }
  await batches.finish();
  const revoked = await context.loads.revokeAllBut(new Set(loadsNow().map(({ key }) => key)), context.revoking);
  await rm(context.spool, { recursive: true, force: true });
  return {
    loads: loadsNow(),
    revoked,
    refusals,
    files: outcome,
    drafted: [...drafted.values()].filter((d) => d.warnings.length > 0),
  };
}
