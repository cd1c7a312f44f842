import { REGULAR_EVENTS } from '../detect/index.ts';
import type { RefusalCode } from '../model/refusal.ts';
import { absentDocuments, absentInWords } from './absent-documents.ts';
import { expectedResidents } from './expected-residents.ts';
import { maskedInWords } from './protection-in-words.ts';
import type { RunOutcome } from './run-outcome.ts';
import { performanceInWords, ratioInWords, REFUSED_BECAUSE, statedInWords, strengthInWords } from './words.ts';

const pad = (text: string | number, width: number): string => String(text).padEnd(width);
const left = (text: string | number, width: number): string => String(text).padStart(width);

/** The strongest handsets shown for each run; the rest stand in handsets.csv. */
const SHOWN = 10;

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
  say(
    `  ${pad('prison', 34)} ${left('inside', 7)} ${left('undecided', 10)} ${left('outside', 8)} ${left('withheld', 9)}`,
  );
  for (const area of documents.areas) {
    if (area.kind !== 'prison') continue;
    const count = (verdict: string): number =>
      findings.filter((f) => f.evidence.area_id === area.id && f.judgement.verdict === verdict).length;
    say(
      `  ${pad(`${area.id} ${area.name}`.slice(0, 34), 34)} ${left(count('inside'), 7)} ${left(count('undecided'), 10)} ${left(count('outside'), 8)} ${left(count('withheld'), 9)}`,
    );
  }
  say();
  const inside = findings.filter((f) => f.judgement.verdict === 'inside');
  if (inside.length > 0) {
    say(
      `THE STRONGEST ${Math.min(SHOWN, inside.length)} OF ${inside.length} (likelihood ratio LR: how much more probable the evidence is if the handset`,
    );
    say('lives inside than if it belongs to somebody else around; it is no verdict, people decide)');
    for (const { evidence, judgement, in_ledger } of inside.slice(0, SHOWN)) {
      const component = evidence.component > 1 ? ` (device ${evidence.component} with this IMEI)` : '';
      say(
        `  ${evidence.imei14}${component}  ${evidence.area_id}  ${statedInWords(judgement)}${in_ledger ? '  SOLD BY THE SELLER' : ''}`,
      );
      say(`      ${strengthInWords(judgement.llr10)}`);
      say(`      ${judgement.reasons.slice(0, 4).join('; ')}`);
    }
    say(`  One handset with all its evidence: cellsweep explain ${results} IMEI`);
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
          `  ${left(rows.length, 6)}  ${text}${match === 'imei' || match === 'corrected' ? '' : ' (a likelihood ratio in trace.csv)'}`,
        );
    }
    say();
  }
  const { attribution } = outcome;
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
  if (calibration.model === undefined) say(`  No calibrated figure: ${calibration.why ?? ''}.`);
  else {
    const { heldOut, regular, sparse, references } = calibration.model;
    const count = Object.entries(references)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ');
    say(
      `  Calibrated on ${calibration.source === 'this case' ? 'handsets of known truth in this case' : 'the given calibration of another case'}: ${count}.`,
    );
    const scheme =
      heldOut.scheme === 'area' ? 'one prison left out at a time' : 'a fifth of the devices left out at a time';
    const where = calibration.source === 'this case' ? 'On references' : 'On references of that other case';
    say(
      `  ${where} that the judging model had not seen (${scheme}): Cllr ${heldOut.cllr.toFixed(3)} (0 = perfect, 1 = says nothing);`,
    );
    say(
      `  with ${REGULAR_EVENTS} events or more ${performanceInWords(heldOut.byTraffic.regular)}; with fewer ${performanceInWords(heldOut.byTraffic.sparse)}.`,
    );
    if (calibration.onOwnReferences !== undefined)
      say(`  On the references of this case, which it never saw: ${performanceInWords(calibration.onOwnReferences)}.`);
    say(
      `  No LR beyond ${ratioInWords(Math.max(regular.bounds.upper_llr10, sparse.bounds.upper_llr10))} or below ${ratioInWords(Math.min(regular.bounds.lower_llr10, sparse.bounds.lower_llr10))} is stated: so few references support no more.`,
    );
    const expected = expectedResidents(findings);
    if (inside.length > 0)
      say(
        `  If these ratios are right, about ${Math.round(expected.share_inside * 1000) / 10} % of the ${expected.answered} handsets with a figure live inside; of the ${inside.length} called inside, ${Math.round(expected.elsewhere)} or fewer do not (a cut ratio counts as it is stated).`,
      );
  }
  say();
  say(`FILES  in ${results}: ${outcome.written.map(({ path }) => path).join('  ')}`);
  return `${lines.join('\n')}\n`;
}

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
      .map(([field, share]) => `${field} ${Math.floor(share * 100)} %`)
      .join(', ');
    lines.push(
      `${pad(file.file.slice(-44), 44)} ${left(file.rows_in, 9)} ${left(file.rows_used, 9)} ${left(file.rows_in - file.rows_used, 8)}  ${stated}`,
    );
  }
  const absent = absentInWords(absentDocuments(outcome.quality));
  if (absent.length > 0) lines.push('', ...absent.slice(0, -1));
  const refused = refusalTable(outcome);
  if (refused.length > 0) lines.push('', 'NOT USED, AND WHY', ...refused);
  const remarks = remarkTable(outcome);
  if (remarks.length > 0) lines.push('', 'USED WITH A REMARK', ...remarks);
  return `${lines.join('\n')}\n`;
}
