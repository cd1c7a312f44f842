import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { counted } from '../print/words.ts';

/** What a results folder said at one moment, as far as an annulment can change it. */
export interface Standing {
  /** Verdict by handset component and prison; undefined where there was no handsets.csv. */
  readonly verdicts: ReadonlyMap<string, Verdict> | undefined;
  /** Rows used of each file that was read. */
  readonly rowsUsed: ReadonlyMap<string, number>;
}

interface Verdict {
  readonly imei14: string;
  readonly component: string;
  readonly prison_id: string;
  readonly verdict: string;
}

function textOf(results: string, name: string): string | undefined {
  try {
    return readFileSync(path.join(results, name), 'utf8');
  } catch {
    return undefined;
  }
}

/** Reads handsets.csv and summary.json as the last run left them. */
export function standingOf(results: string): Standing {
  const table = textOf(results, 'handsets.csv');
  const rows = table === undefined ? undefined : parse<Record<string, string>>(table, { columns: true });
  const summary = JSON.parse(textOf(results, 'summary.json') ?? '{}') as {
    files?: readonly { readonly file: string; readonly rows_used: number }[];
  };
  const verdictOf = (row: Record<string, string>): Verdict => ({
    imei14: row['imei14'] ?? '',
    component: row['component'] ?? '',
    prison_id: row['prison_id'] ?? '',
    verdict: row['verdict'] ?? '',
  });
  return {
    verdicts: rows && new Map(rows.map((row) => [keyOf(verdictOf(row)), verdictOf(row)])),
    rowsUsed: new Map((summary.files ?? []).map(({ file, rows_used }) => [file, rows_used])),
  };
}

const keyOf = ({ imei14, component, prison_id }: Verdict): string => `${imei14},${component},${prison_id}`;

const NOT_LISTED = 'not listed';
/** So many handsets are named; the rest stand in handsets.csv. */
const SHOWN = 20;

/** What an annulment did to the results: files and rows that went, verdicts that changed, handsets newly inside. */
export function annulmentInWords(act: string, covers: (file: string) => boolean, before: Standing, after: Standing) {
  const covered = [...before.rowsUsed].filter(([file]) => covers(file));
  const gone = covered.filter(([file]) => !after.rowsUsed.has(file));
  const rows = covered.reduce((n, [file, used]) => n + used - (after.rowsUsed.get(file) ?? 0), 0);
  const stay = covered.length - gone.length;
  return [
    '',
    `WHAT THE ANNULMENT OF ${act} DID (against the results as they stood before)`,
    `  ${counted(gone.length, 'file')} that only it covered ${gone.length === 1 ? 'is' : 'are'} no longer read; with ${gone.length === 1 ? 'it' : 'them'} went ${counted(rows, 'row')} that ${rows === 1 ? 'was' : 'were'} used.`,
    ...(stay === 0 ? [] : [`  ${stay} of its files are covered by another act and are still read.`]),
    ...verdictsInWords(before, after),
    '',
  ].join('\n');
}

function verdictsInWords(before: Standing, after: Standing): string[] {
  if (before.verdicts === undefined || after.verdicts === undefined)
    return ['  There was no handsets.csv before: which verdicts changed cannot be said.'];
  const changes = new Map<string, number>();
  const newlyInside: string[] = [];
  for (const key of [...new Set([...before.verdicts.keys(), ...after.verdicts.keys()])].sort()) {
    const old = before.verdicts.get(key);
    const now = after.verdicts.get(key);
    const [from, to] = [old?.verdict ?? NOT_LISTED, now?.verdict ?? NOT_LISTED];
    if (from === to) continue;
    const change = `${(now ?? old)?.prison_id ?? ''}\0${from} -> ${to}`;
    changes.set(change, (changes.get(change) ?? 0) + 1);
    if (to === 'inside') newlyInside.push(`${key} (was ${from})`);
  }
  if (changes.size === 0) return ['  No verdict changed.'];
  return [
    '  Verdicts that changed, by prison:',
    ...[...changes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([change, n]) => `    ${change.split('\0')[0]?.padEnd(12)} ${String(n).padStart(6)}  ${change.split('\0')[1]}`,
      ),
    newlyInside.length === 0
      ? '  No handset is newly inside.'
      : `  Newly inside (imei14,component,prison_id as in handsets.csv):`,
    ...newlyInside.slice(0, SHOWN).map((line) => `    ${line}`),
    ...(newlyInside.length > SHOWN ? [`    and ${newlyInside.length - SHOWN} more`] : []),
  ];
}
