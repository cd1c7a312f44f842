import {
  COVERED,
  NOT_TOLD_APART,
  pairError,
  threshold_db,
  type BuildingAudit,
  type BuildingPlan,
  type ExpectedHits,
  type RoomCoverage,
  type SensorSite,
  type SensorWatch,
} from '../../locate/index.ts';
import { counted } from '../print/words.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const oneOf = (share: number): string =>
  share <= 0.001 ? 'under 1 in 1000' : `1 in ${Number((1 / share).toFixed(share > 0.2 ? 1 : 0))}`;
const cellOf = (site: SensorSite, room: number): string => site.grid.rooms[room]?.cell_id ?? 'outside';
const MOST_LISTED = 12;

function aboutMap(site: SensorSite, area_m2: number): string[] {
  const levels = new Set(site.grid.rooms.map(({ level }) => level)).size;
  const walked = new Set(site.surveyCells.map(({ room }) => room).filter((room) => room >= 0)).size;
  return [
    `${counted(site.grid.rooms.length, 'cell')} on ${counted(levels, 'level')}, ${area_m2.toFixed(0)} m2 of cells; band ${site.band}`,
    site.surveyed
      ? `map: fitted to a walk-test of ${counted(site.surveyCells.length, 'place')}, in ${walked} of ${site.grid.rooms.length} cells`
      : 'map: from the floor plan alone, NOT walked: what walls cost is assumed',
  ];
}

function hitsInWords(hits: ExpectedHits): string {
  const [low, high] = hits.interval1;
  return `right cell first ${percent(hits.mean1)} (${percent(low)} to ${percent(high)} in 9 of 10 such buildings, if the map is right; a blind guess ${percent(1 / hits.hit1.length)}), among three ${percent(hits.mean3)}, 90 % set of ${hits.setSize.toFixed(1)} cells; worst cell ${percent(hits.worst1)}`;
}

/** What a reader must know before quoting an expected rate. Figures: docs/methods/sensor-network.md. */
const ABOUT_EXPECTED = [
  'Expected rates are simulated on the map that `run` locates with, phones of unknown power anywhere in the cell. They order designs; they are',
  'no promise: measured rates lay 7 to 15 points above them in two real buildings, 9 to 11 below in a pretend prison, for reasons not yet known.',
  'Print the rate measured on the site beside any claim (docs/methods/sensor-network.md).',
] as const;

export function printPlan(plans: readonly BuildingPlan[], prison_id: string): string {
  const lines = [`Where to put sensors in ${prison_id}`, ''];
  for (const plan of plans) {
    const { site, placement, sweep, walkTest } = plan;
    lines.push(`Building ${site.building_id}`, ...aboutMap(site, plan.area_m2).map((line) => `  ${line}`));
    lines.push(
      `  ${counted(placement.kept.length, 'sensor')} kept, ${placement.steps.length} new, chosen among ${plan.candidates} mounting points`,
      '',
    );
    lines.push('  new  m2/sensor  first  in three  worst cell   with the map as it is known today');
    for (const step of sweep)
      lines.push(
        `  ${String(step.sensors).padStart(3)}  ${step.m2PerSensor.toFixed(0).padStart(9)}  ${percent(step.hits.mean1).padStart(5)}  ${percent(step.hits.mean3).padStart(8)}  ${percent(step.hits.worst1).padStart(10)}`,
      );
    const last = sweep.at(-1);
    if (last !== undefined) lines.push(`  today's map:         ${hitsInWords(last.hits)}`);
    if (walkTest.points > 0) lines.push(`  after the walk-test: ${hitsInWords(plan.walked)}`);
    lines.push('', '  Put them, in the order in which they pay most:');
    for (const [i, { column, worst, worst_nats }] of placement.steps.entries()) {
      const { sensor } = column;
      lines.push(
        `  ${String(i + 1).padStart(3)}  level ${sensor.level}  x ${sensor.x_m.toFixed(1)} m  y ${sensor.y_m.toFixed(1)} m   then the two most alike are ${cellOf(site, worst[0])} and ${cellOf(site, worst[1])}: the wrong one ${oneOf(pairError(worst_nats))}`,
      );
    }
    lines.push('', ...printWalkTest(plan).map((line) => `  ${line}`), '');
  }
  lines.push(...ABOUT_EXPECTED);
  return `${lines.join('\n')}\n`;
}

