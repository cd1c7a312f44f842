import path from 'node:path';
import { DIRECTION_OPEN, SERVICE_OPEN, type DelimitedRecords, type Profile } from '../records/profile.ts';
import { antennaLayout } from './antennas.ts';
import type { FoundFields } from './fields.ts';
import type { Notebook } from './reading.ts';
import type { SampledTable } from './table.ts';

/** What a profile is made of besides its fields. */
export interface Naming {
  readonly id: string;
  /** As far as the case names it. */
  readonly operator: string | undefined;
  readonly paths: readonly string[];
}

/** Words in file names that say that a delivery was selected by handset. */
const BY_HANDSET = /handset|imei|terminal|endger|device|toestel|equipo|terminau/i;

/** What was found, each part where its field was; the rest a person must fill in. */
export function incompleteProfile(
  table: SampledTable,
  found: FoundFields,
  lacking: readonly string[],
  { id, operator }: Naming,
): Record<string, unknown> {
  const { time, cells, kinds } = found;
  return {
    id,
    version: 1,
    title: `Draft for ${operator ?? 'an operator'}, read from its files`,
    evidence: `INCOMPLETE: ${lacking.join(', ')} not found; a guess as far as it goes, not confirmed by anyone`,
    records: {
      kind: 'delimited',
      ...partsOf(table, found),
      ...(kinds === undefined
        ? {}
        : {
            service: openIn(kinds.service, SERVICE_OPEN),
            direction: openIn(kinds.direction, DIRECTION_OPEN),
          }),
    },
    ...(cells === undefined || time === undefined
      ? {}
      : { antennas: antennaLayout(cells.first.antennas, cells.first.antenna, time.form.format, time.zone) }),
  };
}

/** The map with a place for each code that a person must explain; the schema refuses what stands there now. */
const openIn = (
  { column, map, unresolved }: { column: string; map: Record<string, string>; unresolved: readonly string[] },
  place: string,
) => ({ column, map: { ...map, ...Object.fromEntries(unresolved.map((code) => [code, place])) } });

function partsOf(
  table: SampledTable,
  { time, identities, cells, duration, kinds, numbers }: FoundFields,
): Partial<DelimitedRecords> {
  const { header } = table;
  const name = (i: number): string => header[i] ?? '';
  return {
    delimiter: table.delimiter,
    encoding: table.encoding,
    title_lines: table.title_lines,
    header: [...header],
    ...(time === undefined
      ? {}
      : {
          time: {
            columns: time.columns.map(name),
            format: time.form.format,
            zone: time.zone,
            offset: time.form.offset,
          },
        }),
    ...(duration === undefined ? {} : { duration_s: name(duration.column) }),
    duration_form: duration?.form ?? 's',
    ...(kinds === undefined
      ? {}
      : {
          service: { column: kinds.service.column, map: kinds.service.map },
          direction: { column: kinds.direction.column, map: kinds.direction.map },
        }),
    ...(numbers === undefined
      ? {}
      : { numbers: numbers.numbers, msisdn: name(numbers.msisdn), other: name(numbers.other) }),
    ...(identities.imsi === undefined ? {} : { imsi: name(identities.imsi) }),
    ...(identities.imei === undefined
      ? {}
      : { imei: name(identities.imei), imei_has_check_digit: identities.imei_has_check_digit ?? false }),
    ...(identities.imei_digits === undefined ? {} : { imei_digits: identities.imei_digits }),
    ...(cells === undefined
      ? {}
      : { cell: cells.first.record.map(name), cell_end: (cells.last?.record ?? []).map(name) }),
  };
}

/** The profile; undefined where a field that every profile must have was not found. What a person must say is asked in the notes. */
export function composeProfile(
  table: SampledTable,
  found: FoundFields,
  { id, operator, paths }: Naming,
  notes: Notebook,
): Profile | undefined {
  const { time, identities, cells, kinds, numbers } = found;
  if (
    time === undefined ||
    identities.imei === undefined ||
    identities.imsi === undefined ||
    kinds === undefined ||
    numbers === undefined ||
    cells === undefined
  )
    return undefined;
  const byHandset = [...new Set(paths.flatMap((p) => BY_HANDSET.exec(path.posix.basename(p))?.[0] ?? []))];
  if (byHandset.length === 0)
    notes.questions.push(
      'Which of the files were selected by handset rather than by cell? Their names do not say; none is taken for one.',
    );
  const unsure = notes.fields.filter(({ strength }) => strength !== 'strong').map(({ field }) => field);
  const records = {
    kind: 'delimited' as const,
    ...partsOf(table, found),
    selected_by_handset: byHandset.map((word) => `*${word}*`),
    // Every part that a profile must have was found: asked above.
  } as DelimitedRecords;
  return {
    id,
    version: 1,
    title: `Draft for ${operator ?? 'an operator'}, read from its files`,
    evidence: `a guess: inferred from the files themselves, not confirmed by anyone${unsure.length === 0 ? '' : `; NOT SURE: ${unsure.join(', ')}`}`,
    records,
    antennas: antennaLayout(cells.first.antennas, cells.first.antenna, time.form.format, time.zone),
  };
}
