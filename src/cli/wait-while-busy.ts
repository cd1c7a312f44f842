import { setTimeout as sleep } from 'node:timers/promises';
import { CellsweepError } from '../model/errors.ts';

const ASK_AGAIN_MS = 250;

/** Opens what another process may hold, asking again for so long. */
export async function waitWhileBusy<T>(open: () => Promise<T>, patience_s: number): Promise<T> {
  for (let left = Math.floor((patience_s * 1000) / ASK_AGAIN_MS); ; left--) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof CellsweepError) || error.code !== 'RESULTS_BUSY' || left <= 0) throw error;
      await sleep(ASK_AGAIN_MS);
    }
  }
}
