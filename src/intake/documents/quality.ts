import type { RefusalCode, RemarkCode } from '../../model/refusal.ts';

/** What was received in one file, and what of it could be used. Always `rows_in = rows_used + sum of refused`. */
export interface FileQuality {
  readonly file: string;
  readonly rows_in: number;
  readonly rows_used: number;
  readonly refused: Readonly<Partial<Record<RefusalCode, number>>>;
  readonly remarks: Readonly<Partial<Record<RemarkCode, number>>>;
  /** Share of the rows of the right width that state the column, 0..1; columns nobody knows are left out. */
  readonly completeness: Readonly<Record<string, number>>;
  /** False when the end of the file could not be reached: rows are missing that nobody could count. */
  readonly complete: boolean;
}

/** Counts while a file is read. */
export class QualityTally {
  private rowsIn = 0;
  private rowsUsed = 0;
  private rowsMeasured = 0;
  private readonly refused = new Map<RefusalCode, number>();
  private readonly remarks = new Map<RemarkCode, number>();
  private readonly stated = new Map<string, number>();
  complete = true;

  use(): void {
    this.rowsIn++;
    this.rowsUsed++;
  }
  refuse(code: RefusalCode): void {
    this.rowsIn++;
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }
  /** A row that was used turns out to be unusable beside the others. */
  refuseUsed(code: RefusalCode): void {
    this.rowsIn--;
    this.rowsUsed--;
    this.refuse(code);
  }
  remark(code: RemarkCode): void {
    this.remarks.set(code, (this.remarks.get(code) ?? 0) + 1);
  }
  measure(columns: readonly string[], value: (column: string) => string): void {
    this.rowsMeasured++;
    for (const column of columns) {
      this.stated.set(column, (this.stated.get(column) ?? 0) + (value(column) === '' ? 0 : 1));
    }
  }
  finish(file: string): FileQuality {
    const shares = [...this.stated].map(([column, count]) => [column, count / this.rowsMeasured] as const);
    return {
      file,
      rows_in: this.rowsIn,
      rows_used: this.rowsUsed,
      refused: sorted(this.refused),
      remarks: sorted(this.remarks),
      completeness: Object.fromEntries(shares),
      complete: this.complete,
    };
  }
}

function sorted<Code extends string>(counts: ReadonlyMap<Code, number>): Partial<Record<Code, number>> {
  const entries = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries) as Partial<Record<Code, number>>;
}
