import { join } from 'node:path';
import { isoUtc } from './clock.ts';
import { MODELS } from './handset-models.ts';
import type { Device } from './people.ts';
import { csv, writeText } from './text-file.ts';
import { eventCounts } from './truth-events.ts';
import { leaks, protectedCounts } from './truth-forbidden.ts';
import type { TruthInput } from './truth-input.ts';

export const deviceId = (device: number): string => `D${String(device + 1).padStart(6, '0')}`;

/** Writes truth/*, with the columns that the scorer reads. */
export function writeTruth(dir: string, input: TruthInput): void {
  const { world, written, seen } = input;
  const { calendar, devices, areas, inmates } = world;
  const put = (name: string, columns: string, rows: (string | number)[][]): void =>
    writeText(join(dir, name), csv(columns, rows));
  const components = componentsOf(input);
  const component = (d: Device): number => components.get(d.index) ?? 1;
  const known = (d: Device): boolean => d.hiddenIn === undefined && !d.filler && (seen.has(d.index) || insideWindow(d));
  const insideWindow = (d: Device): boolean => d.cls === 'inside' && d.from < calendar.until && d.until > calendar.from;
  const scoring = (d: Device): number => (d.basis || d.cls === 'neighbour-far' ? 0 : 1);

  put(
    'handsets.csv',
    'device,imei14s,component,class,prison_id,from,until,used_for_scoring,model_class,events,first_seen,last_seen,imsis,use,end',
    devices.filter(known).flatMap((d) => {
      const o = seen.get(d.index);
      const tail = [
        scoring(d),
        MODELS[d.model]?.class ?? '',
        o?.legs ?? 0,
        o ? isoUtc(o.first) : '',
        o ? isoUtc(o.last) : '',
        o?.imsis.size ?? 0,
        d.use ?? '',
        d.end ?? '',
      ];
      const head = [deviceId(d.index), d.imeis.join('|'), component(d), d.cls];
      return spans(d, calendar.from, calendar.until).map(([area, from, until]) =>
        head.concat([areas[area]?.id ?? '', isoUtc(from), isoUtc(until)], tail),
      );
    }),
  );
  put(
    'events_baseline.csv',
    'device,imei14,component,area,class,used_for_scoring,events,events_on_cells,events_nearest_site,active_days,exit_days,imsis,imsi_weeks,outgoing,n_night,n_evening,n_work,n_other,span_days,model_class',
    devices.filter(known).flatMap((d) => {
      const o = seen.get(d.index);
      if (!o) return [];
      return [...o.onArea.keys()]
        .sort((a, b) => a - b)
        .map((area) => [
          deviceId(d.index),
          d.imeis[0] as string,
          component(d),
          areas[area]?.id ?? '',
          classAt(d, area),
          scoring(d),
          o.legs,
          o.onArea.get(area) ?? 0,
          o.nearestSite.get(area) ?? 0,
          o.days.size,
          o.exitDays.get(area)?.size ?? 0,
          o.imsis.size,
          o.imsiWeeks.size,
          o.outgoing,
          o.hours.night,
          o.hours.evening,
          o.hours.work,
          o.hours.other,
          ((o.last - o.first) / 86_400).toFixed(2),
          MODELS[d.model]?.class ?? '',
        ]);
    }),
  );
  put(
    'refused_expected.csv',
    'file,line,record,kind,certainty,count',
    input.refusals.map((r) => [r.file, r.line, r.record, r.kind, r.certainty, 1]),
  );
  put(
    'ledger.csv',
    'order_id,line,unit,imei14,written,match,device,class,prison_id,inmate,kin',
    input.ledger.units.map((u) => {
      const d = devices[u.device];
      const here = d && (seen.has(d.index) || insideWindow(d));
      const inside = d?.cls === 'inside';
      return [
        u.order,
        u.line,
        u.unit,
        u.imei14,
        u.written,
        u.match,
        here ? deviceId(d.index) : '',
        d?.cls ?? '',
        inside ? (areas[d.area]?.id ?? '') : '',
        u.inmate >= 0 ? (inmates[u.inmate]?.id ?? '') : '',
        Number(u.kin),
      ];
    }),
  );
  put(
    'clones.csv',
    'imei14,component,device,class,area,events',
    world.clones.flatMap((k) =>
      k.devices
        .filter((i) => seen.has(i))
        .sort((a, b) => (components.get(a) ?? 0) - (components.get(b) ?? 0))
        .map((i) => {
          const d = devices[i] as Device;
          return [
            k.imei14,
            component(d),
            deviceId(i),
            d.cls === 'neighbour-far' ? 'far' : d.cls,
            areas[d.area]?.id ?? '',
            seen.get(i)?.legs ?? 0,
          ];
        }),
    ),
  );
  const users = [...seen.values()].filter((o) => o.users.size > 0);
  put(
    'users.csv',
    'device,inmate,share,uses',
    users.flatMap((o) => {
      const total = [...o.users.values()].reduce((a, b) => a + b, 0);
      return [...o.users]
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .map(([user, n]) => [deviceId(o.device), inmates[user]?.id ?? '', (n / total).toFixed(4), n]);
    }),
  );
  put(
    'succession.csv',
    'device_from,imei14s_from,component_from,device_to,imei14s_to,component_to,inmate,gap_h,same_sim',
    world.contraband.successions.map((s) => {
      const [a, b] = [devices[s.from] as Device, devices[s.to] as Device];
      return [
        deviceId(s.from),
        a.imeis.join('|'),
        component(a),
        deviceId(s.to),
        b.imeis.join('|'),
        component(b),
        inmates[s.inmate]?.id ?? '',
        s.gap_h.toFixed(1),
        Number(s.sameSim),
      ];
    }),
  );
  put(
    'cells.csv',
    'device,cell,from,until',
    devices.flatMap((d) =>
      (d.stays ?? [])
        .map(
          (s) =>
            [deviceId(d.index), s.roomId, Math.max(s.from, calendar.from), Math.min(s.until, calendar.until)] as const,
        )
        .filter(([, , from, until]) => from < until)
        .map(([id, room, from, until]) => [id, room, isoUtc(from), isoUtc(until)]),
    ),
  );
  put('protected_counts.csv', 'operator,imei14,component,legs', protectedCounts(input, components));
  put(
    'sensors_truth.csv',
    'burst_id,at,prison_id,device,cell',
    input.bursts.map((b) => [b.burst_id, isoUtc(b.at), b.prison_id, deviceId(b.device), b.cell_id]),
  );
  writeText(join(dir, 'leaks.json'), `${JSON.stringify(leaks(world, written), null, 1)}\n`);
  writeText(join(dir, 'events.json'), `${JSON.stringify(eventCounts(input), null, 1)}\n`);
}

/** Components of a cloned IMEI, numbered by first appearance. */
function componentsOf({ world, seen }: TruthInput): Map<number, number> {
  const out = new Map<number, number>();
  for (const clone of world.clones) {
    const there = clone.devices
      .filter((d) => seen.has(d))
      .sort((a, b) => (seen.get(a)?.first ?? 0) - (seen.get(b)?.first ?? 0) || a - b);
    there.forEach((d, i) => out.set(d, i + 1));
  }
  return out;
}

/** Area and time of membership within the window: one span, or one for each prison in turn. */
function spans(d: Device, from: number, until: number): [number, number, number][] {
  if (!d.stays) return [[d.area, from, until]];
  const out: [number, number, number][] = [];
  for (const s of d.stays) {
    const [a, b] = [Math.max(s.from, from), Math.min(s.until, until)];
    if (a >= b) continue;
    const last = out.at(-1);
    if (last && last[0] === s.area) last[2] = b;
    else out.push([s.area, a, b]);
  }
  return out;
}

function classAt(d: Device, area: number): string {
  if (d.cls === 'neighbour-far') return 'far';
  if (d.stays) return d.stays.some((s) => s.area === area) ? 'inside' : 'inside-elsewhere';
  return d.cls;
}
