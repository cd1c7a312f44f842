import { expect, it } from 'vitest';
import { handsetListed, plainIdentifier } from './listed-identifier.ts';

it('identifiers that an act lists lose their punctuation', () => {
  expect(['35-209900-176148-1', ' +33 (6) 39.98', '208/71', ' A 12-3 '].map(plainIdentifier)).toEqual([
    '352099001761481',
    '3363998',
    '20871',
    'A123',
  ]);
});

it('what holds no letter and no digit is nobody’s', () => {
  expect(['', ' ', '-', '+', '()', '\u2013', '\u200B'].map(plainIdentifier)).toEqual(['', '', '', '', '', '', '']);
});

it('a handset is the first 14 digits of what may be an IMEI', () => {
  expect(
    ['35209900176148', '352099001761481', '3520990017614812', '3520990017614', '35209900176148123'].map(handsetListed),
  ).toEqual(['35209900176148', '35209900176148', '35209900176148', undefined, undefined]);
});
