import { LEAST_SERVING_EVENTS } from './calibrate.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { judge } from './judge.ts';
import { sameDays } from './other-prisons.ts';
import { recordsAlone } from './records-alone.ts';
import type { ResidencyModel } from './residency-model.ts';

/** A handset that is known to live in one prison, read against that one and against others. */
export interface KnownInmate {
  readonly prison_id: string;
  readonly evidence: readonly ResidencyEvidence[];
}

/** How many handsets that are known to live in one prison are called inside another, by records alone. */
export interface InmatesElsewhere {
  /** Pairs of such a handset and another prison, with 5 events or more on its cells and the same days: who was transferred lives in both. */
  readonly pairs: number;
  /** By the ratio against people who live in no prison, and by the one that is stated. */
  readonly called_inside_against_people_of_no_prison: number;
  readonly called_inside: number;
}

/** Most of these handsets helped to fit the model, as inmates of their own prison; as anybody of the other one it never saw them. */
export function inmatesElsewhere(known: readonly KnownInmate[], model: ResidencyModel): InmatesElsewhere {
  let [pairs, alone, called] = [0, 0, 0];
  for (const { prison_id, evidence } of known) {
    const all = evidence.map(recordsAlone);
    const home = all.find((e) => e.area_id === prison_id);
    for (const e of all) {
      if (home === undefined || e === home || e.servingEvents < LEAST_SERVING_EVENTS || !sameDays(home, e)) continue;
      pairs++;
      if (judge(e, model).verdict === 'inside') alone++;
      if (judge(e, model, all).verdict === 'inside') called++;
    }
  }
  return { pairs, called_inside_against_people_of_no_prison: alone, called_inside: called };
}
