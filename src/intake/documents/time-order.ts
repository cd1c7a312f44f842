import type { Interval, UnixSeconds } from '../../model/record.ts';

/** Rows of one transmission, and rows that follow each other, may be so far out of order: sensors' clocks differ. */
export const CLOCKS_DIFFER_S = 10;
/** So many rows are held in memory at once. */
const MOST_ROWS = 250_000;
const HOUR_S = 3600;

/** Whether the rows of a long file rise by time; where they do not, in which pieces they can be sorted. */
export class TimeOrder {
  private latest_s = -Infinity;
  private rises = true;
  private readonly rowsOfHour = new Map<number, number>();

  note(at_s: UnixSeconds): void {
    if (at_s < this.latest_s - CLOCKS_DIFFER_S) this.rises = false;
    this.latest_s = Math.max(this.latest_s, at_s);
    const hour = Math.floor(at_s / HOUR_S);
    this.rowsOfHour.set(hour, (this.rowsOfHour.get(hour) ?? 0) + 1);
  }

  /**
   * Stretches of time by rising time, each with few enough rows to be held (an hour at least), that hold all rows together; undefined where
   * the file can be read as it stands.
   * @param mostRows of one piece
   */
  pieces(mostRows = MOST_ROWS): readonly Interval[] | undefined {
    if (this.rises) return undefined;
    const pieces: Interval[] = [];
    let rows = 0;
    let from_s = -Infinity;
    for (const [hour, n] of [...this.rowsOfHour].sort(([a], [b]) => a - b)) {
      if (rows > 0 && rows + n > mostRows) {
        pieces.push({ from_s, until_s: hour * HOUR_S });
        from_s = hour * HOUR_S;
        rows = 0;
      }
      rows += n;
    }
    return [...pieces, { from_s, until_s: Infinity }];
  }
}
