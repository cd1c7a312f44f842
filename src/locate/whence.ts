/** So many times as likely from a room as from outside, or from a landing; what is nearer to even tells neither. */
const CLEARLY = 3;

/**
 * Whether a look came out of a room. Rooms together are held against outside, and against landings: likelihoods, whatever share of bursts
 * was expected from each, so that the prior is taken off.
 *
 * @param p probability of each room, of each landing, of outside, of none of these; `prior` the same before anything was heard
 * @param listed how many of them are rooms
 */
export function whence(p: Float64Array, prior: Float64Array, listed: number): 'inside' | 'outside' {
  const places = p.length - 2;
  const sum = (of: Float64Array, from: number, until: number): number =>
    of.subarray(from, until).reduce((total, value) => total + value, 0);
  // No place of the map explains it: it came from none of its rooms.
  if ((p[places + 1] ?? 0) > 0.5) return 'outside';
  const [rooms, expected] = [sum(p, 0, listed), sum(prior, 0, listed)];
  const clearlyMoreThan = (from: number, until: number): boolean =>
    rooms * sum(prior, from, until) >= CLEARLY * sum(p, from, until) * expected;
  const fromLanding = places > listed && !clearlyMoreThan(listed, places);
  return clearlyMoreThan(places, places + 1) && !fromLanding ? 'inside' : 'outside';
}
