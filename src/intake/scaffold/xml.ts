import type { Profile } from '../records/profile.ts';
import type { Draft } from './draft.ts';
import type { SampleFile } from './table.ts';

/** XML of the ETSI family under another document element: a known layout fits once its root is renamed. */
export function draftXml(file: SampleFile, known: readonly Profile[], id: string): Draft | undefined {
  const text = file.head.toString('utf8');
  for (const profile of known) {
    const layout = profile.records;
    if (layout.kind !== 'xml' || !new RegExp(`<(?:[\\w.-]+:)?${layout.record}[\\s>]`).test(text)) continue;
    const root = /<(?:[\w.-]+:)?([\w.-]+)[\s>/]/.exec(text.replace(/<\?[^>]*\?>|<!--[\s\S]*?-->/g, ''))?.[1];
    if (
      root === undefined ||
      layout.legs.every(({ each }) => !new RegExp(`[<:]${each.split('/').at(-1) ?? ''}[\\s>]`).test(text))
    )
      continue;
    return {
      paths: [file.path],
      profile: {
        ...profile,
        id,
        version: 1,
        title: `Draft: ${profile.title}, under the document element ${root}`,
        evidence: `a guess: its records look like those of ${profile.id}`,
        records: { ...layout, root },
      },
      missing: [],
      incomplete: {},
      usable: true,
      sound: true,
      fields: [{ field: 'record', columns: [layout.record], strength: 'strong', why: `elements as in ${profile.id}` }],
      questions: [`The document element is ${root}, not ${layout.root}. Are the records those of ${profile.id}?`],
      zoneFrom: 'offset',
      unresolvedDirections: [],
      assumed: [],
      sample: undefined,
    };
  }
  return undefined;
}
