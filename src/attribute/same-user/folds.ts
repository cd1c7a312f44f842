const MOST_FOLDS = 5;

/** Folds of training people. Two people in each at least: else no held-out pair of different people would remain. */
export const foldsOf = (owners: number): number => Math.min(MOST_FOLDS, Math.floor(owners / 2));

/**
 * Who is held out together with a person, that person included: nobody of them is in the crowd about that person's handsets. Neither
 * of two questioned people is in the crowd of the training people, and the one's own visits must not make the other's coincidences
 * look usual in training only.
 */
export function inFoldOf(owners: readonly string[], owner: string): (other: string) => boolean {
  const folds = foldsOf(owners.length);
  const fold = owners.indexOf(owner) % folds;
  return (other) => owners.indexOf(other) % folds === fold;
}
