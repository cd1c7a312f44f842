import { cumulate } from './random.ts';
import type { Random } from './random.ts';

export type ModelClass = 'mini-phone' | 'feature-phone' | 'smartphone' | 'module';

export interface HandsetModel {
  readonly tacs: readonly string[];
  readonly model: string;
  readonly class: ModelClass;
  readonly size_mm: readonly [number, number, number];
  readonly mass_g: number;
  readonly metal: 'none' | 'low' | 'normal';
  readonly bands: readonly string[];
  readonly sims: 1 | 2;
}

const GSM = ['GSM900', 'GSM1800'];
const LTE = ['GSM900', 'GSM1800', 'LTE800', 'LTE1800'];

/** Invented handsets. TACs begin with 00, the range of test equipment, so every IMEI has leading zeros to lose. */
export const MODELS: readonly HandsetModel[] = [
  {
    tacs: ['00171101', '00171102'],
    model: 'Mouchet M1',
    class: 'mini-phone',
    size_mm: [46, 22, 12],
    mass_g: 14,
    metal: 'low',
    bands: GSM,
    sims: 1,
  },
  {
    tacs: ['00171140'],
    model: 'Mouchet Zéro',
    class: 'mini-phone',
    size_mm: [67, 24, 11],
    mass_g: 17,
    metal: 'none',
    bands: GSM,
    sims: 1,
  },
  {
    tacs: ['00172203'],
    model: 'Pincette Duo',
    class: 'mini-phone',
    size_mm: [68, 28, 13],
    mass_g: 21,
    metal: 'low',
    bands: GSM,
    sims: 2,
  },
  {
    tacs: ['00173311', '00173312'],
    model: 'Corvin 210',
    class: 'feature-phone',
    size_mm: [114, 50, 14],
    mass_g: 78,
    metal: 'normal',
    bands: GSM,
    sims: 1,
  },
  {
    tacs: ['00174401', '00174402', '00174403'],
    model: 'Halia 7',
    class: 'smartphone',
    size_mm: [149, 71, 8],
    mass_g: 172,
    metal: 'normal',
    bands: LTE,
    sims: 1,
  },
  {
    tacs: ['00174450', '00174451'],
    model: 'Halia Twin',
    class: 'smartphone',
    size_mm: [157, 74, 9],
    mass_g: 186,
    metal: 'normal',
    bands: LTE,
    sims: 2,
  },
  {
    tacs: ['00174490'],
    model: 'Halia Petit',
    class: 'smartphone',
    size_mm: [118, 58, 9],
    mass_g: 119,
    metal: 'normal',
    bands: LTE,
    sims: 1,
  },
  {
    tacs: ['00175501'],
    model: 'Vigie A3',
    class: 'module',
    size_mm: [33, 33, 3],
    mass_g: 8,
    metal: 'normal',
    bands: GSM,
    sims: 1,
  },
  {
    tacs: ['00175540'],
    model: 'Caisse C2',
    class: 'module',
    size_mm: [178, 80, 60],
    mass_g: 390,
    metal: 'normal',
    bands: LTE,
    sims: 1,
  },
];

/** The three kinds that the seller sold. */
export const SOLD = [0, 1, 2];

const OUTSIDE = cumulate([0.006, 0.004, 0.006, 0.13, 0.46, 0.19, 0.2]);
const FIXED = cumulate([0, 0, 0, 0.06, 0.04, 0, 0, 0.6, 0.3]);
const INSIDE = cumulate([0.24, 0.13, 0.15, 0.08, 0.1, 0.08, 0.22]);

/** Index in MODELS of the handset that somebody of a class carries. */
export function drawModel(random: Random, of: 'outside' | 'fixed' | 'inside'): number {
  return random.byCumulated(of === 'inside' ? INSIDE : of === 'fixed' ? FIXED : OUTSIDE);
}

/** device-profiles.json */
export function deviceProfiles(): unknown[] {
  return MODELS.map((m) => ({
    tac: m.tacs,
    model: m.model,
    class: m.class,
    height_mm: m.size_mm[0],
    width_mm: m.size_mm[1],
    depth_mm: m.size_mm[2],
    mass_g: m.mass_g,
    metal: m.metal,
    bands: m.bands,
    sims: m.sims,
    detection: [
      { method: 'non-linear junction', range_m: m.class === 'mini-phone' ? 0.1 : 0.2, works_when_off: true, note: '' },
      { method: 'radio', range_m: 25, works_when_off: false, note: 'only while transmitting' },
    ],
  }));
}
