import { describe, expect, it } from 'vitest';
import { Sessions } from './sessions.ts';
import { SiteNoiseEstimate } from './site-noise.ts';
import { burstAt } from './two-rooms.testing.ts';

/** Reproducible noise of standard deviation 1: sums of twelve uniform numbers. */
function noise(): () => number {
  let state = 12_345;
  const uniform = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

function estimateOf(sd_db: number, imsi: string | undefined, lose = 0) {
  const draw = noise();
  const sessions = new Sessions(() => 50);
  for (let i = 0; i < 400; i++) {
    // The power changes from burst to burst: a shift common to all sensors is no noise.
    const burst = burstAt(2, 2, { at_s: i, power_db: 10 * draw(), ...(imsi === undefined ? {} : { imsi }) });
    const kept = burst.sensor_ids.flatMap((_, s) => (s === 0 && i % 10 < lose ? [] : [s]));
    sessions.take({
      ...burst,
      sensor_ids: kept.map((s) => burst.sensor_ids[s]!),
      rssi_dbm: kept.map((s) => burst.rssi_dbm[s]! + sd_db * draw()),
    });
  }
  const estimate = new SiteNoiseEstimate();
  for (const session of sessions.rest()) estimate.add(session, () => -95);
  return estimate.noise();
}

describe('noise of a site, from its own phones', () => {
  it('finds the noise of one burst under a power that changes', () => {
    expect(estimateOf(4, '001010000000001').burst_db).toBeCloseTo(4, 0);
    expect(estimateOf(6, '001010000000001').burst_db! / estimateOf(3, '001010000000001').burst_db!).toBeCloseTo(2, 1);
  });

  it('counts what sensors miss although it is loud', () => {
    const { lossRate } = estimateOf(1, '001010000000001', 2);
    // One of four sensors misses two bursts in ten; a miss is seen where the burst before was heard.
    expect(lossRate).toBeGreaterThan(0.01);
    expect(lossRate).toBeLessThan(0.06);
    expect(estimateOf(1, '001010000000001').lossRate).toBeLessThan(0.005);
  });

  it('learns nothing from bursts that nobody named', () => {
    expect(estimateOf(4, undefined).burst_db).toBeUndefined();
  });
});
