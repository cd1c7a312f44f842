import { join } from 'node:path';
import { isoLocal } from './clock.ts';
import type { ExpectedRefusal } from './dirt.ts';
import { luhn } from './numbering.ts';
import { ROOM_DEPTH_M, ROOM_WIDTH_M, planToArea, toDegrees } from './places.ts';
import type { Area } from './places.ts';
import { lockup } from './prison-life.ts';
import { Random } from './random.ts';
import { csv, writeText } from './text-file.ts';
import type { World } from './world.ts';

/** Writes prisons/*; returns the contradictions that the roll contains. */
export function writePrisonFiles(dir: string, world: World): ExpectedRefusal[] {
  const { areas, inmates, numbering } = world;
  const prisons = areas.filter((a) => a.prison);
  writeText(
    join(dir, 'prisons/prisons.geojson'),
    `${JSON.stringify({ type: 'FeatureCollection', features: areas.flatMap(features) }, null, 1)}\n`,
  );
  writeText(
    join(dir, 'prisons/cells.csv'),
    csv(
      'cell_id,prison_id,building_id,wing,landing,level,capacity,longitude,latitude,x_m,y_m,width_m,depth_m,outline',
      prisons.flatMap((a) =>
        a.rooms.map((r) => {
          const b = a.buildings[r.building] as Area['buildings'][number];
          const [lon, lat] = toDegrees(a, ...planToArea(b, r.x_m, r.y_m));
          return [
            r.id,
            a.id,
            b.id,
            r.wing,
            r.landing,
            r.level,
            r.capacity,
            lon.toFixed(6),
            lat.toFixed(6),
            r.x_m,
            r.y_m,
            ROOM_WIDTH_M,
            ROOM_DEPTH_M,
            '',
          ];
        }),
      ),
    ),
  );
  const expected = writeRolls(dir, world);
  const id = (area: number): string => areas[area]?.id ?? '';
  writeText(
    join(dir, 'prisons/movements.csv'),
    csv(
      'inmate_id,from,until,reason',
      inmates.flatMap((i) => i.absences.map((a) => [i.id, isoLocal(a.from), isoLocal(a.until), a.reason])),
    ),
  );
  writeText(
    join(dir, 'prisons/contacts.csv'),
    csv(
      'inmate_id,number,relation',
      inmates.flatMap((i) => i.contacts.map((k) => [i.id, `+${numbering.numbers[k.number]}`, k.relation])),
    ),
  );
  writeText(
    join(dir, 'prisons/visits.csv'),
    csv(
      'prison_id,inmate_id,visitor_id,visitor_number,from,until',
      inmates.flatMap((i) =>
        i.visits.map((v) => [
          id(v.area),
          i.id,
          v.visitor,
          `+${numbering.numbers[v.number]}`,
          isoLocal(v.from),
          isoLocal(v.until),
        ]),
      ),
    ),
  );
  writeText(
    join(dir, 'prisons/regime.csv'),
    csv('prison_id,wing,weekday,lockup_from,lockup_until', prisons.flatMap(regime)),
  );
  const declared = declaredStaff(world).map((d) => {
    const imei14 = d.imeis[0] as string;
    const sim = numbering.sims[d.sims[0]?.sim ?? 0];
    return [
      id(d.area),
      `${imei14}${luhn(imei14)}`,
      `+${numbering.numbers[sim?.number ?? 0]}`,
      d.index % 9 === 0 ? 'duty phone' : 'staff',
    ];
  });
  writeText(join(dir, 'prisons/declared.csv'), csv('prison_id,imei,number,role', declared));
  return expected;
}

/** Staff who declared their handset; the others did not. */
export function declaredStaff(world: World): World['devices'] {
  return world.devices.filter((d) => d.cls === 'staff' && d.index % 10 < 7);
}

function writeRolls(dir: string, world: World): ExpectedRefusal[] {
  const random = new Random(world.options.seed, 'rolls');
  interface Line {
    readonly cells: string[];
    readonly mistake?: string;
  }
  const lines: Line[] = world.inmates.flatMap((i) =>
    i.assignments.map((a) => ({
      cells: [i.id, a.room.id, isoLocal(a.from), Number.isFinite(a.until) ? isoLocal(a.until) : '', a.reason],
    })),
  );
  if (world.options.dirt) {
    const from = world.calendar.from;
    const steady = world.inmates.filter((i) => i.assignments.length === 1);
    for (let n = 0; n < 6 && steady.length > 0; n++) {
      const inmate = random.pick(steady);
      const own = inmate.assignments[0] as (typeof inmate.assignments)[number];
      const other = random.pick((world.areas[own.area] as Area).rooms.filter((r) => r !== own.room));
      const span = [isoLocal(from + 2 * 86_400), isoLocal(from + 6 * 86_400)] as const;
      if (n < 3) lines.push({ cells: [inmate.id, other.id, ...span, 'cell change'], mistake: 'ROLL_OVERLAP' });
      else if (n < 5)
        lines.push({
          cells: [inmate.id, `${world.areas[own.area]?.id}-Q8-88`, ...span, 'cell change'],
          mistake: 'ROLL_UNKNOWN_CELL',
        });
      else
        lines.push({
          cells: [inmate.id, other.id, isoLocal(from + 240 * 86_400), '', 'transfer'],
          mistake: 'ROLL_FUTURE',
        });
    }
    random.shuffle(lines);
  }
  writeText(
    join(dir, 'prisons/rolls.csv'),
    csv(
      'inmate_id,cell_id,from,until,reason',
      lines.map((l) => l.cells),
    ),
  );
  return lines.flatMap((l, i) =>
    l.mistake
      ? [{ file: 'prisons/rolls.csv', line: i + 2, record: '' as const, kind: l.mistake, certainty: 'soft' as const }]
      : [],
  );
}

function regime(area: Area): string[][] {
  const time = (h: number): string =>
    `${String(Math.floor(h)).padStart(2, '0')}:${String(Math.round((h % 1) * 60)).padStart(2, '0')}`;
  const wings = [...new Set(area.rooms.map((r) => r.wing))];
  return wings.flatMap((wing) =>
    [1, 2, 3, 4, 5, 6, 7].flatMap((day) =>
      lockup(area, day).map(([from, until]) => [area.id, wing, String(day), time(from), time(until)]),
    ),
  );
}

function features(area: Area): unknown[] {
  const ring = (points: readonly (readonly [number, number])[]): unknown => ({
    type: 'Polygon',
    coordinates: [
      [...points, points[0] as readonly [number, number]].map(([x, y]) =>
        toDegrees(area, x, y).map((v) => Math.round(v * 1e6) / 1e6),
      ),
    ],
  });
  const { half_x_m: x, half_y_m: y } = area;
  const outline = ring([
    [-x, -y],
    [x, -y],
    [x, y],
    [-x, y],
  ]);
  const properties = area.prison
    ? { kind: 'perimeter', id: area.id, name: area.name, capacity: area.capacity }
    : { kind: 'placebo', id: area.id, name: area.name };
  return [
    { type: 'Feature', properties, geometry: outline },
    ...area.buildings.map((b) => ({
      type: 'Feature',
      properties: { kind: 'building', id: b.id, prison_id: area.id, levels: b.levels },
      geometry: ring([
        planToArea(b, 0, 0),
        planToArea(b, b.length_m, 0),
        planToArea(b, b.length_m, b.depth_m),
        planToArea(b, 0, b.depth_m),
      ]),
    })),
  ];
}
