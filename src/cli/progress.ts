import type { Progress } from './run-outcome.ts';

const STAGES: Readonly<Record<string, string>> = {
  receive: 'keeping the originals',
  intake: "reading the operators' records",
  observe: 'forming handsets, gathering evidence',
  trace: 'joining the order book to handsets',
  calibrate: 'calibrating on handsets of known truth',
  detect: 'judging which handsets live inside',
  locate: 'locating phones to rooms',
  attribute: 'asking whose they are and which came next',
  write: 'writing the results',
};

/** Progress on standard error: one line that is rewritten on a terminal, one line for each stage elsewhere. */
export function reportProgress(
  out: NodeJS.WriteStream,
  quiet: boolean,
  /** `check` receives nothing: what it reads goes when it ends. */
  keepsNothing = false,
): { step(progress: Progress): void; end(): void } {
  // Stages overlap: each is named once.
  const named = new Set<string>();
  const line = (p: Progress): string => {
    const amount = p.done === undefined ? '' : p.of === undefined ? ` ${p.done}` : ` ${p.done}/${p.of}`;
    const stage = p.stage === 'receive' && keepsNothing ? 'reading the case folder' : (STAGES[p.stage] ?? p.stage);
    return `${stage}${amount}`;
  };
  return {
    step(progress) {
      if (quiet) return;
      if (out.isTTY)
        out.write(
          `\r\u001B[2K${line(progress)}${progress.note === undefined ? '' : `  ${progress.note}`}`.slice(
            0,
            (out.columns ?? 80) + 4,
          ),
        );
      else if (!named.has(progress.stage)) out.write(`${line({ stage: progress.stage })}\n`);
      named.add(progress.stage);
    },
    end() {
      if (!quiet && out.isTTY) out.write('\r\u001B[2K');
    },
  };
}
