import {
  explain,
  heardFrom,
  heardInWords,
  type Explanation,
  type ResidencyEvidence,
  type ResidencyModel,
} from '../../detect/index.ts';
import type { StatedFigure } from './figure.ts';
import { signed } from '../print/words.ts';

const MEANING: Readonly<Record<string, string>> = {
  presence: 'days here, with an exit and elsewhere; hours on cells that reach the prison at their fringe',
  hours: 'hours of use in and out of lock-up, against everybody’s there',
  calling: 'how it is used: calls out and in, their length',
  cells: 'which cells serve it: the mix inside against the mix around',
  contacts: 'correspondents who are approved contacts or visitors of inmates',
  circle: 'correspondents shared with other handsets known to be inside',
  sims: 'SIM cards in one handset',
  device: 'class of the device by its type allocation code',
};

export interface EvidenceRow {
  readonly name: string;
  /** log10 LR of this piece alone; undefined = it is no evidence of this handset. */
  readonly alone_llr10: number | undefined;
  /** What it adds to the figure after fusion and calibration. */
  readonly added_llr10: number;
  readonly meaning: string;
}

/**
 * What was seen of the handset itself, each piece apart. `explain` states their sum: each is what goes from it when the
 * piece is taken away.
 */
function directRows(e: ResidencyEvidence, model: ResidencyModel): EvidenceRow[] {
  const of = (evidence: ResidencyEvidence): number => explain(evidence, model).direct_llr10;
  const row = (name: string, llr10: number, meaning: string): EvidenceRow => ({
    name,
    alone_llr10: llr10,
    added_llr10: llr10,
    meaning,
  });
  const rows: EvidenceRow[] = [];
  if (e.sensorsListen) {
    const llr10 = of({ ...e, seizedHere: false, declared: false });
    const from = heardFrom(e);
    rows.push(
      from === 'nowhere'
        ? row('not heard', llr10, 'sensors that hear identities listen in this prison and never heard it')
        : row('heard', llr10, heardInWords(e, from)),
    );
  }
  if (e.seizedHere) rows.push(row('seized', of(e) - of({ ...e, seizedHere: false }), 'a search found it inside'));
  if (e.declared)
    rows.push(row('declared', of(e) - of({ ...e, declared: false }), 'the prison declared it: it may be there'));
  return rows;
}

/** What inmates of other prisons take away, who leave the same traces on the same days; nothing where they take nothing. */
function otherPrisonRows({ others, others_llr10 }: Explanation): EvidenceRow[] {
  if (others_llr10 === 0) return [];
  const each = others.map(({ area_id, llr10 }) => `${area_id} (${signed(llr10)} before it is cut)`);
  return [
    {
      name: 'other prison',
      alone_llr10: others_llr10,
      added_llr10: others_llr10,
      meaning: `it may live elsewhere inside: against people who live in no prison the same days speak for ${each.join(', ')} too`,
    },
  ];
}

/**
 * Every row of the sum, the strongest for "inside" first; they add up to the figure before it is cut.
 * @param all evidence of the same device for each prison
 */
export function evidenceRows(
  e: ResidencyEvidence,
  model: ResidencyModel,
  all: readonly ResidencyEvidence[] = [],
): { readonly rows: readonly EvidenceRow[]; readonly unbounded_llr10: number } {
  const explanation = explain(e, model, all);
  const { components, direct_llr10, others_llr10, unbounded_llr10 } = explanation;
  const pieces = [
    ...Object.entries(components).map(([name, part]) => ({ name, ...part, meaning: MEANING[name] ?? '' })),
    ...directRows(e, model),
    ...otherPrisonRows(explanation),
  ].sort((a, b) => b.added_llr10 - a.added_llr10);
  const fused = Object.values(components).reduce((sum, { added_llr10 }) => sum + added_llr10, 0);
  const calibration: EvidenceRow = {
    name: 'calibration',
    alone_llr10: undefined,
    added_llr10: unbounded_llr10 - fused - direct_llr10 - others_llr10,
    meaning:
      'the same for every handset with as much traffic: fitted on the reference handsets, so that the sum is a ratio',
  };
  return { rows: [...pieces, calibration], unbounded_llr10 };
}

/** Less than this is not named as speaking against it. */
const NAMED_FROM_LLR10 = 0.1;

function limitInWords(e: ResidencyEvidence, stated: StatedFigure, unbounded_llr10: number): string {
  if (stated.cutAt !== undefined) return ', cut at the bound that the reference data support';
  if (Math.abs(stated.llr10 - unbounded_llr10) < 0.005) return '';
  return e.declared && !e.seizedHere
    ? ', held at 0: the prison has declared it, so it may be there'
    : ', held at 0: by its model it is a terminal or module, and nobody heard or found it inside';
}

/** Each piece of evidence with its own log10 LR, and what speaks against. */
export function evidenceInWords(
  e: ResidencyEvidence,
  model: ResidencyModel,
  stated: StatedFigure,
  all: readonly ResidencyEvidence[] = [],
): string[] {
  const { rows, unbounded_llr10 } = evidenceRows(e, model, all);
  const against = rows.filter((row) => row.alone_llr10 !== undefined && row.added_llr10 <= -NAMED_FROM_LLR10);
  return [
    '',
    `  ${'evidence'.padEnd(12)} ${'alone'.padStart(7)} ${'in the sum'.padStart(11)}   what it is`,
    ...rows.map(
      ({ name, alone_llr10, added_llr10, meaning }) =>
        `  ${name.padEnd(12)} ${(alone_llr10 === undefined ? '' : signed(alone_llr10)).padStart(7)} ${signed(added_llr10).padStart(11)}   ${meaning}`,
    ),
    `  After fusion and calibration ${signed(unbounded_llr10)}, the sum of the column but for rounding; stated ${signed(stated.llr10)}${limitInWords(e, stated, unbounded_llr10)}.`,
    '',
    against.length === 0
      ? `  Nothing speaks against "inside" by ${NAMED_FROM_LLR10} or more.`
      : `  Against "inside": ${against
          .toReversed()
          .map(({ added_llr10, meaning }) => `${meaning} (${signed(added_llr10)})`)
          .join('; ')}.`,
  ];
}

/**
 * What was not to be had for this handset, in words.
 *
 * @param isWithheld whether there is no figure: then something was missing, whatever was there of the handset
 */
export function missingInWords(
  e: ResidencyEvidence,
  lacks: readonly { readonly file: string; readonly cost: string }[] = [],
  isWithheld = false,
): string {
  const list = lacks.map(({ file, cost }) => `${file} (${cost})`);
  if (!e.exitsKnown)
    list.push('its traffic elsewhere: nobody asked the operator for the whole traffic of this handset');
  if (e.listedContacts < 0) list.push('lists of approved contacts and visitors');
  if (e.sharedContacts < 0) list.push('another handset known to be inside this prison (a search or a reference)');
  if (!e.sensorsListen) list.push('sensors that hear identities in this prison');
  if (e.deviceClass === 'unknown') list.push('the model of its type allocation code');
  if (list.length > 0) return `  Not available${isWithheld ? ' either' : ''}: ${list.join('; ')}.`;
  return isWithheld
    ? '  No other evidence of this handset was missing: the ratio is withheld for the reason above alone.'
    : '  Nothing was missing.';
}
