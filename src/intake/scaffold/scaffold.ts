import type { Profile } from '../records/profile.ts';
import type { ScaffoldCase } from './case.ts';
import { draftLayout, type Draft } from './draft.ts';
import { sortFiles, type Unreadable } from './files.ts';
import type { SampleFile } from './table.ts';
import { draftXml } from './xml.ts';

const idOf = (operator: string | undefined, n: number): string => {
  const plain = (operator ?? 'operator')
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `draft-${plain === '' ? 'operator' : plain}${n === 0 ? '' : `-${n + 1}`}`;
};

/**
 * Drafts one profile for each layout of records among an operator's files; antenna tables serve them all.
 *
 * @param files first bytes of each file, unpacked; antenna tables of known layouts included
 * @param known profiles, for XML of a known family
 */
export function draftProfiles(
  files: readonly SampleFile[],
  sheetText: string,
  about: ScaffoldCase,
  known: readonly Profile[] = [],
): { readonly drafts: readonly Draft[]; readonly unreadable: readonly Unreadable[] } {
  const { records, antennas, unreadable } = sortFiles(files, about.anchors ?? []);
  const drafts = records.map((tables, n) => draftLayout(tables, antennas, sheetText, about, idOf(about.operator, n)));
  const rest: Unreadable[] = [];
  const roots = new Map<string, Draft>();
  for (const item of unreadable) {
    const file = files.find((f) => f.path === item.path);
    const draft = file && draftXml(file, known, idOf(about.operator, drafts.length + roots.size));
    if (draft?.profile?.records.kind !== 'xml') {
      rest.push(item);
      continue;
    }
    const same = roots.get(draft.profile.records.root);
    roots.set(
      draft.profile.records.root,
      same === undefined ? draft : { ...same, paths: [...same.paths, ...draft.paths] },
    );
  }
  return { drafts: [...drafts, ...roots.values()], unreadable: rest };
}
