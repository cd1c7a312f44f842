/** Events of one handset by the operators' cell (antenna) that served them. */
export type CellCounts = ReadonlyMap<string, number>;

/** A handset whose block is known: found there, or located there by sensors, with its own cell mix. */
export interface BlockReference {
  readonly block: string;
  readonly counts: CellCounts;
}

/** What the mix of serving cells says of the block that a handset was used in. */
export interface BlockModel {
  readonly blocks: readonly string[];
  /** Exponent of the likelihood that left-out references bear out. */
  readonly temper: number;
  /** Mean gain of ln p of the true block over knowing nothing, left-out; nats. */
  readonly gain: number;
  /** Likelihood of each block, relative to their mean; the same for all where nothing was served by a known cell. */
  readonly ratios: (counts: CellCounts) => ReadonlyMap<string, number>;
}

/** Why operators' records cannot tell blocks apart here. */
export type BlocksWithheld = 'too-few-references' | 'coverage-tells-no-blocks-apart';

/** Events that the mix of the whole prison is worth in the mix of a block. */
const PRIOR_EVENTS = 50;
/** Concentration of handsets about the mix of their block: two phones on one landing differ by make and by where they lie. */
const CONCENTRATION = 20;
const TEMPERS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.4, 2, 3];
const LEAST_REFERENCES = 5;
/** Sum of ln p over the references that a fitted temper must earn (Akaike 1974: one). */
const LEAST_GAIN = 1;

/**
 * Dirichlet-multinomial cell mix of each block about that of the prison, tempered by the best left-one-out logarithmic score
 * of the references. Macro cells serve several blocks nearly alike, so that this is weak; where left-out references are
 * not better told than by knowing nothing, it is withheld.
 */
export function fitBlocks(references: readonly BlockReference[]): BlockModel | BlocksWithheld {
  const blocks = [...new Set(references.map(({ block }) => block))].toSorted();
  const fewest = Math.min(...blocks.map((block) => references.filter((one) => one.block === block).length));
  if (blocks.length < 2 || fewest < LEAST_REFERENCES) return 'too-few-references';
  const leftOut = references.map(({ block, counts }, i) => {
    const logs = logLikelihoods(
      counts,
      blocks,
      references.filter((_, k) => k !== i),
    );
    return { index: blocks.indexOf(block), logs };
  });
  const scoreOf = (temper: number): number => {
    let sum = 0;
    for (const { index, logs } of leftOut) sum += Math.log(softmax(logs, temper)[index]! * blocks.length);
    return sum;
  };
  const temper = TEMPERS.reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
  if (!(scoreOf(temper) > LEAST_GAIN)) return 'coverage-tells-no-blocks-apart';
  return {
    blocks,
    temper,
    gain: scoreOf(temper) / references.length,
    ratios: (counts) => {
      const p = softmax(logLikelihoods(counts, blocks, references), temper);
      return new Map(blocks.map((block, b) => [block, p[b]! * blocks.length]));
    },
  };
}

/** Multiplies rooms by what is known of their block; blocks without references, outside and none keep their weight. */
export function withBlocks(
  p: Float64Array,
  blockOf: (room: number) => string | undefined,
  ratios: ReadonlyMap<string, number>,
): Float64Array {
  const out = Float64Array.from(p, (value, k) => value * (ratios.get(blockOf(k) ?? '') ?? 1));
  const total = out.reduce((sum, value) => sum + value, 0);
  return total > 0 ? out.map((value) => value / total) : p;
}

function logLikelihoods(
  counts: CellCounts,
  blocks: readonly string[],
  references: readonly BlockReference[],
): number[] {
  const cells = new Set(references.flatMap(({ counts: own }) => [...own.keys()]));
  const known = [...counts].filter(([cell]) => cells.has(cell));
  const overall = mixOf(references, cells, undefined);
  return blocks.map((block) => {
    const mix = mixOf(
      references.filter((one) => one.block === block),
      cells,
      overall,
    );
    let [log, n] = [0, 0];
    for (const [cell, count] of known) {
      const alpha = CONCENTRATION * (mix.get(cell) ?? 0);
      for (let i = 0; i < count; i++) log += Math.log((alpha + i) / (CONCENTRATION + n++));
    }
    return log;
  });
}

/** Mean mix of the references, each handset counting once however busy; about `prior` where one is given. */
function mixOf(
  references: readonly BlockReference[],
  cells: ReadonlySet<string>,
  prior: ReadonlyMap<string, number> | undefined,
): Map<string, number> {
  const sum = new Map<string, number>();
  let weight = prior ? PRIOR_EVENTS : cells.size;
  for (const cell of cells) sum.set(cell, prior ? PRIOR_EVENTS * (prior.get(cell) ?? 0) : 1);
  for (const { counts } of references) {
    let events = 0;
    for (const count of counts.values()) events += count;
    // A handset is worth no more events than its own concentration about the block.
    const own = Math.min(events, CONCENTRATION);
    if (events === 0) continue;
    for (const [cell, count] of counts) sum.set(cell, (sum.get(cell) ?? 0) + (own * count) / events);
    weight += own;
  }
  return new Map([...sum].map(([cell, value]) => [cell, value / weight]));
}

function softmax(logs: readonly number[], temper: number): number[] {
  const top = Math.max(...logs);
  const values = logs.map((log) => Math.exp(temper * (log - top)));
  const total = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / total);
}
