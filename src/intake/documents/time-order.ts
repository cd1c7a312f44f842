import type { UnixSeconds } from '../../model/record.ts';

/** Rows of one transmission, and rows that follow each other, may be so far out of order: sensors' clocks differ. */
export const CLOCKS_DIFFER_S = 10;

/** Whether the rows of a long file rise by time, as far as clocks agree: then they can be joined while they are read. */
export class TimeOrder {
  private latest_s = -Infinity;
  private isRising = true;

  get rises(): boolean {
    return this.isRising;
  }

  note(at_s: UnixSeconds): void {
    if (at_s < this.latest_s - CLOCKS_DIFFER_S) this.isRising = false;
    this.latest_s = Math.max(this.latest_s, at_s);
  }
}
