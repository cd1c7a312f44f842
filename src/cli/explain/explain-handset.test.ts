import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { WRITTEN_ACT } from '../../authority/made-act.testing.ts';
import { llrField, timeField } from '../../contract/results.ts';
import { openCustody, openRegular, type Custody } from '../../custody/index.ts';
import { judge } from '../../detect/index.ts';
import { luhnCheckDigit } from '../../model/identifiers.ts';
import { openCaseStoreLazily } from '../../store/case-store.ts';
import { openRecords } from '../../store/records.ts';
import { explainHandset } from './explain-handset.ts';
import { INMATE, MODEL, madeResults, NEIGHBOUR, PLAIN } from '../tables/made-results.testing.ts';
import { KEPT } from '../workspace.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cellsweep-explain-store-'));
const caseStore = openCaseStoreLazily({ directory: path.join(folder, 'case') });
const records = await openRecords({ directory: path.join(folder, 'records') });
afterAll(async () => {
  await records.close();
  await caseStore.close();
  rmSync(folder, { recursive: true, force: true });
});
const made: string[] = [];
afterEach(() => {
  for (const results of made.splice(0)) rmSync(results, { recursive: true, force: true });
});

type Findings = Parameters<typeof madeResults>[1];
type Tables = Parameters<typeof madeResults>[2];
const custodyOf = (results: string): Promise<Custody> =>
  openCustody(path.join(results, KEPT, 'custody'), { now: () => new Date(0) });
async function make(findings: Findings, tables?: Tables): Promise<string> {
  const results = await madeResults(caseStore, findings, tables);
  made.push(results);
  return results;
}
async function explainIn(results: string, text: string = PLAIN.imei14, reader = READER): Promise<string> {
  const custody = await custodyOf(results);
  try {
    return await explainHandset({ caseStore, custody, records }, results, text, reader);
  } finally {
    await custody.close();
  }
}
const explained = async (findings: Findings, tables?: Tables): Promise<string> =>
  explainIn(await make(findings, tables));
const READER = { who: 'a tester', why: 'asked in court' };

const user = (component: number, inmate_id: string, set_rank: number) => ({
  imei14: PLAIN.imei14,
  component,
  inmate_id,
  llr10: '1.000',
  set_size: 1,
  set_rank,
  basis: 'rooms (+1.0)',
});
const step = (component_to: number, imei14_from: string) => ({
  imei14_from,
  component_from: 1,
  imei14_to: PLAIN.imei14,
  component_to,
  llr10: '1.460',
  gap_h: 5,
});

