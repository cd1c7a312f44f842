import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeMeaning, glossesOf, sheetOf } from './glosses.ts';
import { meaningOf } from './words.ts';

/** What separates the items of lists that people write. */
const SEPARATORS = [
  ' / ',
  '/',
  ' | ',
  ' • ',
  '\t',
  '    ',
  ' und ',
  ' and ',
  ' et ',
  ' oder ',
  ' - ',
  ' – ',
  ', ',
  '; ',
  '\n',
  '\n- ',
  '\n  - ',
  '\n• ',
  '? ',
  '. ',
];
const separator = fc.constantFrom(...SEPARATORS);
const columns = [
  ['Anruf gehend', 'Anruf kommend', 'SMS gehend', 'SMS kommend', 'Daten'],
  ['Voix sortante', 'Voix entrante', 'SMS sortant', 'SMS entrant', 'Données'],
  ['MOC', 'MTC', 'SMS-MO', 'SMS-MT', 'GPRS'],
  ['SMS', 'SMS entrant', 'Appel', 'Appel entrant', 'Internet'],
];
const listed = fc
  .constantFrom(...columns)
  .chain((codes) =>
    fc.record({ codes: fc.constant(codes), order: fc.shuffledSubarray(codes, { minLength: codes.length }), separator }),
  );
const says = ({ service, direction }: ReturnType<typeof codeMeaning>) => ({
  ...(typeof service === 'object' ? { service: service.is } : {}),
  ...(typeof direction === 'object' ? { direction: direction.is } : {}),
});

describe('a list of codes explains none of them', () => {
  it('in any order and with any separator', () => {
    fc.assert(
      fc.property(
        listed,
        fc.constantFrom('Art: ', 'Art  ', 'Art\t', 'Art = '),
        ({ codes, order, separator: s }, head) => {
          const sheet = `${head}${order.join(s)}\nDauer: Sekunden`;
          for (const code of codes) {
            expect(codeMeaning(sheet, code, codes)).not.toMatchObject({ direction: 'contrary' });
            expect(says(codeMeaning(sheet, code, codes)), JSON.stringify(sheet)).toEqual(meaningOf(code));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('nor do values that stand in the sheet and in no sampled row', () => {
    fc.assert(
      fc.property(listed, fc.nat(4), ({ codes, order, separator: s }, left) => {
        const seen = codes.filter((_, i) => i !== left);
        const sheet = `Art: ${order.join(s)}`;
        for (const code of seen) {
          const { direction } = codeMeaning(sheet, code, seen);
          // Never another direction than the code's own: open at worst.
          expect([meaningOf(code).direction, undefined]).toContain(
            typeof direction === 'object' ? direction.is : undefined,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

const MEANS = [
  ['voice call outgoing', 'voice', 'MO'],
  ['voice call incoming', 'voice', 'MT'],
  ['text message sent by our subscriber', 'sms', 'MO'],
  ['text message received', 'sms', 'MT'],
] as const;
const coded = fc.record({
  codes: fc.constantFrom(
    ['1', '2', '3', '4'],
    ['VS', 'VE', 'SS', 'SE'],
    ['A1', 'A2', 'B1', 'B2'],
    ['K', 'L', 'R', 'Q'],
  ),
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
  separator,
});

describe('an explained code means what the sheet says', () => {
  it('in any order of the list, with any sign and separator that are not the same', () => {
    fc.assert(
      fc.property(
        coded,
        fc.constantFrom(' = ', '=', ': ', ' => ', ' (', ' - '),
        ({ codes, order, separator: s }, sign) => {
          fc.pre(!(sign === ' - ' && /[–-]/.test(s)));
          const items = order.map((i) => `${codes[i]}${sign}${MEANS[i]?.[0]}${sign === ' (' ? ')' : ''}`);
          const sheet = `Kind   ${items.join(s)}\nOther  nothing`;
          codes.forEach((code, i) => {
            expect(codeMeaning(sheet, code, codes), JSON.stringify(sheet)).toEqual({
              service: { is: MEANS[i]?.[1], by: 'sheet' },
              direction: { is: MEANS[i]?.[2], by: 'sheet' },
            });
          });
        },
      ),
      { numRuns: 800 },
    );
  });

  it('or nothing, where the words come first: never what stands beside it', () => {
    fc.assert(
      fc.property(
        coded,
        fc.constantFrom(' = ', '=', ': ', ' (', ' - '),
        fc.integer({ min: 1, max: 4 }),
        ({ codes, order, separator: s }, sign, known) => {
          const seen = codes.slice(0, known);
          const items = order.map((i) => `${MEANS[i]?.[0]}${sign}${codes[i]}${sign === ' (' ? ')' : ''}`);
          const sheet = `Kind   ${items.join(s)}`;
          seen.forEach((code, i) => {
            const { direction, service } = codeMeaning(sheet, code, seen);
            expect([undefined, 'contrary', MEANS[i]?.[2]], JSON.stringify(sheet)).toContain(
              typeof direction === 'object' ? direction.is : direction,
            );
            expect([undefined, 'contrary', MEANS[i]?.[1]], JSON.stringify(sheet)).toContain(
              typeof service === 'object' ? service.is : service,
            );
          });
        },
      ),
      { numRuns: 800 },
    );
  });

  it('in the forms that operators use', () => {
    const sheet = 'Kind   1 = voice call, 2 = text message\nWay  1 = outgoing; 2 = incoming\nSite  name';
    const header = ['Kind', 'Way', 'Site'];
    const two = (column: string) => codeMeaning(sheetOf(sheet, header, column), '2', ['1', '2']);
    expect(two('Way')).toEqual({ service: undefined, direction: { is: 'MT', by: 'sheet' } });
    expect(two('Kind')).toEqual({ service: { is: 'sms', by: 'sheet' }, direction: undefined });
    expect(glossesOf('page 2 of 7', '2', ['1', '2'])).toEqual([]);
    expect(glossesOf('calls (1) messages (2)', '1', ['1', '2'])).toEqual([]);
    expect(glossesOf('1) outgoing 2) incoming', '2', ['1', '2'])).toMatchObject([{ short: 'incoming' }]);
    expect(says(codeMeaning('Type   VS voix sortante, VE voix entrante', 'VE', ['VS', 'VE']))).toEqual({
      service: 'voice',
      direction: 'MT',
    });
    expect(says(codeMeaning('A = in/out, B = not outgoing', 'A', ['A', 'B']))).toEqual({});
    expect(says(codeMeaning('A = in/out, B = not outgoing', 'B', ['A', 'B']))).toEqual({});
  });
});

it('leaves open what code and sheet say contrary things of', () => {
  expect(codeMeaning('Art: SMS gehend = an unsern Kunden kommend', 'SMS gehend', ['SMS gehend'])).toEqual({
    service: { is: 'sms', by: 'code' },
    direction: 'contrary',
  });
  expect(codeMeaning('1 = outgoing\n1 = incoming', '1', ['1'])).toEqual({ service: undefined, direction: 'contrary' });
  expect(codeMeaning('Voice = text message', 'Voice', ['Voice'])).toMatchObject({ service: 'contrary' });
});
