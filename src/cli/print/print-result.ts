import { absentDocuments, absentInWords } from '../warnings/absent-documents.ts';
import { left } from './columns.ts';
import { noneCanBeInside, prisonTable, strongestInWords } from './print-handsets.ts';
import { orderBookInWords } from './print-order-book.ts';
import { howSure } from './print-how-sure.ts';
import { lotsInWords } from './print-lots.ts';
import { refusalTable, remarkTable } from './print-quality.ts';
import { usersInWords } from './print-users.ts';
import { roomsInWords } from '../tables/rooms-report.ts';
import { maskedInWords } from '../warnings/protection-in-words.ts';
import type { RunOutcome } from '../chain/run-outcome.ts';
import { counted, warningsInWords } from './words.ts';

/** The result of a run as a tired person reads it: what to beware of, what was found, how sure, what is missing. */
export function printResult(outcome: RunOutcome, warnings: readonly string[], results: string): string {
  const { documents, findings, trace, hiddenNumbers, lots, calibration, total } = outcome;
  const lines: string[] = [''];
  const say = (text = ''): number => lines.push(text);
  lines.push(...warningsInWords(warnings));
  say(`Case ${documents.manifest.id}: ${documents.manifest.title}`);
  say(
    `  ${counted(total.rows, 'row')} delivered, ${total.refused_rows} refused, ${total.duplicate_rows} delivered more than once;`,
  );
  say(
    `  ${counted(total.communications, 'communication')} (${counted(total.legs, 'leg')}) of ${counted(outcome.handsets, 'handset')};`,
  );
  say(`  ${maskedInWords(outcome)}`);
  say();
  say('HANDSETS THAT LIVE INSIDE A PRISON');
  lines.push(...prisonTable(outcome), ...noneCanBeInside(calibration.model));
  say();
  const strongest = strongestInWords(findings, results);
  if (strongest.length > 0) {
    lines.push(...strongest);
    say();
  }
  const withheld = findings.filter((f) => f.judgement.verdict === 'withheld');
  if (withheld.length > 0) {
    say(`WITHHELD: ${counted(withheld.length, 'figure')}`);
    const why = new Map<string, number>();
    for (const f of withheld) why.set(f.judgement.reasons[0] ?? '', (why.get(f.judgement.reasons[0] ?? '') ?? 0) + 1);
    for (const [reason, n] of [...why].sort((a, b) => b[1] - a[1])) say(`  ${left(n, 6)}  ${reason}`);
    say();
  }
  const orders = orderBookInWords(documents.ledger.length, trace, hiddenNumbers);
  if (orders.length > 0) {
    lines.push(...orders, ...lotsInWords(lots));
    say();
  }
  const { attribution, located } = outcome;
  const rooms = located === undefined ? [] : roomsInWords(located);
  if (rooms.length > 0) {
    say('FROM WHICH ROOMS (rooms.csv; where a phone transmitted, not who held it; of one handset: cellsweep explain)');
    lines.push(...rooms);
    say();
  }
  if (attribution !== undefined && attribution.users.length > 0) {
    lines.push(...usersInWords(attribution));
    say();
  }
  lines.push(...absentInWords(absentDocuments(outcome.quality)));
  const refused = refusalTable(outcome);
  if (refused.length > 0) {
    say('NOT USED, AND WHY (each one in refusals.csv; what to do: docs/errors.md)');
    lines.push(...refused);
    say();
  }
  const remarks = remarkTable(outcome);
  if (remarks.length > 0) {
    say('USED WITH A REMARK');
    lines.push(...remarks);
    say();
  }
  say('HOW SURE');
  lines.push(...howSure(calibration, findings));
  say();
  say(`FILES  in ${results}: ${outcome.written.map(({ path }) => path).join('  ')}`);
  return `${lines.join('\n')}\n`;
}
