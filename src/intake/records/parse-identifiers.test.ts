import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ANY_ACT } from '../../authority/made-act.testing.ts';
import { plainImei, plainImsi } from '../written-identifier.ts';
import { IMEI, IMSI, openRowReader, type Row } from './parse-rows.testing.ts';

const reader = await openRowReader();
afterAll(() => reader.close());
const { read } = reader;

describe('identifiers in groups', () => {
  it('are the handset and the SIM that they are without them', async () => {
    const found = await read([
      {},
      { imei: '35-209900-176148-1', imsi: '208-71-2469778212' },
      { imei: '35209900 176148 1', imsi: '208 71 2469778212' },
      { imei: '35.209900.176148.1', imsi: ' 208712469778212' },
      { imei: '352099/00/176148/1', imsi: '20871/2469778212' },
    ]);
    expect(found.map(({ code, imei14, imsi }) => [code, imei14, imsi])).toEqual(
      found.map(() => ['', '35209900176148', IMSI]),
    );
    expect(found).toHaveLength(5);
  });

  it('stay refused where a spreadsheet made numbers of them', async () => {
    const found = await read([
      { imei: '3.52E+14' },
      { imei: '3,52E+14' },
      { imei: '352099001761481.0' },
      { imei: '3.52099001761481' },
      { imei: '35-209900-176148' },
      { imei: '35-209900-176148-1-123' },
      { imei: '+352099001761481' },
      { imei: '-352099001761481' },
      { imsi: '208712469778212.0' },
      { imsi: '2.08E+14' },
      { imsi: '+208712469778212' },
    ]);
    expect(found.map(({ code }) => code)).toEqual([
      'IMEI_SCIENTIFIC',
      'IMEI_SCIENTIFIC',
      'IMEI_SCIENTIFIC',
      'IMEI_SCIENTIFIC',
      '',
      'IMEI_FORM',
      'IMEI_FORM',
      'IMEI_FORM',
      'IMSI_FORM',
      'IMSI_FORM',
      'IMSI_FORM',
    ]);
  });

  it('are read by the engine as by drafts', async () => {
    const text = fc
      .array(fc.constantFrom('35', '209900', '176148', '1', '35209900', '0', ' ', '-', '.', '/', '+', 'E', ','), {
        maxLength: 9,
      })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 50, maxLength: 50 }), async (pairs) => {
        const found = await read(pairs.map(([imei, imsi]) => ({ imei, imsi })));
        found.forEach((got, i) => {
          const [imei, imsi] = [plainImei(pairs[i]?.[0] ?? ''), plainImsi(pairs[i]?.[1] ?? '')];
          const good = /^(\d{14,16})?$/.test(imei) && /^(\d{6,15})?$/.test(imsi);
          expect(got.code === '' ? [got.imei14, got.imsi] : 'refused', JSON.stringify(pairs[i])).toEqual(
            good ? [imei.slice(0, 14).padStart(14, '0'), imsi] : 'refused',
          );
        });
      }),
      { numRuns: 6 },
    );
  });

  it('are those that an act names, however either is written', async () => {
    const spellings: Row[] = [{}, { imei: '35-209900-176148-1' }, { imei: '35209900 176148 1' }];
    for (const listed of [IMEI, '35-209900-176148-1', '35209900176148', '35 209900 176148 0', '35/209900/176148']) {
      const act = { ...ANY_ACT, identifiers: [listed] };
      const found = await read([...spellings, { imei: '35-209900-999999-1' }], { acts: [act] });
      expect(
        found.map(({ code }) => code),
        listed,
      ).toEqual(['', '', '', 'AUTHORITY_IDENTIFIER']);
    }
    const bySim = await read(
      [{ imsi: '208-71-2469778212' }, { imsi: '208 71 2469778212' }, { imsi: '208-71-9999999999' }],
      { acts: [{ ...ANY_ACT, identifiers: ['208.71.2469778212'] }] },
    );
    expect(bySim.map(({ code }) => code)).toEqual(['', '', 'AUTHORITY_IDENTIFIER']);
    const byNumber = await read([{ own: '+33 6 39 98 00 01' }, { own: '33639980009' }], {
      acts: [{ ...ANY_ACT, identifiers: ['+33 6 39 98 00 01'] }],
    });
    expect(byNumber.map(({ code }) => code)).toEqual(['', 'AUTHORITY_IDENTIFIER']);
  });

  it('do not unmask a protected number', async () => {
    const found = await read(
      ['33639980123', '+33-6-39-98-01-23', '33 6 39.98.01/23', '0639980123'].map((other) => ({
        other,
        imei: '35-209900-176148-1',
        imsi: '208 71 2469778212',
      })),
      { hidden: ['33639980123'] },
    );
    expect(found.map(({ other, protected: hidden }) => [other, hidden])).toEqual(found.map(() => ['', 1]));
    expect(found).toHaveLength(4);
  });
});
