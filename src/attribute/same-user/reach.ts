import { positionsOf, squared_km2 } from './positions.ts';
import type { Track } from './tracks.ts';

const CANDIDATES_KM = [0, 0.3, 0.6, 0.9, 1.3, 1.8];
const QUICK_S = 900;
/** Beyond this a pair says nothing about the reach of a sector: the handset was moved. */
const FAR_KM = 8;

/**
 * How far before its mast the area of a sector has its middle, in kilometres: that of the candidates which brings
 * registrations of one handset within a quarter of an hour closest together. Learnt from single handsets, so it needs no labels.
 */
export function learnReach_km(tracks: readonly Track[]): number {
  let best = 0;
  let least = Infinity;
  for (const reach_km of CANDIDATES_KM) {
    let sum = 0;
    let n = 0;
    for (const track of tracks) {
      const at = positionsOf(track, reach_km);
      for (let i = 1; i < track.at_s.length; i++) {
        if (track.at_s[i]! - track.at_s[i - 1]! > QUICK_S) continue;
        sum += Math.min(FAR_KM, Math.sqrt(squared_km2(at, i, at, i - 1)));
        n++;
      }
    }
    if (n > 0 && sum / n < least) {
      least = sum / n;
      best = reach_km;
    }
  }
  return best;
}
