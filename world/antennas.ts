import { Random } from './random.ts';
import type { Area } from './places.ts';
import { OPERATORS } from './names.ts';
import { WINDOW_START } from './options.ts';
import type { WorldOptions } from './options.ts';

/** One line of an antenna table: a cell, as it stood in [from, until). */
export interface Cell {
  readonly operator: number;
  readonly area: number;
  readonly site: string;
  readonly siteIndex: number;
  readonly rat: 2 | 4;
  readonly x_m: number;
  readonly y_m: number;
  /** Degrees clockwise from north; -1 for an omnidirectional antenna. */
  readonly azimuth_deg: number;
  /** LAC of a 2G cell, TAC of a 4G cell. */
  readonly lac: number;
  /** CI of a 2G cell, whole E-UTRAN cell identity of a 4G cell. */
  readonly ci: number;
  /** Internal key of the semicolon operator. */
  readonly key: string;
  readonly from: number;
  readonly until: number;
  /** Shadowing belongs to the mast and sector, not to the number painted on it. */
  readonly shadow: number;
  readonly power_dbm: number;
}

export const ALWAYS = Number.POSITIVE_INFINITY;

const SIDE = 7;

/** Sites on a jittered grid, three sectors of 2G and 4G each; a few omnidirectional, moved, renumbered, new or closed. */
export function makeAntennas(options: WorldOptions, areas: readonly Area[]): Cell[] {
  const cells: Cell[] = [];
  OPERATORS.forEach((_, operator) => {
    const random = new Random(options.seed, `antennas ${operator}`);
    let site = 0;
    for (const area of areas) {
      if (area.ground !== area.index) continue;
      const here = areas.filter(({ ground }) => ground === area.index);
      const shiftX = random.between(-0.5, 0.5);
      const shiftY = random.between(-0.5, 0.5);
      for (let gx = 0; gx < SIDE; gx++) {
        for (let gy = 0; gy < SIDE; gy++) {
          const x_m = (gx - (SIDE - 1) / 2 + shiftX + random.between(-0.32, 0.32)) * area.spacing_m;
          const y_m = (gy - (SIDE - 1) / 2 + shiftY + random.between(-0.32, 0.32)) * area.spacing_m;
          // No mast stands inside a perimeter.
          if (here.some((a) => Math.abs(x_m - a.east_m) < a.half_x_m + 20 && Math.abs(y_m) < a.half_y_m + 20)) continue;
          addSite(cells, { operator, area, random, options, site: site++, x_m, y_m });
        }
      }
    }
  });
  return cells;
}

interface SiteToAdd {
  readonly operator: number;
  readonly area: Area;
  readonly random: Random;
  readonly options: WorldOptions;
  readonly site: number;
  readonly x_m: number;
  readonly y_m: number;
}

function addSite(cells: Cell[], s: SiteToAdd): void {
  const { random, options } = s;
  const near = Math.hypot(s.x_m, s.y_m) < 2 * s.area.spacing_m;
  const changes = near && options.days > 4 && random.chance(0.12);
  const changeAt = WINDOW_START + 86_400 * (2 + random.below(Math.max(1, options.days - 4))) + 2 * 3600;
  const kind = changes ? random.pick(['moved', 'renumbered', 'renumbered', 'new', 'closed'] as const) : 'steady';
  const omni = random.chance(s.area.spacing_m > 2000 ? 0.1 : 0.03);
  const start = random.below(120);
  const name = `${s.area.town
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .slice(0, 4)
    .toUpperCase()}${String(s.operator * 400 + s.site + 1).padStart(4, '0')}`;
  const add = (rat: 2 | 4, sector: number, part: Partial<Cell>): void => {
    const number = s.site * 10 + sector + 1;
    cells.push({
      operator: s.operator,
      area: s.area.index,
      site: name,
      siteIndex: s.operator * 10_000 + s.site,
      rat,
      x_m: s.x_m,
      y_m: s.y_m,
      azimuth_deg: omni ? -1 : (start + sector * 120 + ((s.site * 7 + sector * 13) % 17) + (rat === 4 ? 9 : 0)) % 360,
      lac: 0x1b00 + s.operator * 0x400 + s.area.index * 0x10 + (rat === 2 ? s.site % 2 : 1),
      ci: rat === 2 ? 100 + number : (0x5000 + s.operator * 0x800 + s.site) * 256 + sector + 1,
      key: `K${String(300_000 + (s.site * 8 + sector) * 7 + (rat === 4 ? 3 : 0))}`,
      from: -ALWAYS,
      until: ALWAYS,
      shadow: s.operator * 1_000_003 + s.site * 31 + sector * 7 + rat,
      power_dbm: 58 + ((s.site * 5) % 7) - 3,
      ...part,
    });
  };
  const sectors = omni ? 1 : 3;
  for (const rat of [2, 4] as const) {
    for (let sector = 0; sector < sectors; sector++) {
      const which =
        kind === 'steady' || (kind !== 'new' && kind !== 'closed' && (sector + rat) % 3 !== 0) ? 'steady' : kind;
      if (which === 'steady') add(rat, sector, {});
      else if (which === 'new') add(rat, sector, { from: changeAt });
      else if (which === 'closed') add(rat, sector, { until: changeAt });
      else {
        add(rat, sector, { until: changeAt });
        const number = s.site * 10 + sector + 1;
        if (which === 'renumbered')
          add(rat, sector, {
            from: changeAt,
            ci: rat === 2 ? 30_000 + number : (0x5000 + s.operator * 0x800 + s.site) * 256 + 0x10 + sector,
          });
        else {
          const shift = 0.25 * s.area.spacing_m;
          add(rat, sector, {
            from: changeAt,
            x_m: s.x_m + shift,
            y_m: s.y_m - shift,
            shadow: s.operator * 1_000_003 + s.site * 31 + sector * 7 + rat + 500_000,
          });
        }
      }
    }
  }
}

/** Identity as operators write it in hexadecimal: MCC-MNC-LAC-CI (2G) or MCC-MNC-ECI (4G). */
export function cellIdText(cell: Cell): string {
  const plmn = OPERATORS[cell.operator]?.plmn ?? '';
  const hex = (v: number, width: number): string => v.toString(16).padStart(width, '0');
  return cell.rat === 2 ? `${plmn}-${hex(cell.lac, 4)}-${hex(cell.ci, 4)}` : `${plmn}-${hex(cell.ci, 7)}`;
}
