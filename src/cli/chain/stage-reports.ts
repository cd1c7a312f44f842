import type { RunOptions, StageReport } from './run-outcome.ts';

/** What each stage took, in the order in which stages ended. */
export interface StageReports {
  readonly all: readonly StageReport[];
  /** `skipped`: why the stage had nothing to do, although it was asked. */
  timed<T>(stage: string, work: () => Promise<T>, skipped?: string | null): Promise<T>;
  skip(stage: string, why: string): void;
}

export function stageReports({
  progress,
  clock_s,
  peakRss_mb,
}: Pick<RunOptions, 'progress' | 'clock_s' | 'peakRss_mb'>): StageReports {
  const all: StageReport[] = [];
  const report = (stage: string, seconds: number, skipped: string | null): void => {
    all.push({ stage, seconds: Math.round(seconds * 100) / 100, peak_rss_mb: peakRss_mb(), skipped });
  };
  return {
    all,
    async timed(stage, work, skipped = null) {
      progress({ stage });
      const from = clock_s();
      const result = await work();
      report(stage, clock_s() - from, skipped);
      return result;
    },
    skip: (stage, why) => report(stage, 0, why),
  };
}