function printWalkTest({ site, walkTest }: BuildingPlan): string[] {
  if (walkTest.points === 0) return ['Walk-test: every cell has been walked.'];
  const lines = [
    `Walk-test: ${counted(walkTest.points, 'place')} in ${counted(walkTest.rooms.length, 'cell')}, and ${walkTest.corridorPoints} in corridors (every 3 m); two heights, two body`,
    'orientations each, doors shut as at night, with a phone or emitter of known power in each band. Most is gained in:',
  ];
  for (const room of walkTest.rooms.slice(0, MOST_LISTED))
    lines.push(
      `  ${cellOf(site, room.room).padEnd(12)} ${counted(room.points, 'place')}; taken for its likest cell ${oneOf(pairError(room.worst_nats))} now, ${oneOf(pairError(room.worstAfter_nats))} after; map unsure by ${room.mapSd_db.toFixed(1)} dB`,
    );
  if (walkTest.rooms.length > MOST_LISTED)
    lines.push(`  and ${walkTest.rooms.length - MOST_LISTED} more (walk-test.csv with --out)`);
  return lines;
}

export function printAudit(
  buildings: readonly (BuildingAudit & { readonly watch: SensorWatch | undefined })[],
  prison_id: string,
  whyNoHealth: string,
): string {
  const lines = [`Sensors of ${prison_id}`, ''];
  for (const { site, audit, watch } of buildings) {
    const { hits } = audit;
    lines.push(`Building ${site.building_id}`, ...aboutMap(site, audit.area_m2).map((line) => `  ${line}`));
    if (site.today.length === 0) {
      lines.push('  NO SENSOR is alive here: nothing tells these cells apart.', '');
      continue;
    }
    lines.push(
      `  ${counted(site.today.length, 'sensor')} alive, one for each ${audit.m2PerSensor.toFixed(0)} m2; ${site.dead.length} not alive${site.dead.length === 0 ? '' : ` (${site.dead.map(({ sensor_id }) => sensor_id).join(', ')})`}`,
      `  expected: ${hitsInWords(hits)}`,
    );
    const deaf = [...hits.heardByThree.keys()].filter((room) => hits.heardByThree[room]! < 0.9);
    if (deaf.length > 0)
      lines.push(
        `  in ${counted(deaf.length, 'cell')} more than one phone in ten is heard by fewer than three sensors, too few for a place: ${listed(deaf.map((room) => cellOf(site, room)))}`,
      );
    lines.push('');
    if (audit.groups.length === 0)
      lines.push(
        `  No two cells are alike: of a phone known to lie in one of two, the wrong one would be taken less than 1 time in ${1 / NOT_TOLD_APART}.`,
        ...worstAmongAll(site, hits),
      );
    else {
      lines.push(
        `  Cells that today's sensors CANNOT tell apart (the wrong one of two more than 1 in ${1 / NOT_TOLD_APART}), ${counted(audit.pairs.length, 'pair')}:`,
      );
      for (const group of audit.groups.slice(0, MOST_LISTED))
        lines.push(`    ${listed(group.map((room) => cellOf(site, room)))}`);
      if (audit.groups.length > MOST_LISTED) lines.push(`    and ${audit.groups.length - MOST_LISTED} more groups`);
    }
    lines.push('', ...lossesInWords(site, audit).map((line) => `  ${line}`));
    lines.push('', ...printHealth(watch, whyNoHealth, site.dead).map((line) => `  ${line}`), '');
  }
  lines.push(...ABOUT_EXPECTED);
  return `${lines.join('\n')}\n`;
}

/** Why the worst cell may do badly where no two cells are alike: that is of two alone. */
function worstAmongAll(site: SensorSite, { hit1, worst1 }: ExpectedHits): string[] {
  return hit1.length < 2
    ? []
    : [
        `  Among all ${hit1.length} it is harder, since any other cell, outside or none may come first: ${cellOf(site, hit1.indexOf(worst1))} is the worst, first for ${percent(worst1)} of the phones in it.`,
      ];
}

/** Sensors whose loss changes anything, the costliest first. */
function lossesInWords(site: SensorSite, { hits, losses }: BuildingAudit['audit']): string[] {
  const lowered = (hit1: number | undefined): boolean =>
    hit1 !== undefined && Math.round(100 * hit1) < Math.round(100 * hits.mean1);
  const felt = losses.filter(({ pairsLost, hit1 }) => pairsLost > 0 || lowered(hit1));
  if (felt.length === 0)
    return [
      'The loss of no single sensor would make further cells alike, or cost a point of the right cells (simulated for the costliest).',
    ];
  return [
    'The loss of one sensor that would hurt most:',
    ...felt.slice(0, 5).map(({ sensor_id, hit1, pairsLost, score: { worst } }) => {
      const parts = [
        ...(hit1 === undefined ? [] : [`right cell first ${percent(hit1)} instead of ${percent(hits.mean1)}`]),
        ...(pairsLost === 0 ? [] : [`${counted(pairsLost, 'more pair')} of cells that cannot be told apart`]),
        `the two most alike then ${cellOf(site, worst[0])} and ${cellOf(site, worst[1])}`,
      ];
      return `  ${sensor_id.padEnd(10)} ${parts.join('; ')}`;
    }),
  ];
}

