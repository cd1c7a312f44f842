/** Training handsets whose company counts as the least usual one: one in twenty has less. */
const RARE = 0.05;
/** How many times less a handset must have: a third of the least usual company is no matter of chance. */
const FAR_LESS = 3;
/** Three registrations of a crowd of 320: how popular a place is cannot be told from fewer. */
const FEW = 0.01;

/**
 * Company (share of other people's registrations about a handset) below which a questioned handset was elsewhere: how usual a place is
 * was never seen, so that each coincidence there would look rare. 0 where training people were alone as well.
 *
 * @param companies of the training handsets, each without the people held out with its user
 */
export function leastCompany(companies: readonly number[]): number {
  const rising = companies.toSorted((a, b) => a - b);
  return Math.min(FEW, (rising[Math.floor(RARE * rising.length)] ?? 0) / FAR_LESS);
}
