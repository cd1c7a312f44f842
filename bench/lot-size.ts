import { luhnCheckDigit, type Imei14 } from '../src/model/identifiers.ts';
import type { DeviceProfile, LedgerLine } from '../src/model/case.ts';
import { createRandom, type Random } from '../src/statistics/index.ts';
import { soldLots } from '../src/trace/sold-lots.ts';

/**
 * How often does the 90 % interval of a lot hold its true size? Draws of pretend lots, each with an order book (with typing errors
 * and lines without number, as world/ledger.ts writes them) and records that hear some of the handsets. Prints the rows of the
 * table of docs/methods/lot-size.md.
 *
 * `tsx bench/lot-size.ts [DRAWS]`
 */
const draws = Number(process.argv[2] ?? 1000);
const TAC = '99000001';
const PROFILE: DeviceProfile = { tacs: [TAC], model: 'Mini', class: 'mini-phone', sims: 1, bands: [] };

interface Setting {
  readonly name: string;
  /** Units of each lot. */
  readonly units: readonly number[];
  /** Free serials between two lots. */
  readonly between?: number;
  /** Share of a lot that left the shop, from its first serial on. */
  readonly opened?: number;
  /** Share of units that the order book sold; share of all that left the shop that the records hear. */
  readonly sold: number;
  readonly heard: number;
  /** Handsets of the model that others sold, anywhere in the type allocation code, all heard. */
  readonly strangers?: number;
  /** The same, but within the run of the lot, in place of its units. */
  readonly strangersInRun?: number;
  /** Units are sold and heard in packs of so many neighbours. */
  readonly pack?: number;
  readonly written?: 'all rightly';
}
const SETTINGS: readonly Setting[] = [
  { name: 'all written rightly, none heard', units: [150], sold: 0.3, heard: 0, written: 'all rightly' },
  { name: 'lot of 50', units: [50], sold: 0.5, heard: 0.3 },
  { name: 'lot of 150', units: [150], sold: 0.5, heard: 0.3 },
  { name: 'lot of 500', units: [500], sold: 0.5, heard: 0.3 },
  { name: 'lot of 500, few known', units: [500], sold: 0.05, heard: 0.03 },
  { name: 'lot of 5,000', units: [5000], sold: 0.5, heard: 0.1 },
  { name: '150, 20 strangers', units: [150], sold: 0.5, heard: 0.3, strangers: 20 },
  { name: '150, 500 strangers', units: [150], sold: 0.5, heard: 0.3, strangers: 500 },
  { name: 'two lots of 150, far apart', units: [150, 150], between: 100_000, sold: 0.5, heard: 0.3 },
  { name: 'two lots of 150, 150 apart', units: [150, 150], between: 150, sold: 0.5, heard: 0.3 },
  { name: 'two lots of 150, 10 apart', units: [150, 150], between: 10, sold: 0.5, heard: 0.3 },
  { name: '150, sold and heard by tens', units: [150], sold: 0.5, heard: 0.3, pack: 10 },
  { name: '150, a quarter unopened', units: [150], opened: 0.75, sold: 0.5, heard: 0.3 },
];

/** As world/ledger.ts writes them: 36 % not at all, 10 % with an error, a third of the others with a check digit too few. */
function written(random: Random, imei14: string): string | undefined {
  const u = random.uniform();
  if (u < 0.36) return undefined;
  const full = `${imei14}${luhnCheckDigit(imei14)}`;
  if (u < 0.46) {
    const at = 6 + random.int(8);
    const wrong = `${full.slice(0, at)}${(Number(full[at]) + 1 + random.int(9)) % 10}${full.slice(at + 1)}`;
    return random.uniform() < 0.5 ? wrong : wrong.slice(0, 14);
  }
  return random.uniform() < 0.5 ? full : imei14;
}

/** Whether each unit of a run was taken, in packs of neighbours. */
function taken(random: Random, units: number, share: number, pack: number): boolean[] {
  const packs = Array.from({ length: Math.ceil(units / pack) }, () => random.uniform() < share);
  return Array.from({ length: units }, (_, at) => packs[Math.floor(at / pack)] ?? false);
}

interface Tally {
  lots: number;
  given: number;
  held: number;
  tooSmall: number;
  error: number[];
}

function draw(random: Random, setting: Setting, tally: Tally): void {
  const { units, between = 0, opened = 1, sold, heard, strangers = 0, pack = 1 } = setting;
  const imeis: string[] = [];
  const handsets: { imei14s: Imei14[] }[] = [];
  const imei = (serial: number): Imei14 => `${TAC}${String(serial).padStart(6, '0')}` as Imei14;
  let from = 200_000 + random.int(300_000);
  const lots = units.map((many) => {
    const lot = { first: from, many };
    const left = Math.round(many * opened);
    taken(random, left, sold, pack).forEach((is, at) => {
      const text = is
        ? setting.written === undefined
          ? written(random, imei(from + at))
          : `${imei(from + at)}${luhnCheckDigit(imei(from + at))}`
        : undefined;
      if (text !== undefined) imeis.push(text);
    });
    taken(random, left, heard, pack).forEach((is, at) => {
      if (is) handsets.push({ imei14s: [imei(from + at)] });
    });
    from += many + between;
    return lot;
  });
  for (let n = 0; n < strangers; n++) handsets.push({ imei14s: [imei(random.int(1_000_000))] });
  const line = { imeis } as unknown as LedgerLine;
  const found = soldLots([line], [PROFILE], handsets);
  for (const { first, many } of lots) {
    tally.lots++;
    const mine = found.filter((lot) => lot.first <= first + many && lot.last >= first);
    if (mine.length === 0) continue;
    tally.given++;
    const [only] = mine;
    // Cut in two or grown together with another, it is not the size of this lot.
    if (mine.length > 1 || only === undefined) continue;
    if (only.units_low <= many && only.units_high >= many) tally.held++;
    if (only.units_high < many) tally.tooSmall++;
    tally.error.push(only.units / many - 1);
  }
}

const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(1)} %`;
for (const setting of SETTINGS) {
  const random = createRandom(`lot-size ${setting.name}`);
  const tally: Tally = { lots: 0, given: 0, held: 0, tooSmall: 0, error: [] };
  for (let n = 0; n < draws; n++) draw(random, setting, tally);
  const sorted = tally.error.sort((a, b) => a - b);
  const at = (share: number): string => percent(sorted[Math.floor(share * sorted.length)] ?? Number.NaN, 1);
  process.stdout.write(
    `| ${setting.name} | ${percent(tally.given, tally.lots)} | ${percent(tally.held, tally.given)} | ${percent(tally.tooSmall, tally.given)} | ${at(0.05)} to ${at(0.95)} |\n`,
  );
}
