import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { fitBlocks, withBlocks, type BlockReference } from './block-posterior.ts';

/** Handsets of a block with 30 events each, cells drawn by the shares. */
function handsets(block: string, shares: readonly number[], n: number, seed: number): BlockReference[] {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 30; i++) {
      let u = random.uniform();
      const cell = shares.findIndex((share) => (u -= share) < 0);
      const key = `C${cell < 0 ? shares.length - 1 : cell}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return { block, counts };
  });
}
const north = [0.5, 0.3, 0.2];
const south = [0.25, 0.35, 0.4];

describe('block from the mix of serving cells', () => {
  const model = fitBlocks([...handsets('N', north, 20, 1), ...handsets('S', south, 20, 2)]);

  it('tells blocks apart that are served differently, as weakly as left-out handsets bear out', () => {
    if (typeof model === 'string') throw new Error(model);
    const [more, less] = handsets('N', north, 2, 3).map(({ counts }) => model.ratios(counts));
    expect(more!.get('N')! + less!.get('N')!).toBeGreaterThan(more!.get('S')! + less!.get('S')!);
    expect([...more!.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(2, 9);
    expect(model.gain).toBeGreaterThan(0.05);
    expect(model.gain).toBeLessThan(Math.log(2));
  });

  it('is right as often as it says: mean confidence against hits of new handsets', () => {
    if (typeof model === 'string') throw new Error(model);
    const fresh = [...handsets('N', north, 100, 4), ...handsets('S', south, 100, 5)];
    let [confidence, hits] = [0, 0];
    for (const { block, counts } of fresh) {
      const p = [...model.ratios(counts)].map(([name, ratio]) => [name, ratio / 2] as const);
      const top = p.reduce((a, b) => (b[1] > a[1] ? b : a));
      confidence += top[1] / fresh.length;
      if (top[0] === block) hits += 1 / fresh.length;
    }
    expect(Math.abs(confidence - hits)).toBeLessThan(0.08);
  });

  it('is withheld where all blocks are served alike, and with few references', () => {
    expect(fitBlocks([...handsets('N', north, 20, 6), ...handsets('S', north, 20, 7)])).toBe(
      'coverage-tells-no-blocks-apart',
    );
    expect(fitBlocks([...handsets('N', north, 20, 6), ...handsets('S', south, 4, 7)])).toBe('too-few-references');
    expect(fitBlocks(handsets('N', north, 20, 6))).toBe('too-few-references');
  });

  it('says nothing of a handset that no known cell served', () => {
    if (typeof model === 'string') throw new Error(model);
    expect([...model.ratios(new Map([['elsewhere', 9]])).values()]).toEqual([1, 1]);
  });

  it('is one factor of the rooms, and leaves outside and none their weight', () => {
    const p = Float64Array.of(0.4, 0.4, 0.1, 0.1);
    const after = withBlocks(p, (room) => ['N', 'S'][room], new Map([['N', 1.5], ['S', 0.5]])); // prettier-ignore
    expect(after[0]! / after[1]!).toBeCloseTo(3, 12);
    expect(after[0]! / after[2]!).toBeCloseTo(6, 12);
    expect(after.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});
