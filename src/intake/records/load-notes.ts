import { z } from 'zod';
import { DAMAGED_GZIP } from '../gzip.ts';
import type { Load } from './loads.ts';

/** What one load's reader knows beyond its rows. */
const notesSchema = z.object({
  refusals: z.array(z.object({ place: z.string(), code: z.string(), expected: z.string(), found: z.string() })),
  swapped: z.int(),
  rows_in: z.int(),
});
export type LoadNotes = z.infer<typeof notesSchema>;

export const NOTHING_TO_NOTE: LoadNotes = { refusals: [], swapped: 0, rows_in: 0 };
export const REFUSED_WHOLE: LoadNotes = { refusals: [DAMAGED_GZIP], swapped: 0, rows_in: 0 };

export const readNotes = (load: Load): LoadNotes =>
  load.notes === '' ? NOTHING_TO_NOTE : notesSchema.parse(JSON.parse(load.notes));
