import { judgeReceivers, type WatchedGroup } from '../src/locate/sensor-network/health-watch.ts';
import type { SensorHealth } from '../src/locate/sensor-network/sensor-health.ts';
import { sensorSite, type SensorColumn } from '../src/locate/sensor-network/site.ts';
import { aWing } from '../src/locate/sensor-network/a-wing.testing.ts';
import { createRandom, type Random } from '../src/statistics/index.ts';

/**
 * Error rates of the watch over receivers, on simulated wings: how often an unchanged receiver is reported, how often and
 * how soon a gain that fell by 3 or 6 dB or a receiver hung elsewhere is, and under which name.
 *
 *   npx tsx bench/sensor-health.ts [sites per scenario = 20]
 */
const SITES = Number(process.argv[2] ?? 20);
const DAYS = 40;
const CHANGE_DAY = 20;
const SENSORS = 12;
const PHONES = 8;
const MAP_DB = 2.5;
const errors = { frozen_db: 3, drift_db: 1, burst_db: 2, pattern_db: 0, temper: 1 };

const wing = sensorSite(aWing({ perSide: 10, sensors: SENSORS }), 'P1', 'B1', { at_s: 1 });
const map = { ...wing.map, map_db2: new Float64Array(wing.map.map_db2.length).fill(MAP_DB ** 2) };
const points = map.grid.x_m.length;

interface Scenario {
  readonly name: string;
  readonly sessionsADay: number;
  readonly gain_db?: number;
  readonly moved_m?: number;
}

function simulate(scenario: Scenario, random: Random): { readonly changed: number; readonly groups: WatchedGroup[] } {
  const changed = random.int(SENSORS);
  // The map's error is smooth within a room: one draw for each receiver and room, and a smaller one for each point.
  const errorOf = () => {
    const room = Float64Array.from({ length: wing.grid.rooms.length + 1 }, () => random.normal() * MAP_DB * 0.8);
    return Float64Array.from(
      { length: points },
      (_, g) => room[wing.grid.room[g]! + 1]! + random.normal() * MAP_DB * 0.6,
    );
  };
  const truth = map.sensors.map((_, s): Float64Array => {
    const error = errorOf();
    return Float64Array.from({ length: points }, (_v, g) => map.mean_db[0]![s * points + g]! + error[g]!);
  });
  const own = map.sensors[changed]!;
  const angle = random.uniform() * 2 * Math.PI;
  const moved: SensorColumn | undefined =
    scenario.moved_m === undefined
      ? undefined
      : wing.columnAt({
          ...own,
          x_m: own.x_m + scenario.moved_m * Math.cos(angle),
          y_m: own.y_m + scenario.moved_m * Math.sin(angle),
        });
  const movedError = errorOf();
  const homes = random.shuffle(Array.from({ length: wing.grid.rooms.length }, (_, i) => i)).slice(0, PHONES);
  const pointsOf = homes.map((room) =>
    Array.from({ length: points }, (_, g) => g).filter((g) => wing.grid.room[g] === room),
  );
  const groups: WatchedGroup[] = [];
  for (let day = 0; day < DAYS; day++) {
    for (let n = 0; n < scenario.sessionsADay; n++) {
      const place = pointsOf[random.int(PHONES)]!;
      const g = place[random.int(place.length)]!;
      const power = -15 + 8 * random.normal();
      const after = day >= CHANGE_DAY;
      const level_dbm = Float64Array.from({ length: SENSORS }, (_, s) => {
        let level = truth[s]![g]!;
        if (after && s === changed) {
          if (moved !== undefined) level = moved.mean_db[g]! + movedError[g]!;
          level += scenario.gain_db ?? 0;
        }
        const z = level + power + errors.frozen_db * random.normal() + errors.burst_db * random.normal();
        return z < -95 || random.chance(0.1) ? Number.NaN : z;
      });
      const heard = level_dbm.map((level) => (Number.isNaN(level) ? 0 : 1));
      const group = { level_dbm, heard, bursts: 1, alive: new Uint8Array(SENSORS).fill(1), band: 0, carriers: 1 };
      groups.push({ day, group, power_db: -15 });
    }
  }
  return { changed, groups };
}

const scenarios: Scenario[] = [20, 6].flatMap((sessionsADay) => [
  { name: 'unchanged', sessionsADay },
  { name: 'gain -3 dB', sessionsADay, gain_db: -3 },
  { name: 'gain -6 dB', sessionsADay, gain_db: -6 },
  { name: 'moved 2 m', sessionsADay, moved_m: 2 },
  { name: 'moved 5 m', sessionsADay, moved_m: 5 },
  { name: 'moved 10 m', sessionsADay, moved_m: 10 },
]);
const isAlarm = (health: SensorHealth) => health.alarm_day !== undefined || health.verdict === 'hears less';
for (const scenario of scenarios) {
  let [found, early, falseAlarms, months] = [0, 0, 0, 0];
  const delays: number[] = [];
  const names: Record<string, number> = {};
  for (let site = 0; site < SITES; site++) {
    const { changed, groups } = simulate(scenario, createRandom(site, scenario.name, scenario.sessionsADay));
    for (const health of judgeReceivers({ map, errors, prior: wing.prior }, groups)) {
      const s = health.sensor;
      if (s !== changed || scenario.name === 'unchanged') {
        months += (DAYS - 10) / 30;
        if (isAlarm(health)) falseAlarms++;
      } else if (isAlarm(health)) {
        if ((health.alarm_day ?? DAYS) < CHANGE_DAY) early++;
        else {
          found++;
          if (health.alarm_day !== undefined) delays.push(health.alarm_day - CHANGE_DAY + 1);
          names[health.verdict] = (names[health.verdict] ?? 0) + 1;
        }
      }
    }
  }
  delays.sort((a, b) => a - b);
  console.log(
    `${scenario.name.padEnd(11)} ${String(scenario.sessionsADay).padStart(2)} sessions/day: found ${found}/${SITES} (too early ${early}), median delay ${delays[delays.length >> 1] ?? '-'} days, ${JSON.stringify(names)}; others: ${falseAlarms} alarms in ${months} sensor-months (${((100 * falseAlarms) / months).toFixed(1)} %)`,
  );
}
