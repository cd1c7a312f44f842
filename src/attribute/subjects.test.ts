import { describe, expect, it } from 'vitest';
import type { Imei14 } from '../model/identifiers.ts';
import { at, digestOf, documentsOf } from './a-small-prison.testing.ts';
import { InmatePlaces } from './inmate-places.ts';
import { attributionSubjects } from './subjects.ts';

const IMEI = '35000000000001';
const digest = digestOf({
  imei: IMEI,
  fromDay: 0,
  untilDay: 20,
  areas: ['P1', 'P2'],
  placeOn: (day) => (day < 4 ? -2 : 0),
});
const finding = (llr10: number, prison_id = 'P1') => ({
  imei14: IMEI,
  component: 1,
  prison_id,
  llr10,
  stayFrom_s: at(5),
  stayUntil_s: at(18),
});
const seizedAt = (day: number, prison_id = 'P1') => ({
  seizure_id: 'Z',
  search_id: 'R',
  at_s: at(day),
  prison_id,
  cell_id: 'P1-0',
  kind: 'handset' as const,
  imei14s: [IMEI as Imei14],
  iccid: '',
  model: '',
  hiding_place: '',
  attributed_inmate_id: '',
});

describe('whose user is asked for', () => {
  it('is a handset that more probably than not lives inside a prison, not a withheld or placebo one', () => {
    const documents = documentsOf(2);
    expect(attributionSubjects([digest], [finding(0.6)], documents)).toHaveLength(1);
    expect(attributionSubjects([digest], [finding(0.4)], documents)).toHaveLength(0);
    expect(attributionSubjects([digest], [finding(NaN)], documents)).toHaveLength(0);
    expect(attributionSubjects([digest], [finding(2, 'Z1')], documents)).toHaveLength(0);
  });

  it('is a seized handset whatever detection says, from its arrival inside to the search', () => {
    const [subject] = attributionSubjects([digest], [], documentsOf(2, { seizures: [seizedAt(15)] }));
    expect(subject?.prison_id).toBe('P1');
    expect(subject?.from_s).toBe(at(4, 9));
    expect(subject?.until_s).toBe(at(14, 21));
    expect(subject?.inside_llr10).toBe(Infinity);
  });

  it('is a reference that lived inside, none that another paper contradicts', () => {
    const reference = {
      imei14: IMEI as Imei14,
      area_id: 'P1',
      class: 'inside' as const,
      from_s: at(0),
      until_s: at(15),
      basis: '',
    };
    const subjects = (over: Parameters<typeof documentsOf>[1]) =>
      attributionSubjects([digest], [], documentsOf(2, over));
    expect(subjects({ references: [reference] })[0]?.inside_llr10).toBe(Infinity);
    const declared = [{ prison_id: 'P1', imei14: IMEI as Imei14, number: undefined, role: '' }];
    expect(subjects({ references: [reference], declared })).toHaveLength(0);
    // A neighbour's by one paper, found inside by another: neither is taken for the truth.
    expect(subjects({ references: [{ ...reference, class: 'neighbour' }], seizures: [seizedAt(15)] })).toHaveLength(0);
  });

  it('is not one that never touched the prison of the search', () => {
    const elsewhere = { ...digest, areas: ['P2'] };
    expect(attributionSubjects([elsewhere], [], documentsOf(2, { seizures: [seizedAt(15)] }))).toHaveLength(0);
  });

  it('spans the stays of one that moved with its user', () => {
    const second = { ...finding(1.5, 'P2'), stayFrom_s: at(18), stayUntil_s: at(20) };
    const [subject] = attributionSubjects([digest], [second, finding(2)], documentsOf(2));
    expect(subject?.stays.map((stay) => stay.prison_id)).toEqual(['P1', 'P2']);
    expect(subject?.prison_id).toBe('P1');
    expect([subject?.from_s, subject?.until_s]).toEqual([at(5), at(20) + 1]);
  });
});

describe('where inmates were', () => {
  const places = new InmatePlaces(
    documentsOf(2, { absences: [{ inmate_id: 'E1', from_s: at(3), until_s: at(4), reason: 'court' }] }),
  );
  it('is the bed, half-open, and nowhere while away', () => {
    expect(places.at('E1', at(3) - 1)?.cell_id).toBe('P1-1');
    expect(places.at('E1', at(3))).toBeUndefined();
    expect(places.at('E1', at(4))?.prison_id).toBe('P1');
    expect(places.at('E7', at(4))).toBeUndefined();
  });
  it('names who had a bed in the prison, and when a place changed', () => {
    expect(places.inPrison('P1', { from_s: at(0), until_s: at(1) })).toEqual(['E0', 'E1']);
    expect(places.inPrison('P2', { from_s: at(0), until_s: at(1) })).toEqual([]);
    expect(places.changes('E1', { from_s: at(0), until_s: at(9) })).toEqual([at(3), at(4)]);
  });
});
