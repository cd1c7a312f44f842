import { describe, expect, it } from 'vitest';
import { luhn } from './numbering.ts';
import { makeLedger } from './ledger.ts';
import { MODELS } from './handset-models.ts';
import { withDefaults } from './options.ts';
import { assignedAt, lockedUp } from './prison-life.ts';
import type { Area } from './places.ts';
import { live } from './world.ts';

const world = live(withDefaults({ seed: 31, prisons: 3, placebos: 1, days: 14, scale: 0.6 }));
const inside = world.devices.filter((d) => d.cls === 'inside');

describe('life in the pretend world', () => {
  it('keeps handsets inside where they lie, with users who are there', () => {
    const { legs } = world;
    let n = 0;
    for (let leg = 0; leg < legs.length; leg++) {
      const d = world.devices[legs.device[leg] as number];
      if (!d?.stays) continue;
      n++;
      const t = legs.time[leg] as number;
      const stay = d.stays.find((s) => t >= s.from && t < s.until);
      const user = world.inmates[legs.user[leg] as number];
      expect(stay?.users.some(([u]) => u === user?.index)).toBe(true);
      expect(user?.absences.some((a) => t >= a.from && t < a.until)).toBe(false);
      expect(world.cells[legs.cell[leg] as number]?.area).toBe(stay?.area);
    }
    expect(n).toBeGreaterThan(500);
  });

  it('has the handset of a holder in the room of somebody who is assigned there', () => {
    for (const d of inside) {
      for (const s of d.stays ?? []) {
        const t = Math.max(s.from, world.calendar.from);
        if (t >= s.until) continue;
        const holder = world.inmates[s.users[0]?.[0] ?? -1];
        expect(holder && assignedAt(holder, t)?.room.id).toBe(s.roomId);
      }
    }
  });

  it('never overlaps the two handsets of a succession', () => {
    for (const s of world.contraband.successions) {
      const [a, b] = [world.devices[s.from], world.devices[s.to]];
      expect(a && b && a.until < b.from).toBe(true);
      expect(s.gap_h).toBeGreaterThan(0);
    }
    expect(world.contraband.successions.length).toBeGreaterThan(2);
  });

  it('has several SIMs in some handsets, one in many (studies of section 3.1: 2.2 to 2.4 on average)', () => {
    const used = inside.map((d) => new Set(d.sims.filter((s) => s.from < world.calendar.until).map((s) => s.sim)).size);
    const mean = used.reduce((a, b) => a + b, 0) / used.length;
    expect(mean).toBeGreaterThan(1.4);
    expect(mean).toBeLessThan(5);
    expect(used.filter((n) => n === 1).length / used.length).toBeGreaterThan(0.15);
  });

  it('locks up across midnight', () => {
    const area = world.areas[0] as Area;
    expect([2, 6, 12, 16, 22].map((h) => lockedUp(area, 3, h))).toEqual([true, true, true, false, true]);
  });

  it('spreads cloned identifiers over areas and shares no other IMEI', () => {
    const cloned = new Set(world.clones.map((k) => k.imei14));
    const owners = new Map<string, number>();
    for (const d of world.devices) for (const i of d.imeis) owners.set(i, (owners.get(i) ?? 0) + 1);
    expect([...owners].filter(([i, n]) => n > 1 && !cloned.has(i))).toEqual([]);
    for (const k of world.clones) {
      const areas = k.devices.map((d) => world.devices[d]?.area);
      expect(areas.slice(1)).not.toContain(areas[0]);
    }
  });
});

describe('the order book', () => {
  const ledger = makeLedger(world);
  it('writes IMEIs of 14, 15 and 16 digits, mistypes some so that the check digit fails, and omits others', () => {
    const by = (match: string): typeof ledger.units => ledger.units.filter((u) => u.match === match);
    for (const u of by('exact')) expect(u.written.startsWith(u.imei14)).toBe(true);
    for (const u of by('mistyped')) {
      expect(u.written.length).toBe(15);
      expect(u.written.slice(0, 14) === u.imei14 && luhn(u.imei14) === Number(u.written[14])).toBe(false);
    }
    expect(by('none').every((u) => u.written === '')).toBe(true);
    expect([by('exact'), by('mistyped'), by('none')].every((l) => l.length > 0)).toBe(true);
  });

  it('sells mini-phones only, before they were first used', () => {
    for (const r of ledger.rows)
      expect(MODELS.filter((m) => m.class === 'mini-phone').map((m) => m.model)).toContain(r[3]);
    const ordered = new Map(ledger.rows.map((r) => [`${r[0]}/${r[2]}`, Date.parse(String(r[1])) / 1000]));
    const late = ledger.units.filter((u) => {
      const from = world.devices[u.device]?.from ?? Infinity;
      return Number.isFinite(from) && (ordered.get(`${u.order}/${u.line}`) ?? Infinity) >= from;
    });
    expect(late).toEqual([]);
  });
});

describe('two prisons on one ground', () => {
  const near = live(withDefaults({ seed: 31, prisons: 3, placebos: 1, days: 5, scale: 0.3, nearPrisons_m: 600 }));
  const [first, second, third] = near.areas as [Area, Area, Area];

  it('lie so far apart, and no others do', () => {
    const east_m = (second.longitude - first.longitude) * 111_320 * Math.cos((first.latitude * Math.PI) / 180);
    expect(east_m).toBeCloseTo(600, 3);
    expect(second.latitude).toBe(first.latitude);
    expect(third.longitude - first.longitude).toBeGreaterThan(1);
  });

  it('are served by the same antennas, none of which stands in either', () => {
    expect(near.cells.some((c) => c.area === second.index)).toBe(false);
    for (const { east_m, half_x_m, half_y_m } of [first, second])
      expect(
        near.cells.filter(
          (c) =>
            c.until === Infinity &&
            c.from === -Infinity &&
            Math.abs(c.x_m - east_m) < half_x_m &&
            Math.abs(c.y_m) < half_y_m &&
            c.area === 0,
        ),
      ).toEqual([]);
    const served = [first, second].map((area) => {
      const cells = new Set<number>();
      for (const d of near.devices.filter((one) => one.stays?.every((s) => s.area === area.index)))
        for (let leg = 0; leg < near.legs.length; leg++)
          if (near.legs.device[leg] === d.index) cells.add(near.legs.cell[leg] as number);
      return cells;
    });
    expect([...(served[0] ?? [])].filter((cell) => served[1]?.has(cell)).length).toBeGreaterThan(0);
  });

  it('have their rooms apart', () => {
    const x = (area: Area): number[] => area.rooms.map((r) => near.places.list[r.place]?.x_m ?? NaN);
    expect(Math.max(...x(first))).toBeLessThan(first.half_x_m + 60);
    expect(Math.min(...x(second))).toBeGreaterThan(600 - second.half_x_m - 60);
  });

  it('needs two prisons and a distance that can be', () => {
    expect(() => withDefaults({ prisons: 1, nearPrisons_m: 600 })).toThrow(RangeError);
    expect(() => withDefaults({ prisons: 2, nearPrisons_m: 100 })).toThrow(RangeError);
    expect(() => withDefaults({ prisons: 2, nearPrisons_m: NaN })).toThrow(RangeError);
  });
});
