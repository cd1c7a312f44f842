import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { explain, type ResidencyEvidence, type ResidencyModel } from '../detect/index.ts';
import { parseImei } from '../model/identifiers.ts';
import { CellsweepError } from '../model/errors.ts';
import { findingsOfHandset } from './case-queries.ts';
import { readModel } from './model-file.ts';
import { ratioInWords, strengthInWords } from './words.ts';
import type { Workspace } from './workspace.ts';

const MEANING: Readonly<Record<string, string>> = {
  presence: 'days spent within reach, days with an exit, days elsewhere',
  hours: 'hours of use against the lock-up hours',
  calling: 'how it is used: calls out and in, their length',
  cells: 'which cells serve it: the mix inside against the mix around',
  contacts: 'correspondents who are approved contacts or visitors of inmates',
  sims: 'SIM cards in one handset',
  device: 'class of the device by its type allocation code',
};

const signed = (x: number): string => `${x >= 0 ? '+' : ''}${x.toFixed(2)}`;

/** What was not to be had for this handset, in words. */
function missing(e: ResidencyEvidence): string[] {
  const list: string[] = [];
  if (!e.exitsKnown)
    list.push('its traffic elsewhere: nobody asked the operator for the whole traffic of this handset');
  if (e.listedContacts < 0) list.push('lists of approved contacts and visitors');
  if (!e.sensorsListen) list.push('sensors that hear identities in this prison');
  if (e.deviceClass === 'unknown') list.push('the model of its type allocation code');
  return list;
}

/** Rows of a results table as records; none where the table is not there. */
function tableOf(results: string, name: string): Record<string, string>[] {
  try {
    return parse<Record<string, string>>(readFileSync(path.join(results, name)), { columns: true });
  } catch {
    return [];
  }
}

/** So many candidates are shown; the rest stand in users.csv. */
const SHOWN_USERS = 5;

function usersInWords(results: string, imei14: string): string[] {
  const rows = tableOf(results, 'users.csv').filter((row) => row['imei14'] === imei14);
  if (rows.length === 0) return [];
  const sorted = rows.toSorted((a, b) => Number(b['llr10']) - Number(a['llr10']));
  return [
    '',
    '  Who uses it (a ratio for each inmate against the others of the prison; who held it is not proven):',
    ...sorted
      .slice(0, SHOWN_USERS)
      .map(
        (row) =>
          `    rank ${row['set_rank']} of a set of ${row['set_size']}: ${row['inmate_id']}, log10 LR ${row['llr10']}; ${row['basis']}`,
      ),
  ];
}

function successorsInWords(results: string, imei14: string): string[] {
  const rows = tableOf(results, 'succession.csv').filter((row) => Number(row['llr10']) > 1);
  const before = rows.filter((row) => row['imei14_to'] === imei14);
  const after = rows.filter((row) => row['imei14_from'] === imei14);
  return [
    ...before.map(
      (row) => `  Its user came from ${row['imei14_from']}: log10 LR ${row['llr10']}, ${row['gap_h']} h between.`,
    ),
    ...after.map(
      (row) => `  Its user went on with ${row['imei14_to']}: log10 LR ${row['llr10']}, ${row['gap_h']} h between.`,
    ),
  ];
}

/** One handset: each piece of evidence with its own log10 LR, what speaks against, what was not available. */
export async function explainHandset(workspace: Workspace, results: string, text: string): Promise<string> {
  const imei = parseImei(text.trim());
  if (imei === undefined) throw new CellsweepError('USAGE', 'An IMEI has 14, 15 or 16 digits.');
  const rows = await findingsOfHandset(workspace.caseStore, imei.imei14);
  if (rows.length === 0)
    return 'The last run has no figure for this handset: it was not seen on cells that could serve a prison, or it is a reference.\n';
  let model: ResidencyModel | undefined;
  try {
    model = readModel(path.join(results, 'model.json'));
  } catch {
    model = undefined;
  }
  const lines: string[] = [];
  for (const row of rows) {
    const e = row.evidence;
    const llr10 = row.llr10 ?? Number.NaN;
    lines.push('', `Handset ${e.imei14}, device ${e.component}, prison ${e.area_id}: ${row.verdict.toUpperCase()}`);
    lines.push(
      '  Hp: it was habitually kept and used inside the perimeter. Hd: it belongs to somebody else whom these cells serve.',
    );
    lines.push(
      `  ${e.events} events, ${e.servingEvents} on cells that serve the prison, ${e.activeDays} active days, ${e.imsis} SIM ${e.imsis === 1 ? 'card' : 'cards'}.`,
    );
    if (model === undefined || row.llr10 === null) {
      lines.push('  No calibrated ratio: it is withheld (see summary.json, residency).');
    } else {
      const { components, direct_llr10, unbounded_llr10 } = explain(e, model);
      const further = unbounded_llr10 - llr10;
      const cut = further > 0.005 && llr10 > 0 ? ' or more' : further < -0.005 && llr10 < 0 ? ' or less' : '';
      lines.push(`  log10 LR ${signed(llr10)} (LR ${ratioInWords(llr10)}${cut}): ${strengthInWords(llr10)}.`);
      lines.push('', `  ${'evidence'.padEnd(12)} ${'alone'.padStart(7)} ${'in the sum'.padStart(11)}   what it is`);
      const parts = Object.entries(components).sort((a, b) => b[1].added_llr10 - a[1].added_llr10);
      for (const [name, { alone_llr10, added_llr10 }] of parts)
        lines.push(
          `  ${name.padEnd(12)} ${signed(alone_llr10).padStart(7)} ${signed(added_llr10).padStart(11)}   ${MEANING[name] ?? ''}`,
        );
      if (direct_llr10 !== 0)
        lines.push(
          `  ${'direct'.padEnd(12)} ${signed(direct_llr10).padStart(7)} ${signed(direct_llr10).padStart(11)}   heard by sensors, seized, declared`,
        );
      lines.push(
        `  After fusion and calibration ${signed(unbounded_llr10)}; stated ${signed(llr10)}${Math.abs(unbounded_llr10 - llr10) > 0.005 ? ', cut at the bound that the reference data support' : ''}.`,
      );
      const against = parts.filter(([, part]) => part.added_llr10 < -0.1);
      lines.push(
        '',
        against.length === 0
          ? '  Nothing in the data speaks against it.'
          : `  Against it: ${against.map(([name]) => MEANING[name] ?? name).join('; ')}.`,
      );
    }
    const absent = missing(e);
    lines.push(absent.length === 0 ? '  Nothing was missing.' : `  Not available: ${absent.join('; ')}.`);
  }
  lines.push(...usersInWords(results, imei.imei14), ...successorsInWords(results, imei.imei14));
  return `${lines.join('\n').trimStart()}\n`;
}
