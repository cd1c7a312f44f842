import type { Burst } from '../intake/index.ts';
import type { CaseDocuments } from '../model/case.ts';
import { whyWithheld, type WithheldReason } from './building-opinions.ts';
import { leftOutHits, type LeftOutHits } from './left-out-hits.ts';
import { BuildingLocator } from './locate-building.ts';
import { Sessions, type Session } from './sessions.ts';
import { heardBursts, heardReadings, unheardLevels, weakestHeard } from './unheard-level.ts';

/** A building in which rooms are named, and how often its walk-test was located rightly. */
export interface LocatedBuilding {
  readonly prison_id: string;
  readonly building_id: string;
  readonly leftOut: LeftOutHits;
}

/** A building in which sensors heard phones, and why no room can be named. */
export interface WithheldBuilding {
  readonly prison_id: string;
  readonly building_id: string;
  readonly why: WithheldReason;
}

/** Bursts at the beginning from which the site's power and thresholds are learnt. */
const LEARNING_BURSTS = 20_000;
/** Noise of a burst before a map says better, dB. */
const BURST_DB = 2.5;

/** The buildings whose sensors heard something, with their maps: made once, asked by whoever locates in them. */
export class Sites {
  /** As given, less what stands in the walk-test for "not heard". */
  readonly documents: CaseDocuments;
  /** The bursts from their beginning, less the same. */
  readonly heard: () => AsyncIterable<Burst>;
  readonly #weakest: ReadonlyMap<string, number>;
  readonly #locators = new Map<string, BuildingLocator | undefined>();
  readonly #located: LocatedBuilding[] = [];
  readonly #withheld: WithheldBuilding[] = [];

  constructor(documents: CaseDocuments, heard: () => AsyncIterable<Burst>, weakest: ReadonlyMap<string, number>) {
    this.documents = documents;
    this.heard = heard;
    this.#weakest = weakest;
  }

  /** Buildings that are answered for, and those that cannot be, as far as bursts were read. */
  get located(): readonly LocatedBuilding[] {
    return this.#located;
  }
  get withheld(): readonly WithheldBuilding[] {
    return this.#withheld;
  }
  get locators(): BuildingLocator[] {
    return [...this.#locators.values()].filter((locator) => locator !== undefined);
  }

  /** Undefined where no room can be named. */
  locatorOf({ prison_id, building_id }: Pick<Burst, 'prison_id' | 'building_id'>): BuildingLocator | undefined {
    const key = `${prison_id}|${building_id}`;
    if (!this.#locators.has(key)) {
      const why = whyWithheld(this.documents, prison_id, building_id);
      if (why !== undefined) this.#withheld.push({ prison_id, building_id, why });
      const made =
        why === undefined ? new BuildingLocator(this.documents, prison_id, building_id, this.#weakest) : undefined;
      if (made !== undefined)
        this.#located.push({
          prison_id,
          building_id,
          leftOut: leftOutHits(made.calibration, made.roomPrior, made.listed),
        });
      this.#locators.set(key, made);
    }
    return this.#locators.get(key);
  }

  /** Sessions of all bursts, as they end. */
  async *sessions(most = Infinity): AsyncGenerator<Session> {
    const sessions = new Sessions((prison_id) => this.#burst_db(prison_id));
    let count = 0;
    for await (const burst of this.heard()) {
      yield* sessions.take(burst);
      if (++count >= most) break;
    }
    yield* sessions.rest();
  }

  #burst_db(prison_id: string): number {
    for (const locator of this.#locators.values()) if (locator?.prison_id === prison_id) return locator.burst_db;
    return BURST_DB;
  }
}

/**
 * Maps of all buildings whose sensors heard something, and what the site's own phones tell.
 * @param bursts opens sensors/detections.csv(.gz) from its beginning (readBursts); called three times here
 */
export async function learnSites(documents: CaseDocuments, bursts: () => AsyncIterable<Burst>): Promise<Sites> {
  const walked = documents.walkTest ?? [];
  const unheard = await unheardLevels(bursts(), walked, LEARNING_BURSTS);
  const cleaned = unheard.size === 0 ? documents : { ...documents, walkTest: heardReadings(walked, unheard) };
  const heard = (): AsyncIterable<Burst> => (unheard.size === 0 ? bursts() : heardBursts(bursts(), unheard));
  const sites = new Sites(cleaned, heard, await weakestHeard(heard(), LEARNING_BURSTS));
  for await (const session of sites.sessions(LEARNING_BURSTS)) sites.locatorOf(session.bursts[0]!)?.learn(session);
  for (const locator of sites.locators) locator.learnt();
  return sites;
}
