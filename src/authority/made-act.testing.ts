import type { Act } from '../model/case.ts';

/** An act in force without limits, for tests of something else: what a test is about it states itself. */
export const ANY_ACT: Act = {
  id: 'A-1',
  kind: '',
  issued_by: '',
  legal_basis: '',
  purpose: '',
  from_s: -Infinity,
  until_s: Infinity,
  retain_until_s: Infinity,
  covers: ['**'],
  identifiers: null,
  status: 'in-force',
};

/** An act as authorisations.json writes it. */
export const WRITTEN_ACT = {
  id: 'A-1',
  kind: 'order',
  issued_by: 'a court',
  legal_basis: 'an article',
  purpose: 'a test',
  from: '2025-01-01T00:00:00Z',
  until: '2025-02-01T00:00:00Z',
  retain_until: '2026-01-01T00:00:00Z',
  covers: ['prisons/*'],
  identifiers: null,
  status: 'in-force',
};
