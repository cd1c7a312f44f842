/** Passing memory of `residencyEvidence`, which runs for every handset and area: by cell and by leg. */
export class PassingCounts {
  /** Hours in which a cell of the table was used; all zero between calls. */
  counts = new Uint32Array(0);
  /** The hour in which a cell was last counted, as a number that no two hours of two calls share. */
  countedIn = new Float64Array(0);
  stamp = 0;
  touched: number[] = [];
  /** Local day of each leg. */
  days = new Int32Array(0);

  ready(cells: number, legs: number): void {
    if (this.counts.length < cells) {
      this.counts = new Uint32Array(cells);
      this.countedIn = new Float64Array(cells);
    }
    if (this.days.length < legs) this.days = new Int32Array(legs * 2);
  }
}
