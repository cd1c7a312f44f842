import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fields } from './fields.ts';

const fieldsOf = (cells: Record<string, string>) => new Fields((column) => cells[column] ?? '', 'FR');

describe('Fields', () => {
  it('keeps the first problem of a row', () => {
    const fields = fieldsOf({ a: '', b: 'x' });
    fields.text('a');
    fields.time('b');
    expect(fields.problem).toEqual({ code: 'RECORD_INCOMPLETE', expected: 'a stated', found: 'a (empty)' });
  });

  it('reads decimals within bounds and nothing that only looks like one', () => {
    const accepts = (text: string) => {
      const fields = fieldsOf({ a: text });
      const value = fields.decimal('a', -180, 180);
      return fields.problem === undefined ? value : undefined;
    };
    expect(['1.5', '-180', '180', '+0', '.5', '5.'].map(accepts)).toEqual([1.5, -180, 180, 0, 0.5, 5]);
    expect(['', '180.01', '1e2', '0x10', 'NaN', 'Infinity', '1,5', ' '].map(accepts)).toEqual(Array(8).fill(undefined));
  });

  it('tells a number that a spreadsheet rounded from one that is mistyped', () => {
    const codeOf = (text: string) => {
      const fields = fieldsOf({ imei: text });
      fields.imei('imei');
      return fields.problem?.code;
    };
    expect(['9.73301E+14', '9,73301e14', '9E14'].map(codeOf)).toEqual(Array(3).fill('IMEI_SCIENTIFIC'));
    expect(['', '973301', '97330120382647x'].map(codeOf)).toEqual(Array(3).fill('IMEI_FORM'));
    expect(['97330120382647', '973301203826479', '9733012038264701'].map(codeOf)).toEqual(Array(3).fill(undefined));
  });

  it('leaves a side of an interval open where nothing is stated', () => {
    expect(fieldsOf({}).interval()).toEqual({ from_s: -Infinity, until_s: Infinity });
    const from = fieldsOf({ from: '2025-01-01T00:00:00Z' });
    expect(from.interval()).toEqual({ from_s: 1735689600, until_s: Infinity });
  });

  it('refuses a reversed interval, or empties it where the document means that', () => {
    const cells = { from: '2025-01-02T00:00:00Z', until: '2025-01-01T00:00:00Z' };
    const refused = fieldsOf(cells);
    refused.interval();
    expect(refused.problem?.code).toBe('INTERVAL_EMPTY');
    const instant = fieldsOf({ ...cells, until: cells.from });
    expect([instant.interval(), instant.problem]).toEqual([{ from_s: 1735776000, until_s: 1735776000 }, undefined]);
    const emptied = fieldsOf(cells);
    expect(emptied.interval('empty')).toEqual({ from_s: 1735776000, until_s: 1735776000 });
    expect([emptied.problem, emptied.remarks]).toEqual([undefined, ['INTERVAL_EMPTY']]);
  });

  it('never shows the whole of what it refuses', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{7,20}$/), (text) => {
        const fields = fieldsOf({ a: text });
        fields.oneOf('a', ['x']);
        expect(fields.problem?.found).not.toContain(text);
      }),
    );
  });
});
