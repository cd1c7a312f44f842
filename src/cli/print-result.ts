import type { RefusalCode } from '../model/refusal.ts';
import { absentDocuments, absentInWords } from './absent-documents.ts';
import { left, pad } from './columns.ts';
import { prisonTable, strongestInWords } from './print-handsets.ts';
import { howSure } from './print-how-sure.ts';
import { roomsInWords } from './rooms-report.ts';
import { maskedInWords } from './protection-in-words.ts';
import type { RunOutcome } from './run-outcome.ts';
import { REFUSED_BECAUSE } from './words.ts';

function refusalTable(outcome: RunOutcome): string[] {
  const counts = new Map<RefusalCode, number>();
  const whole: string[] = [];
  for (const refusal of outcome.refusals) {
    if (refusal.place === '')
      whole.push(`  ${pad(refusal.code, 22)} whole file  ${refusal.file}: ${REFUSED_BECAUSE[refusal.code]}`);
    else counts.set(refusal.code, (counts.get(refusal.code) ?? 0) + 1);
  }
  return [
    ...whole,
    ...[...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([code, n]) => `  ${pad(code, 22)} ${left(n, 10)} rows  ${REFUSED_BECAUSE[code]}`),
  ];
}

function remarkTable(outcome: RunOutcome): string[] {
  const cost: Record<string, string> = {
    CHECK_DIGIT_WRONG: 'wrong check digit: the first 14 digits are used',
    SPARE_ZERO: '15th digit is the spare 0: nothing is lost',
    IMEISV: '16 digits with software version: the first 14 are used',
    FILLER_IMEI: 'filler IMEI: counted, never a handset',
    DURATION_UNREADABLE: 'a duration that is no number of seconds: counts as zero',
    HOUR_TWICE: 'a local time that the clocks showed twice: the second of the two is taken',
    CELL_MISSING: 'no cell: counts, places nobody',
    CELL_UNKNOWN: 'cell in no antenna table: counts, places nobody',
    COORDINATES_SWAPPED: 'longitude and latitude swapped in an antenna table: put right',
    IMEI_MISSING: 'no IMEI: counts, belongs to no handset',
  };
  const counts = new Map<string, number>();
  for (const file of outcome.quality)
    for (const [code, n] of Object.entries(file.remarks)) counts.set(code, (counts.get(code) ?? 0) + n);
  return [...counts]
    .filter(([code]) => code in cost)
    .map(([code, n]) => `  ${pad(code, 22)} ${left(n, 10)} rows  ${cost[code] ?? ''}`);
}

/** The result of a run as a tired person reads it: what to beware of, what was found, how sure, what is missing. */
export function printResult(outcome: RunOutcome, warnings: readonly string[], results: string): string {
  const { documents, findings, trace, calibration, total } = outcome;
  const lines: string[] = [''];
  const say = (text = ''): number => lines.push(text);
  if (warnings.length > 0) {
    say(`BEFORE YOU READ ON: ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`);
    for (const warning of warnings) say(`  ! ${warning}`);
    say();
  }
  say(`Case ${documents.manifest.id}: ${documents.manifest.title}`);
  say(
    `  ${total.rows} rows delivered, ${total.refused_rows} refused, ${total.duplicate_rows} delivered more than once;`,
  );
  say(`  ${total.communications} communications (${total.legs} legs) of ${outcome.handsets} handsets;`);
  say(`  ${maskedInWords(outcome)}`);
  say();
  say('HANDSETS THAT LIVE INSIDE A PRISON');
  lines.push(...prisonTable(outcome));
  say();
  const strongest = strongestInWords(findings, results);
  if (strongest.length > 0) {
    lines.push(...strongest);
    say();
  }
  const withheld = findings.filter((f) => f.judgement.verdict === 'withheld');
  if (withheld.length > 0) {
    say(`WITHHELD: ${withheld.length} figures`);
    const why = new Map<string, number>();
    for (const f of withheld) why.set(f.judgement.reasons[0] ?? '', (why.get(f.judgement.reasons[0] ?? '') ?? 0) + 1);
    for (const [reason, n] of [...why].sort((a, b) => b[1] - a[1])) say(`  ${left(n, 6)}  ${reason}`);
    say();
  }
  if (documents.ledger.length > 0) {
    say(
      `THE ORDER BOOK: ${documents.ledger.length} lines, ${new Set(trace.map((row) => `${row.order_id}/${row.line}`)).size} of them joined to ${trace.length} handsets`,
    );
    const words: Record<string, string> = {
      imei: 'IMEI as written',
      corrected: 'one typing error, check digit agrees',
      sibling: 'serial of the same batch',
      inferred: 'no IMEI: date, model, place, people',
    };
    for (const [match, text] of Object.entries(words)) {
      const rows = trace.filter((row) => row.match === match);
      if (rows.length > 0)
        say(
          `  ${left(rows.length, 6)}  ${text}${match === 'imei' || match === 'corrected' ? '' : ' (by a stated model, not calibrated)'}`,
        );
    }
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
    // A set that speaks for nobody in it is the prison, not a candidate.
    const first = attribution.users.filter((row) => row.set_rank === 1 && row.llr10 > 0);
    const sets = new Map<string, number>();
    for (const row of first) sets.set(`${row.imei14}/${row.component}`, row.set_size);
    const alone = [...sets.values()].filter((size) => size === 1).length;
    const followed = attribution.successions.filter((row) => row.llr10 > 1).length;
    say(
      'WHOSE THEY ARE (users.csv: ranked inmates, as a set where the data cannot tell them apart; who held it is not proven)',
    );
    say(`  ${left(sets.size, 6)}  handsets with a first candidate, ${alone} of them with one alone`);
    say(`  ${left(followed, 6)}  pairs with LR > 10 for one user going on from handset to handset (succession.csv)`);
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

/** Fields of records whose names say too little. */
const STATED: Readonly<Record<string, string>> = { other: 'other party' };

/** Data quality and refusals only. */
export function printCheck(outcome: RunOutcome, warnings: readonly string[]): string {
  const lines: string[] = [''];
  if (warnings.length > 0) {
    lines.push(
      `BEFORE YOU READ ON: ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`,
      ...warnings.map((w) => `  ! ${w}`),
      '',
    );
  }
  lines.push(`${pad('file', 44)} ${left('rows', 9)} ${left('used', 9)} ${left('refused', 8)}  stated`);
  for (const file of outcome.quality) {
    const stated = Object.entries(file.completeness)
      .filter(([, share]) => share < 0.999)
      .map(([field, share]) => `${STATED[field] ?? field} ${Math.floor(share * 100)} %`)
      .join(', ');
    lines.push(
      `${pad(file.file.slice(-44), 44)} ${left(file.rows_in, 9)} ${left(file.rows_used, 9)} ${left(file.rows_in - file.rows_used, 8)}  ${stated}`,
    );
  }
  lines.push('stated: share of the rows that hold a value, where not all do. Data sessions have no other party.');
  const absent = absentInWords(absentDocuments(outcome.quality));
  if (absent.length > 0) lines.push('', ...absent.slice(0, -1));
  const refused = refusalTable(outcome);
  if (refused.length > 0) lines.push('', 'NOT USED, AND WHY', ...refused);
  const remarks = remarkTable(outcome);
  if (remarks.length > 0) lines.push('', 'USED WITH A REMARK', ...remarks);
  return `${lines.join('\n')}\n`;
}