const HEALTH_WORDS = {
  steady: 'steady',
  drifted: 'DRIFTED: its levels shifted alike from everywhere (cable, amplifier, gain setting)',
  displaced: 'DISPLACED, or something large was put before it: the shift depends on the place',
  changed: 'CHANGED: heard from too few cells to say how',
  'hears less': 'HEARS LESS: alive, but deaf to cells that it used to hear (antenna off, moved away, shielded)',
  'too little heard': 'too little heard to say',
} as const;

function printHealth(watch: SensorWatch | undefined, why: string, dead: SensorSite['dead']): string[] {
  if (watch === undefined) return [`Health of sensors: not watched, ${why}.`];
  const isDead = new Set(dead.map(({ sensor_id }) => sensor_id));
  const told = watch.sensors.filter(({ verdict }) => verdict !== 'steady' && verdict !== 'too little heard');
  const unknown = watch.sensors.filter(({ verdict }) => verdict === 'too little heard');
  const lines = [
    `Health of sensors, from ${counted(watch.sessions, 'session')}: ${watch.sensors.length - told.length - unknown.length} steady, ${told.length} not, ${unknown.length} too little heard`,
  ];
  for (const one of told) {
    const since =
      one.since_day === undefined
        ? ''
        : ` since ${new Date((watch.from_s + one.since_day * 86_400) * 1000).toISOString().slice(0, 10)}, ${one.shift_db > 0 ? '+' : ''}${one.shift_db.toFixed(1)} dB (+-${(1.645 * one.shiftSe_db).toFixed(1)})`;
    lines.push(
      `  ${one.sensor_id.padEnd(10)} ${HEALTH_WORDS[one.verdict]}${since}${isDead.has(one.sensor_id) ? '; NOT ALIVE any more' : ''}`,
    );
  }
  if (told.length > 0)
    lines.push('  Next: look at it, then walk its surroundings anew; until then its readings mislead every fix.');
  return lines;
}

export function printCoverage(
  buildings: readonly { readonly site: SensorSite; readonly rows: readonly RoomCoverage[] }[],
  prison_id: string,
  assumed: string | undefined,
): string {
  const lines = [`What the antennas cover in ${prison_id}`, ''];
  if (assumed !== undefined) lines.push(`  ${assumed}`, '');
  for (const { site, rows } of buildings) {
    lines.push(`Building ${site.building_id}`);
    for (const key of new Set(rows.map(({ kind, band }) => `${kind}|${band}`))) {
      const own = rows.filter(({ kind, band }) => `${kind}|${band}` === key);
      const rooms = own.filter(({ room }) => room >= 0);
      const open = rooms.filter(({ share }) => share < 1).toSorted((a, b) => a.chance - b.chance);
      const ring = own.find(({ room }) => room < 0);
      const { kind, band } = own[0]!;
      const needed = threshold_db(kind, band);
      const done = kind === 'jammer' ? 'denied' : 'taken over';
      lines.push(
        `  ${kind}, ${band}: service is ${done} from ${needed > 0 ? '+' : ''}${needed} dB over the public network`,
        `    ${rooms.length - open.length} of ${rooms.length} cells covered throughout (${percent(COVERED)} or surer at every point)`,
      );
      for (const room of open.slice(0, MOST_LISTED))
        lines.push(
          `    OPEN ${cellOf(site, room.room).padEnd(12)} ${percent(room.share)} of its points covered; chance ${percent(room.chance)} on average, ${percent(room.worstPoint)} at its worst point`,
        );
      if (open.length > MOST_LISTED) lines.push(`    and ${open.length - MOST_LISTED} more (coverage.csv with --out)`);
      if (ring !== undefined)
        lines.push(
          `    OUTSIDE, 2 to 10 m from the walls: ${percent(ring.chance)} chance that it is ${done} there too; mean level ${ring.level_dbm.toFixed(0)} dBm${ring.chance > 0.05 ? '. THIS REACHES THE PUBLIC' : ''}`,
        );
    }
    lines.push('');
  }
  lines.push(
    'Levels are of the formula, not measured: walk inside with the antennas on and off, and the same walk outside the perimeter.',
  );
  return `${lines.join('\n')}\n`;
}

const listed = (names: readonly string[]): string =>
  names.length <= MOST_LISTED
    ? names.join(', ')
    : `${names.slice(0, MOST_LISTED).join(', ')} and ${names.length - MOST_LISTED} more`;
