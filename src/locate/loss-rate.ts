import type { Survey } from './survey.ts';

/** How often a sensor misses a burst that it hears 10 dB above its threshold on other occasions at the same place. */
export function lossRateOf(survey: Survey, thresholds_dbm: Float64Array): number {
  const links = new Map<string, { sum: number; heard: number; sent: number; power_dbm: number; sensor: number }>();
  for (const { cell, band, level_db, power_dbm, alive } of survey.events) {
    level_db.forEach((level, sensor) => {
      if (alive[sensor] === 0) return;
      const key = `${cell}|${band}|${sensor}`;
      const link = links.get(key) ?? { sum: 0, heard: 0, sent: 0, power_dbm, sensor };
      link.sent++;
      if (!Number.isNaN(level)) {
        link.heard++;
        link.sum += level;
      }
      links.set(key, link);
    });
  }
  let missed = 0;
  let sent = 0;
  for (const link of links.values()) {
    const threshold = thresholds_dbm[link.sensor]!;
    if (link.heard === 0 || link.sent < 2) continue;
    if (Number.isFinite(threshold) && link.sum / link.heard + link.power_dbm < threshold + 10) continue;
    // The first hearing is why the link counts at all.
    missed += link.sent - link.heard;
    sent += link.sent - 1;
  }
  return Math.min(0.6, Math.max(0.01, (missed + 1) / (sent + 10)));
}
