import type { Burst } from '../../intake/index.ts';
import { learnSites, sightings, type Sites } from '../../locate/index.ts';
import type { CaseDocuments, Sighting } from '../../model/case.ts';
import type { RunOptions } from './run-outcome.ts';

/** What sensors can tell of places, and of each transmission with an identity whether it came out of a room. */
export interface SensorSites {
  readonly sites: Sites;
  readonly sightings: readonly Sighting[];
}

/**
 * Before anybody is judged: a phone in the street is heard as well, so being heard says something only with its place. The maps are kept
 * for the rooms, which are named later.
 */
export async function learnSensorSites(
  documents: CaseDocuments,
  bursts: () => AsyncIterable<Burst>,
  progress: RunOptions['progress'],
): Promise<SensorSites> {
  let reading = 0;
  const sites = await learnSites(documents, () => watched(bursts(), ++reading, progress));
  const seen: Sighting[] = [];
  for await (const one of sightings(sites)) seen.push(one);
  return { sites, sightings: seen };
}

/** Three to learn the sites, one for the sightings; the next is that of the rooms. */
const READINGS_BEFORE_JUDGING = 4;

/** Tells how far a reading of the bursts has come; they are read more than once. */
async function* watched(
  bursts: AsyncIterable<Burst>,
  reading: number,
  progress: RunOptions['progress'],
): AsyncGenerator<Burst> {
  const stage = reading <= READINGS_BEFORE_JUDGING ? 'sensors' : 'locate';
  let done = 0;
  for await (const burst of bursts) {
    yield burst;
    if (++done % 1000 === 0) progress({ stage, done, note: `bursts, reading ${reading}` });
  }
}
