import { isoLocal } from './clock.ts';
import { MODELS, SOLD } from './handset-models.ts';
import { FIRST_NAMES, LAST_NAMES, STREETS, asciiName } from './names.ts';
import { luhn } from './numbering.ts';
import { newImeis } from './people.ts';
import type { Device } from './people.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

/** One phone of an order line, as it truly was. */
export interface LedgerUnit {
  readonly order: string;
  readonly line: number;
  readonly unit: number;
  readonly imei14: string;
  /** What the seller wrote; empty where nothing. */
  readonly written: string;
  readonly match: 'exact' | 'mistyped' | 'none';
  readonly device: number;
  readonly inmate: number;
  readonly kin: boolean;
}

export interface Ledger {
  readonly rows: (string | number)[][];
  readonly units: LedgerUnit[];
}

export const LEDGER_COLUMNS =
  'order_id,ordered_at,line,product,quantity,unit_price_eur,imei,buyer_name,buyer_email,buyer_phone,ship_name,ship_address,ship_postcode,ship_city,note';

interface Sold {
  readonly model: number;
  readonly imei14: string;
  readonly device: Device | undefined;
}

/** The order book: part of the mini-phones in the data, and others that nobody has seen in the records. */
export function makeLedger(world: World): Ledger {
  const random = new Random(world.options.seed, 'ledger');
  const sold: Sold[] = [];
  for (const d of world.devices) {
    if (!SOLD.includes(d.model) || d.cls === 'neighbour-far') continue;
    if (random.chance(d.cls === 'inside' ? 0.75 : 0.5))
      sold.push({ model: d.model, imei14: d.imeis[0] as string, device: d });
  }
  const unseen = Math.round(sold.length * 0.9);
  for (let i = 0; i < unseen; i++) {
    const model = random.pick(SOLD);
    sold.push({ model, imei14: newImeis(random, world.numbering, model)[0] as string, device: undefined });
  }
  random.shuffle(sold);
  const ledger: Ledger = { rows: [], units: [] };
  let order = 5100;
  while (sold.length > 0) {
    order += 1 + random.below(5);
    writeOrder(random, world, ledger, `LM-${order}`, sold.splice(0, random.pick([1, 1, 1, 2, 3, 5])));
  }
  return ledger;
}

function writeOrder(random: Random, world: World, ledger: Ledger, order: string, sold: readonly Sold[]): void {
  const inside = sold.find((s) => s.device?.stays);
  const holder = inside?.device?.stays?.[0]?.users[0]?.[0];
  const inmate = holder === undefined ? undefined : world.inmates[holder];
  const relatives = inmate?.contacts.filter((k) => k.relation !== 'lawyer') ?? [];
  const kin = relatives.length > 0 && random.chance(0.5);
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  const earliest = Math.min(
    ...sold.map((s) => (s.device && Number.isFinite(s.device.from) ? s.device.from : world.calendar.from)),
  );
  const orderedAt = Math.floor(earliest - 86_400 * random.between(5, 160));
  const area = inside?.device ? world.areas[inside.device.area] : random.pick(world.areas);
  const city = random.chance(0.55) ? (area?.town ?? '') : random.pick(world.areas).town;
  const number = kin
    ? world.numbering.numbers[(random.pick(relatives) as { number: number }).number]
    : world.numbering.numbers[world.numbering.landline()];
  const phone = random.chance(0.25) ? '' : random.chance(0.5) ? `+${number}` : spaced(`0${number?.slice(2)}`);
  const ship = random.chance(0.75) ? `${first} ${last}` : `${random.pick(FIRST_NAMES)} ${last}`;
  const who = [
    `${first} ${last}`,
    `${asciiName(first)}.${asciiName(last)}${random.chance(0.5) ? random.below(99) : ''}@courrier.example`,
    phone,
    ship,
    `${1 + random.below(90)} ${random.pick(STREETS)}`,
    String(98_000 + (area?.index ?? 0) * 100 + random.below(40)),
    city,
  ];
  const models = [...new Set(sold.map((s) => s.model))];
  models.forEach((model, i) => {
    const line = i + 1;
    const units = sold.filter((s) => s.model === model);
    const written = units.map((s, k) => {
      const unit = writeImei(random, s.imei14);
      const main = s.device?.stays?.[0]?.users[0]?.[0] ?? -1;
      ledger.units.push({
        order,
        line,
        unit: k + 1,
        imei14: s.imei14,
        ...unit,
        device: s.device?.index ?? -1,
        inmate: main,
        kin: kin && main === holder && main >= 0,
      });
      return unit.written;
    });
    const note = random.pick([
      '',
      '',
      '',
      'sans emballage',
      'livrer au bureau',
      'client fidèle',
      'deux chargeurs; urgent',
    ]);
    ledger.rows.push([
      order,
      isoLocal(orderedAt),
      line,
      MODELS[model]?.model ?? '',
      units.length,
      (17 + random.between(0, 22)).toFixed(2),
      written.filter(Boolean).join('|'),
      ...who,
      note,
    ]);
  });
}

function writeImei(random: Random, imei14: string): { written: string; match: LedgerUnit['match'] } {
  const u = random.unit();
  if (u < 0.36) return { written: '', match: 'none' };
  const full = `${imei14}${luhn(imei14)}`;
  if (u < 0.46) {
    const at = 6 + random.below(8);
    if (random.chance(0.6))
      return {
        written: full.slice(0, at) + ((Number(full[at]) + 1 + random.below(9)) % 10) + full.slice(at + 1),
        match: 'mistyped',
      };
    let p = at - 1;
    while (p > 6 && full[p] === full[p + 1]) p--;
    if (full[p] !== full[p + 1])
      return { written: full.slice(0, p) + full[p + 1] + full[p] + full.slice(p + 2), match: 'mistyped' };
  }
  return { written: random.pick([imei14, full, full, `${imei14}01`]), match: 'exact' };
}

function spaced(national: string): string {
  return national.replace(/(\d\d)(?=\d)/g, '$1 ');
}
