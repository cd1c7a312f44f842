import type { Attribution, RoomProbability } from '../../attribute/index.ts';
import type { WrittenFile } from '../../contract/results.ts';
import type {
  CoverageFit,
  CalledInside,
  InmatesElsewhere,
  Judgement,
  ReferencePerformance,
  ResidencyEvidence,
  ResidencyModel,
} from '../../detect/index.ts';
import type { DeliveryQuality, FileQuality, IntakeReport, LongestGap, RefusedLoad } from '../../intake/index.ts';
import type { LocatedBuilding, WithheldBuilding } from '../../locate/index.ts';
import type { Act, CaseDocuments } from '../../model/case.ts';
import type { Refusal, RefusalCode } from '../../model/refusal.ts';
import type { HiddenNumbers, SoldLot, TraceRow } from '../../trace/index.ts';

export interface RunOptions {
  readonly caseDir: string;
  readonly profileDirs: readonly string[];
  /** Reference data of another case, accepted only where coverage and data regime match. */
  readonly model?: ResidencyModel | undefined;
  readonly who: string;
  readonly why: string;
  readonly version: string;
  /** Locate phones that no sensor could name as well. */
  readonly tracks?: boolean;
  /** Stop after detection: no rooms, users or successors. */
  readonly onlyDetect?: boolean;
  /** Stop after intake: data quality and refusals only. */
  readonly checkOnly?: boolean;
  readonly progress: (step: Progress) => void;
  /** Monotonic seconds, for the durations in summary.json. */
  readonly clock_s: () => number;
  readonly peakRss_mb: () => number;
}

export interface Progress {
  readonly stage: string;
  readonly done?: number;
  readonly of?: number;
  readonly note?: string;
}

export interface StageReport {
  readonly stage: string;
  readonly seconds: number;
  readonly peak_rss_mb: number;
  readonly skipped: string | null;
  /** Optional documents of which it could use nothing, and what that costs; left out where it had all. */
  readonly lacks?: readonly { readonly file: string; readonly cost: string }[];
}

export interface HandsetFinding {
  readonly evidence: ResidencyEvidence;
  readonly judgement: Judgement;
  readonly in_ledger: boolean;
}

export interface RunOutcome {
  readonly documents: CaseDocuments;
  readonly acts: readonly Act[];
  /** Of whole files and of documents; rows of deliveries, of which there may be millions, stay in the store until they are written. */
  readonly refusals: readonly Refusal[];
  readonly refusedLoads: readonly RefusedLoad[];
  /** Refused rows of deliveries, by code. */
  readonly refusedRows: ReadonlyMap<RefusalCode, number>;
  readonly quality: readonly (FileQuality | DeliveryQuality)[];
  readonly events: IntakeReport['events'];
  readonly total: IntakeReport['total'];
  readonly findings: readonly HandsetFinding[];
  readonly trace: readonly TraceRow[];
  readonly hiddenNumbers: HiddenNumbers;
  readonly lots: readonly SoldLot[];
  /** Users and successors of the handsets inside; undefined where there are no handsets. */
  readonly attribution: Attribution | undefined;
  readonly located: Located | undefined;
  readonly handsets: number;
  /** Of each file of records; where only data quality was asked for. */
  readonly gaps: readonly LongestGap[];
  /** Undefined where the prior stands. */
  readonly coverage: CoverageFit | undefined;
  readonly calibration: CalibrationOutcome;
  /** Files under custody that no act covers any more: nothing read them. */
  readonly uncovered: readonly string[];
  /** What the reader must know before any figure, in words. */
  readonly notices: readonly string[];
  readonly stages: readonly StageReport[];
  readonly written: readonly WrittenFile[];
}

/** What rooms.csv holds of one prison. */
export interface LocatedPrison {
  readonly prison_id: string;
  /** Phones of which an identity is known, and tracks of which none is. */
  readonly subjects: number;
  /** Each step of a phone that was carried counts as one. */
  readonly sessions: number;
  /** Tracks among the subjects, and their sessions among the sessions; none without `run --tracks`. */
  readonly tracks: number;
  readonly track_sessions: number;
}

export interface Located {
  readonly written: WrittenFile;
  readonly prisons: readonly LocatedPrison[];
  /** Buildings in which rooms are named, and how often their walk-test was located rightly. */
  readonly buildings: readonly LocatedBuilding[];
  /** Of handsets, by handset key, for the question whose they are. */
  readonly rooms: ReadonlyMap<string, readonly RoomProbability[]>;
  /** Buildings in which phones were heard, but no room can be named. */
  readonly withheld: readonly WithheldBuilding[];
}

/** What a customary rule flags of handsets whose truth is known, by class. */
export interface RuleOnReferences {
  readonly rule: string;
  readonly flagged_by_class: Readonly<Record<string, { readonly n: number; readonly flagged: number }>>;
}

export interface CalibrationOutcome {
  readonly model: ResidencyModel | undefined;
  readonly source: 'this case' | 'another case' | 'none';
  /** Why figures are withheld, where they are. */
  readonly why: string | undefined;
  readonly baselines: readonly RuleOnReferences[];
  /** A model of another case on this case's own references, which it never saw. */
  readonly onOwnReferences?: ReferencePerformance;
  /** Whom a model that had not seen the references of this case calls inside among them. */
  readonly calledInside?: CalledInside | undefined;
  /** Whom of the known inmates of one prison it calls inside another; absent where none had traffic on another's cells. */
  readonly inmatesElsewhere?: InmatesElsewhere;
}
