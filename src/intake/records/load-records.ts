import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Act } from '../../model/case.ts';
import { CellsweepError } from '../../model/errors.ts';
import type { RecordStore } from '../../store/records.ts';
import { gunzipped, isDamagedGzip, isGzip } from '../gzip.ts';
import { hasQuotes, NO_CONTENT } from './content.ts';
import { NOTHING_TO_NOTE, REFUSED_WHOLE, type LoadNotes } from './load-notes.ts';
import type { Loads } from './loads.ts';
import { filesParameters } from './files-in-stream.ts';
import { delimitedParameters, xmlParameters, type DeliveryContext } from './layout-parameters.ts';
import { parseRows } from './parse-rows.ts';
import type { Profile, XmlRecords } from './profile.ts';
import { writeXmlRows } from './xml-rows.ts';

export interface DeliveryFile {
  /** In the case folder, forward slashes. */
  readonly path: string;
  /** Where its bytes can be read: the kept original. */
  readonly original: string;
  readonly sha256: string;
}

export interface Reading {
  readonly records: RecordStore;
  readonly loads: Loads;
  /** Folder for passing files; removed afterwards. */
  readonly spool: string;
}

/**
 * Turns an XML delivery into lines for parseRows.
 *
 * @returns what is to be noted of it; `refused` where nothing of it may be used
 */
export async function spoolXml(
  file: DeliveryFile,
  spoolPath: string,
  layout: XmlRecords,
): Promise<{ readonly notes: LoadNotes; readonly refused: boolean }> {
  const outcome = await writeXmlRows(file.original, spoolPath, layout);
  if (outcome.broken && (await isDamagedGzip(file.original))) return { notes: REFUSED_WHOLE, refused: true };
  const refusals = outcome.broken
    ? [
        {
          place: `record ${outcome.records + 1}`,
          code: 'XML_MALFORMED',
          expected: 'well-formed XML to the end of the document',
          found: 'a break after this many records',
        },
      ]
    : [];
  return { notes: { refusals, swapped: 0, rows_in: outcome.records + outcome.unread }, refused: false };
}

/** Fills one load with the records of one file. */
export async function loadRecords(
  context: Reading,
  file: DeliveryFile,
  profile: Profile,
  delivery: DeliveryContext & { readonly load_id: number; readonly acts: readonly Act[] },
): Promise<LoadNotes> {
  const { records } = context;
  const layout = profile.records;
  const files = filesParameters([{ load_id: delivery.load_id, acts: delivery.acts, start: 1 }]);
  if (layout.kind === 'xml') {
    const spool = path.join(context.spool, `${file.sha256}.tsv`);
    const { notes, refused } = await spoolXml(file, spool, layout);
    if (!refused && notes.rows_in > 0)
      await records.withLines(spool, (at) =>
        records.run(parseRows, { ...xmlParameters(layout, delivery), ...files, path: at, compression: 'none' }),
      );
    await rm(spool);
    return notes;
  }
  const read = async (source: string, gzip: boolean): Promise<void> =>
    records.withLines(source, async (at) => {
      const compression = gzip ? ('gzip' as const) : ('none' as const);
      const first_line = layout.title_lines + 2;
      const [found] = await records.rows(hasQuotes, { path: at, compression, first_line });
      const how = delimitedParameters(layout, found ?? NO_CONTENT, delivery);
      await records.run(parseRows, { ...how, ...files, path: at, compression });
    });
  const gzip = await isGzip(file.original);
  try {
    await read(file.original, gzip);
    return NOTHING_TO_NOTE;
  } catch (error) {
    if (!gzip || !(error instanceof CellsweepError)) throw error;
    await context.loads.empty(delivery.load_id);
    if (await isDamagedGzip(file.original)) return REFUSED_WHOLE;
    // Whole, but not as the engine will have it: padded with zeros, as tapes and some gateways do.
    const spool = path.join(context.spool, `${file.sha256}.txt`);
    await pipeline(gunzipped(createReadStream(file.original)), createWriteStream(spool));
    await read(spool, false);
    await rm(spool);
    return NOTHING_TO_NOTE;
  }
}
