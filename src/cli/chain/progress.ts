import type { Progress } from './run-outcome.ts';

const STAGES: Readonly<Record<string, string>> = {
  receive: 'keeping the originals',
  intake: "reading the operators' records",
  sensors: 'asking sensors where the phones were that they can name',
  revoke: 'taking out the rows of files that are no longer read',
  coverage: 'asking handsets of known place what coverage is like',
  observe: 'forming handsets, gathering evidence',
  trace: 'joining the order book to handsets',
  calibrate: 'calibrating on handsets of known truth',
  detect: 'judging which handsets live inside',
  locate: 'locating phones to rooms',
  attribute: 'asking whose they are and which came next',
  write: 'writing the results',
};

/** Seconds after which a stage that still runs is told of again where there is no terminal: a log shows that it is alive. */
const TELL_AGAIN_S = 15;

/**
 * Progress on standard error: one line that is rewritten on a terminal; elsewhere one line for each stage, and how far it is
 * from time to time.
 */
export function reportProgress(
  out: NodeJS.WriteStream,
  quiet: boolean,
  /** `check` receives nothing: what it reads goes when it ends. */
  keepsNothing: boolean,
  clock_s: () => number,
): { step(progress: Progress): void; end(): void } {
  // Stages overlap: each is named once.
  const named = new Set<string>();
  let told_s = clock_s();
  const line = (p: Progress): string => {
    const amount = p.done === undefined ? '' : p.of === undefined ? ` ${p.done}` : ` ${p.done}/${p.of}`;
    const stage = p.stage === 'receive' && keepsNothing ? 'reading the case folder' : (STAGES[p.stage] ?? p.stage);
    return `${stage}${amount}`;
  };
  const withNote = (p: Progress): string => `${line(p)}${p.note === undefined ? '' : `  ${p.note}`}`;
  const tell = (text: string): void => {
    out.write(`${text}\n`);
    told_s = clock_s();
  };
  return {
    step(progress) {
      if (quiet) return;
      if (out.isTTY) out.write(`\r\u001B[2K${withNote(progress)}`.slice(0, (out.columns ?? 80) + 4));
      else if (!named.has(progress.stage)) tell(line({ stage: progress.stage }));
      else if (progress.done !== undefined && clock_s() - told_s >= TELL_AGAIN_S) tell(`  ${withNote(progress)}`);
      named.add(progress.stage);
    },
    end() {
      if (!quiet && out.isTTY) out.write('\r\u001B[2K');
    },
  };
}
