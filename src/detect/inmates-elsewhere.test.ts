import { expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitResidency } from './calibrate.ts';
import type { ResidencyEvidence } from './evidence.ts';
import { inmatesElsewhere } from './inmates-elsewhere.ts';
import { FINGERPRINT, PLAIN_EVIDENCE, references, resident } from './synthetic-residents.testing.ts';

const fit = fitResidency(references(createRandom(1)), FINGERPRINT);
if (!fit.ok) throw new Error(fit.why);
const { model } = fit;
const inmate: ResidencyEvidence = { ...resident('inside', 'P1', 5, createRandom(9)).evidence, listedContacts: 5 };
const known = (elsewhere: Partial<ResidencyEvidence>) => ({
  prison_id: 'P1',
  evidence: [inmate, { ...inmate, area_id: 'P2', ...elsewhere }],
});

it('counts known inmates of one prison whom another prison would be said to hold', () => {
  const nobody = { pairs: 0, called_inside_against_people_of_no_prison: 0, called_inside: 0 };
  expect(inmatesElsewhere([], model)).toEqual(nobody);
  expect(inmatesElsewhere([{ prison_id: 'P1', evidence: [inmate] }], model)).toEqual(nobody);
  expect(inmatesElsewhere([known({ servingEvents: 4 })], model)).toEqual(nobody);
  expect(inmatesElsewhere([known({ stayFrom_s: 21 * 86_400, stayUntil_s: 40 * 86_400 })], model)).toEqual(nobody);
  const away = known({ dayKinds: PLAIN_EVIDENCE.dayKinds.map((_, kind) => (kind === 1 ? 20 : 0)), lnInsideDays: -80 });
  expect(inmatesElsewhere([known({}), known({}), away], model)).toEqual({
    pairs: 3,
    called_inside_against_people_of_no_prison: 2,
    called_inside: 0,
  });
});

it('counts by records alone: a search at home must not tell that it is not elsewhere', () => {
  const found = known({ deviceClass: 'module', seizedHere: true });
  expect(inmatesElsewhere([found], model)).toMatchObject({ called_inside_against_people_of_no_prison: 0 });
});