describe('cellsweep explain', () => {
  it('lets users, successors and orders of a clone stand under their device', async () => {
    const one = { ...PLAIN, ...INMATE, area_id: 'P2' };
    const two = { ...one, component: 2, area_id: 'P1', first_s: one.first_s + 86400 };
    const order = { order_id: 'C-1', line: 1, imei14: PLAIN.imei14, match: 'imei', llr10: '5.283', inmate_ids: '' };
    const text = await explained([one, two], {
      'users.csv': [user(1, 'E1', 1), user(2, 'E2', 1), user(1, 'E3', 2)],
      'succession.csv': [step(2, '35000000000077'), step(1, '35000000000088')],
      'trace.csv': [
        { ...order, first_seen: timeField(two.first_s) },
        { ...order, order_id: 'C-2', first_seen: '2025-01-01T00:00:00Z' },
      ],
    });
    expect(text).toMatch(/^Several devices share the IMEI/);
    const start = text.indexOf(', device 2\n');
    const end = text.indexOf('A device with this IMEI that has no figure');
    const [first, second, rest] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
    for (const word of ['PRISON P2', 'Who uses device 1 in prison P2', '1st: E1', '2nd: E3', '35000000000088'])
      expect(first).toContain(word);
    for (const word of ['PRISON P1', 'Who uses device 2 in prison P1', '1st: E2', '35000000000077', 'order C-1'])
      expect(second).toContain(word);
    for (const word of ['E2', '35000000000077', 'C-1']) expect(first).not.toContain(word);
    for (const word of ['E1', 'E3', '35000000000088', 'C-2']) expect(second).not.toContain(word);
    expect(rest).toContain('order C-2');
  });

  it('gives one device that two prisons may hold once, and each prison its own figure', async () => {
    const text = await explained(
      [
        { ...PLAIN, ...INMATE },
        { ...PLAIN, ...NEIGHBOUR, area_id: 'P2' },
      ],
      { 'users.csv': [user(1, 'E1', 1)] },
    );
    expect(text.match(/^Handset /gm)).toHaveLength(1);
    expect(text.match(/Seen from/g)).toHaveLength(1);
    expect(text.match(/Who uses/g)).toHaveLength(1);
    expect(text).toMatch(/PRISON P1: INSIDE[\s\S]*LR 71 or more[\s\S]*PRISON P2: OUTSIDE[\s\S]*LR 1\/15 or less/);
    expect(text).toContain('Who uses it in prison P1 (');
    expect(text).not.toContain('device 1');
  });

  it('says of two prisons that either may hold it, where the same days speak for both', async () => {
    const here = { ...PLAIN, ...INMATE };
    const text = await explained([here, { ...here, area_id: 'P2' }]);
    expect(text).toMatch(/PRISON P1: UNDECIDED[\s\S]*^ {2}other prison +-\d.*speak for P2[\s\S]*PRISON P2: UNDECIDED/m);
    expect(text).toMatch(/PRISON P2[\s\S]*^ {2}other prison +-\d.*speak for P1/m);
    const clone = await explained([here, { ...here, area_id: 'P2', component: 2 }]);
    expect(clone).toMatch(/PRISON P1: INSIDE[\s\S]*PRISON P2: INSIDE/);
    expect(clone).not.toMatch(/^ {2}other prison/m);
  });

  it('says of an inside one what speaks against it, the sensors that did not hear it included', async () => {
    const text = await explained([{ ...PLAIN, ...INMATE, sensorsListen: true }]);
    expect(text).toContain('PRISON P1: INSIDE');
    expect(text).toMatch(/^ {2}not heard +-0\.\d\d +-0\.\d\d {3}sensors that hear identities listen/m);
    expect(text).toMatch(/Against "inside":.*never heard it/);
    expect(text).not.toMatch(/^ {2}(heard|seized|declared) /m);
  });

  it('begins with the prison that it most probably lives in', async () => {
    const text = await explained([
      { ...PLAIN, ...NEIGHBOUR, area_id: 'P1' },
      { ...PLAIN, ...INMATE, area_id: 'P2' },
    ]);
    expect([...text.matchAll(/PRISON (P\d): /g)].map(([, id]) => id)).toEqual(['P2', 'P1']);
  });

  it('gives the interval of handsets.csv, of an outside and of an undecided one', async () => {
    const outside = await explained([{ ...PLAIN, ...NEIGHBOUR }]);
    expect(outside).toContain('PRISON P1: OUTSIDE');
    expect(outside).toContain('LR 1/15 or less: moderate support for the view that it does not live inside.');
    const e = { ...PLAIN, ...INMATE, listedContacts: 0, directions: [32, 26] };
    const judged = judge(e, MODEL);
    // As handsets.csv gives them: rounded to three decimals before they are rounded to two.
    const [low, high] = [judged.llr10_low, judged.llr10_high].map((v) => Number(llrField(v)).toFixed(2));
    const undecided = await explained([e]);
    expect(undecided).toContain('PRISON P1: UNDECIDED');
    expect(undecided).toContain(`90 % interval ${low} to +${high}.`);
  });

  it('names users and successors of an undecided one under that condition, of one inside or seized without it', async () => {
    const tables = { 'users.csv': [user(1, 'E1', 1)], 'succession.csv': [step(1, '35000000000077')] };
    const e = { ...PLAIN, ...INMATE, listedContacts: 0, directions: [35, 23] };
    expect(judge(e, MODEL)).toMatchObject({ verdict: 'undecided' });
    expect(judge(e, MODEL).llr10).toBeGreaterThan(0.5);
    const undecided = await explained([e], tables);
    expect(undecided).toContain('Who uses it in prison P1, if it lives inside (undecided) (');
    expect(undecided).toContain('before or after, if it lives inside at all (');
    for (const known of [
      { ...PLAIN, ...INMATE },
      { ...PLAIN, ...NEIGHBOUR, seizedHere: true },
    ]) {
      const text = await explained([known], tables);
      expect(text).toContain('Who uses it in prison P1 (');
      expect(text).toContain('before or after (');
    }
  });

  it('says why a figure is withheld, and shows no parts of it', async () => {
    const text = await explained([{ ...PLAIN, servingEvents: 4 }]);
    expect(text).toContain('PRISON P1: WITHHELD');
    expect(text).toContain('It is withheld: fewer than 5 events on cells that serve the area.');
    expect(text).not.toContain('in the sum');
    expect(text).not.toContain('Nothing was missing');
    expect(text).toContain('Not available either: sensors');
    expect(text).not.toContain('summary.json');
  });

  it('shows the figure without its parts where the model was changed', async () => {
    const results = await make([{ ...PLAIN, ...INMATE }]);
    writeFileSync(path.join(results, 'model.json'), '{}');
    const text = await explainIn(results);
    expect(text).toMatch(/LR \d+ or more/);
    expect(text).toContain('Its parts cannot be shown');
  });

  it('says that no figure exists, and takes nothing but an IMEI', async () => {
    const results = await make([]);
    const text = await explainIn(results);
    expect(text).toMatch(/^The last run has no figure for handset 35000000000001\. It was not seen/);
    await expect(explainIn(results, 'E104')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('takes an IMEI as labels group it', async () => {
    const results = await make([{ ...PLAIN, ...INMATE }]);
    const digits = `${PLAIN.imei14}${luhnCheckDigit(PLAIN.imei14)}`;
    const cut = (between: string): string =>
      digits.replace(/^(..)(......)(......)(.)$/, `$1${between}$2${between}$3${between}$4`);
    for (const between of ['-', ' ', '.', '/', ' / ', '\u00a0', '\u2011'])
      expect(await explainIn(results, cut(between)), between).toContain(`Handset ${PLAIN.imei14}`);
    for (const wrong of [cut(','), `IMEI ${digits}`, `${digits}-01-2`])
      await expect(explainIn(results, wrong), wrong).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('refuses a number whose check digit does not fit, which may be another handset’s, without repeating it', async () => {
    const results = await make([{ ...PLAIN, ...INMATE }]);
    const right = luhnCheckDigit(PLAIN.imei14);
    const asked = (last: number): Promise<string> => explainIn(results, `${PLAIN.imei14}${last}`);
    // 0 in the place of the check digit is the spare digit of records; 16 digits carry no check digit.
    for (const text of [await asked(right), await asked(0), await explainIn(results, `${PLAIN.imei14}12`)])
      expect(text).toContain(`Handset ${PLAIN.imei14}`);
    expect(right).not.toBe(0);
    for (const last of [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => digit !== right)) {
      const refused = await asked(last).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'USAGE', message: expect.stringContaining('gives these alone') });
      expect((refused as Error).message).not.toMatch(/\d{8}/);
    }
  });
});

describe('cellsweep explain, of a handset that is not among the findings', () => {
  const act = { ...WRITTEN_ACT, until: '2025-03-01T00:00:00Z', covers: ['reference/*'] };
  const manifest = {
    format: 'cellsweep-case/1',
    id: 'made',
    timezone: 'Europe/Paris',
    country: 'FR',
    from: '2025-01-01T00:00:00Z',
    until: '2025-03-01T00:00:00Z',
  };
  const list = `imei,prison_id,class,from,until,basis\n${PLAIN.imei14}1,P1,inside,2025-01-14T00:00:00Z,2025-01-20T00:00:00Z,seized\n`;

  /** Results whose custody holds the case's own files, opened anew as the command does. */
  async function withReferences(
    status: string,
    tables?: Tables,
    imei14: string = PLAIN.imei14,
  ): Promise<{ text: string; reads: readonly unknown[] }> {
    const results = await make([], tables);
    const from = path.join(results, 'case');
    mkdirSync(path.join(from, 'reference'), { recursive: true });
    const received = await custodyOf(results);
    for (const [file, content, acts] of [
      ['case.json', JSON.stringify(manifest), []],
      ['authorisations.json', JSON.stringify([{ ...act, status }]), []],
      ['reference/handsets.csv', list, ['A-1']],
    ] as const) {
      writeFileSync(path.join(from, file), content);
      const source = await openRegular(path.join(from, file));
      await received.receiveFile(file, source, { acts }).finally(() => source.close());
    }
    await received.close();
    // The original is what counts, not what stands in the folder today.
    rmSync(from, { recursive: true });
    const text = await explainIn(results, imei14, READER);
    const custody = await custodyOf(results);
    const [ofResults, ...reads] = custody.log.recorded.filter(({ type }) => type === 'read');
    await custody.close();
    expect(ofResults).toMatchObject({ ...READER, act: 'results', stage: 'detect', rows: 1 });
    return { text, reads };
  }

  it('says that it is a reference and what its truth is, and logs that the list was read under its act', async () => {
    const { text, reads } = await withReferences('in-force');
    expect(text).toBe(
      'The last run has no figure for handset 35000000000001. It is a reference handset: its truth was given (reference/handsets.csv: inside, P1, seized, from 2025-01-14 00:00 until 2025-01-20 00:00 UTC). Unless other papers of the case contradict it, it calibrates the figures of others; it gets none itself.\n',
    );
    expect(reads).toEqual([expect.objectContaining({ ...READER, act: 'A-1', stage: 'detect', rows: 1 })]);
  });

  it('still gives what other tables hold of it', async () => {
    const { text } = await withReferences('in-force', {
      'users.csv': [user(1, 'E1', 1)],
      'succession.csv': [step(1, '35000000000077')],
    });
    expect(text).toContain('It is a reference handset');
    expect(text).toContain('Who uses it in prison P1');
    expect(text).toContain('came from 35000000000077');
  });

  it('does not take another handset for the reference', async () => {
    const { text, reads } = await withReferences('in-force', {}, '35000000000002');
    expect(text).toContain('It was not seen on cells that could serve a prison');
    expect(reads).toHaveLength(1);
  });

  it('does not read the list where no act in force lets it', async () => {
    const { text, reads } = await withReferences('annulled');
    expect(text).not.toContain('reference');
    expect(text).toContain('It was not seen on cells that could serve a prison');
    expect(reads).toEqual([]);
  });
});
