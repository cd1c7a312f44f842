import { describe, expect, it } from 'vitest';
import { UnreadElements } from './xml-unread.ts';

/** Walks a document of elements without attributes or text, as the reader of records does: `R` is a record. */
function unreadIn(xml: string): number {
  const unread = new UnreadElements();
  let within = 0;
  for (const [, end, name = ''] of xml.matchAll(/<(\/?)(\w+)>/g)) {
    if (name === 'R' || within > 0) {
      if (within === 0 && name === 'R') unread.record();
      within += end === '/' ? -1 : 1;
    } else if (end === '/') unread.close();
    else unread.open(name);
  }
  return unread.count;
}
const times = (n: number, xml: string): string => xml.repeat(n);
const R = '<R><a></a><a></a></R>';

describe('elements that nobody reads', () => {
  it('are those beside records under another name', () => {
    expect(unreadIn(`<d>${times(5, R)}</d>`)).toBe(0);
    expect(unreadIn(`<d>${R}<S></S>${R}<T><x></x><x></x></T><S></S></d>`)).toBe(3);
    expect(unreadIn(`<d><p><S></S>${R}</p><p>${R}<S></S></p></d>`)).toBe(2);
  });

  it('are whatever comes again and again where there is no record, counted once with what is inside', () => {
    expect(unreadIn(`<d>${times(7, '<S><x></x><x></x></S>')}</d>`)).toBe(7);
    expect(unreadIn(`<d><p>${R}</p><q>${times(7, '<S></S>')}</q></d>`)).toBe(7);
    expect(unreadIn(`<d><p>${R}</p>${times(3, '<q><S></S><S></S></q>')}</d>`)).toBe(3);
  });

  it('are no header, and no list of lists that hold records', () => {
    expect(unreadIn(`<d><h><a></a><b><c></c></b></h><p>${times(3, R)}</p></d>`)).toBe(0);
    expect(unreadIn(`<d>${times(4, `<p><h></h><list>${R}</list></p>`)}</d>`)).toBe(0);
    expect(unreadIn('<d></d>')).toBe(0);
  });

  it('are counted under any number of names', () => {
    const names = Array.from({ length: 3000 }, (_, i) => `<S${i}></S${i}>`).join('');
    expect(unreadIn(`<d>${R}${names}</d>`)).toBe(3000);
  });
});
