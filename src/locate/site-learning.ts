import type { BuildingOpinions } from './building-opinions.ts';
import { fixBursts, type BurstGroup, type ErrorModel, type PlacePrior, type PowerPrior } from './grid-posterior.ts';
import { EvenSample } from './even-sample.ts';
import type { LevelMap } from './level-map.ts';
import { learnPower, momentsOf, powerGrid, RELATIVE_TO_SURVEY, UNSURVEYED_POWER, type PowerClass } from './power.ts';

/** A map, and how a look is read from it; learning may replace both. */
export interface Opinion {
  map: LevelMap;
  readonly prior: PlacePrior;
  errors: ErrorModel;
}

/** Sessions of one band and event from which what phones send at is learnt: with so many the mean of phones that differ by 10 dB is known to 1. */
const MOST_LEARNT = 120;
/** The same where the formula itself is learnt from them. */
const MOST_UNSURVEYED = 5000;
/** Errors tried where no survey tells them, over so many groups of bursts. */
const UNSURVEYED_FROZEN_DB = [2, 3, 4, 5, 6.5, 8];
const MOST_LEARNT_FROZEN = 60;
const LEAST_LEARNT_FROZEN = 20;

interface UnplacedLooks {
  readonly power: PowerClass;
  readonly sample: EvenSample<BurstGroup>;
}

/** What a site's own phones tell, nobody knowing where they were: power by band and event and, without a survey, the formula. */
export class SiteLearning {
  private readonly looks = new Map<string, UnplacedLooks>();

  /** `key`: band and event; `power`: what phones of the kind may send at. */
  add(key: string, power: PowerClass, group: () => BurstGroup, surveyed: boolean): void {
    const known = this.looks.get(key) ?? { power, sample: new EvenSample(surveyed ? MOST_LEARNT : MOST_UNSURVEYED) };
    this.looks.set(key, known);
    known.sample.offer(group);
  }

  /** Ends learning: changes the opinion, gives the power by key. */
  learnt(opinion: Opinion, relearn: BuildingOpinions['relearn']): Map<string, PowerPrior> {
    if (!opinion.map.surveyed) this.learnUnsurveyed(opinion, relearn);
    const { map, errors, prior } = opinion;
    const found = new Map<string, PowerPrior>();
    for (const [key, { power, sample }] of this.looks) {
      const start = powerGrid(power);
      const posteriors = sample.kept
        .slice(0, MOST_LEARNT)
        .map((group) => fixBursts(map, errors, group, start, prior).power);
      const learnt = learnPower(start, posteriors);
      // Without a survey the loss in the first metre is what is learnt; how far phones differ is not told by places that
      // are themselves unknown, so that the usual spread is kept.
      const { mean_db } = momentsOf(learnt);
      found.set(key, map.surveyed ? learnt : powerGrid({ mean_db, sd_db: RELATIVE_TO_SURVEY.sd_db }));
    }
    this.looks.clear();
    return found;
  }

  /** Formula and error of a building without a survey, from what was heard, wherever it came from (empirical Bayes). */
  private learnUnsurveyed(opinion: Opinion, relearn: BuildingOpinions['relearn']): void {
    const looks = [...this.looks.values()].flatMap(({ sample }) => sample.kept);
    const learnt = relearn?.(looks, opinion.errors);
    if (learnt !== undefined) {
      const { map, frozen_db, pattern_db } = learnt;
      opinion.map = map;
      opinion.errors = { ...opinion.errors, frozen_db, pattern_db };
      return;
    }
    const tried = looks.slice(0, MOST_LEARNT_FROZEN);
    if (tried.length < LEAST_LEARNT_FROZEN) return;
    const power = powerGrid(UNSURVEYED_POWER);
    const evidence = UNSURVEYED_FROZEN_DB.map((frozen_db) =>
      tried.reduce((sum, group) => {
        const errors = { ...opinion.errors, frozen_db };
        return sum + fixBursts(opinion.map, errors, group, power, opinion.prior).logEvidence;
      }, 0),
    );
    const best = evidence.indexOf(Math.max(...evidence));
    opinion.errors = { ...opinion.errors, frozen_db: UNSURVEYED_FROZEN_DB[best]! };
  }
}
