import { quoted, type CodeColumn } from './codes.ts';
import { percent, type Notebook } from './reading.ts';
import { filledShare } from './table.ts';
import { speaksFor, type DirectionName } from './words.ts';

/** Codes whose direction nothing says, or of which code and sheet say contrary things, are missing from the map. */
export interface DirectionReading {
  readonly column: string;
  readonly map: Record<string, DirectionName>;
  readonly unresolved: readonly string[];
}

/** The column that says who originated, and which of its values mean which; what nothing says stays unresolved. */
export function findDirection(
  columns: readonly CodeColumn[],
  service: CodeColumn,
  talk: readonly boolean[],
  notes: Notebook,
): (DirectionReading & { found: CodeColumn }) | undefined {
  const ofTalk = (c: CodeColumn): string[] => c.values.filter((_, i) => talk[i]);
  const named = (c: CodeColumn, code: string): boolean => (c.direction.get(code) ?? 'none') !== 'none';
  const note = (columnsNamed: readonly string[], strength: 'strong' | 'weak' | 'none', why: string): void => {
    notes.fields.push({ field: 'direction', columns: columnsNamed, strength, why });
  };
  /** Only what is known: a code of calls and messages that has no direction is not one without. */
  const reading = (c: CodeColumn, unresolved: readonly string[]) => {
    const open = new Set([...unresolved, ...ofTalk(c).filter((code) => !named(c, code))]);
    const onlyData = c.codes.filter((code) => !c.direction.has(code) && !ofTalk(c).includes(code));
    return {
      found: c,
      column: c.name,
      map: Object.fromEntries([
        ...[...c.direction].filter(([code]) => !open.has(code)),
        ...onlyData.map((code): [string, DirectionName] => [code, 'none']),
      ]),
      unresolved,
    };
  };
  const directions = columns
    .map((c) => ({
      c,
      // What code and sheet say contrary things of is settled by neither, and is of the column all the same.
      share:
        ofTalk(c).filter((code) => named(c, code) || c.contrary.direction.includes(code)).length /
        Math.max(1, talk.filter(Boolean).length),
      kinds: new Set([...c.direction.values()].filter((d) => d !== 'none')).size,
    }))
    .filter(({ c, share, kinds }) => share >= 0.95 && (kinds === 2 || c.contrary.direction.length > 0))
    .sort(
      (a, b) =>
        b.share - a.share ||
        Number(speaksFor('direction', b.c.name)) - Number(speaksFor('direction', a.c.name)) ||
        Number(b.c === service) - Number(a.c === service),
    );
  const found = directions[0];
  if (found !== undefined) {
    const { c } = found;
    const doubted = c.contrary.direction.filter((code) => ofTalk(c).includes(code));
    const rival = directions.find(
      (d) =>
        d !== found &&
        d.c.values.some((v, i) => {
          const own = c.direction.get(c.values[i] ?? '');
          return talk[i] && own !== undefined && d.c.direction.has(v) && d.c.direction.get(v) !== own;
        }),
    );
    if (rival !== undefined) {
      notes.questions.push(
        `Columns "${c.name}" and "${rival.c.name}" name contrary directions. Which is our customer's?`,
      );
      note([c.name], 'weak', 'two columns contradict each other');
      return reading(c, [...new Set(ofTalk(c))].filter((code) => code !== '').sort());
    }
    if (doubted.length > 0) {
      notes.questions.push(
        `Column "${c.name}": the sheet says something else than the words of ${quoted(doubted)}. Did our customer originate, or receive?`,
      );
      note([c.name], 'none', 'the sheet says something else than the values');
      return reading(c, doubted);
    }
    const silent = [...new Set(ofTalk(c).filter((code) => code !== '' && !named(c, code)))];
    if (silent.length > 0)
      notes.questions.push(
        `Column "${c.name}": nothing says whether ${quoted(silent)} is originated or received; such rows of calls and messages are refused.`,
      );
    note([c.name], 'strong', `the values name the direction of ${percent(found.share)} of calls and messages`);
    return reading(c, []);
  }
  // Two codes among calls and messages, by a name that says direction: they are the two directions, but which is which?
  const mute = columns.find((c) => {
    const codes = [...new Set(ofTalk(c))].filter((code) => code !== '');
    return c !== service && codes.length === 2 && speaksFor('direction', c.name) && filledShare(ofTalk(c)) >= 0.95;
  });
  const either = mute ?? (service.codes.length >= 4 ? service : undefined);
  note(
    either === undefined ? [] : [either.name],
    'none',
    'no column whose values say whether our customer called or was called',
  );
  if (either === undefined) {
    notes.questions.push('No column says whether our customer called or was called.');
    return undefined;
  }
  const unresolved = [...new Set(ofTalk(either))].filter((code) => code !== '' && !named(either, code)).sort();
  notes.questions.push(
    `Column "${either.name}": which of ${quoted(unresolved)} mean that our customer originated, and which that he received?`,
  );
  return reading(either, unresolved);
}
