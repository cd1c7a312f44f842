import { isoLocal } from './clock.ts';
import { at } from './calendar.ts';
import { MODELS, SOLD } from './handset-models.ts';
import { HIDING_PLACES } from './names.ts';
import { luhn } from './numbering.ts';
import { newImeis } from './people.ts';
import { assignedAt } from './prison-life.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

export const SEARCH_COLUMNS = 'search_id,prison_id,cell_id,at,outcome,method';
export const SEIZURE_COLUMNS =
  'seizure_id,search_id,at,prison_id,cell_id,kind,imei,iccid,model,hiding_place,powered,attributed_inmate_id,seal';

interface Search {
  readonly at: number;
  readonly area: number;
  readonly room: string;
  readonly device?: number;
}

/** Three months of routine searches before the window, and the searches of the window that took handsets away. */
export function makeSearches(world: World): { searches: string[][]; seizures: string[][] } {
  const random = new Random(world.options.seed, 'searches');
  const plans: Search[] = world.contraband.seizures.map((s) => ({
    at: s.at,
    area: s.area,
    room: s.roomId,
    device: s.device,
  }));
  for (const area of world.areas.filter((a) => a.prison)) {
    const n = Math.round(area.capacity * 0.28);
    for (let i = 0; i < n; i++)
      plans.push({
        at: at(world.calendar, -random.below(92), random.between(7.5, 16)),
        area: area.index,
        room: random.pick(area.rooms).id,
      });
  }
  plans.sort((a, b) => a.at - b.at || a.room.localeCompare(b.room));
  const searches: string[][] = [];
  const seizures: string[][] = [];
  for (const s of plans) {
    const id = `R${String(searches.length + 1).padStart(5, '0')}`;
    const outcome =
      s.device !== undefined
        ? 'find'
        : random.chance(0.27)
          ? 'not-carried-out'
          : random.chance(0.32)
            ? 'find'
            : 'nothing';
    const prison = world.areas[s.area]?.id ?? '';
    const when = isoLocal(s.at);
    searches.push([
      id,
      prison,
      s.room,
      when,
      outcome,
      s.device === undefined ? random.pick(['routine', 'routine', 'dogs', 'targeted']) : 'targeted',
    ]);
    if (outcome !== 'find') continue;
    const finds = s.device !== undefined ? 1 : 1 + Number(random.chance(0.35)) + Number(random.chance(0.12));
    for (let i = 0; i < finds; i++) {
      const handset = s.device !== undefined || random.chance(0.72);
      const model =
        s.device !== undefined
          ? (world.devices[s.device]?.model ?? 0)
          : random.chance(0.6)
            ? random.pick(SOLD)
            : 3 + random.below(4);
      const known =
        s.device !== undefined
          ? (world.devices[s.device]?.imeis ?? [])
          : random.chance(0.6)
            ? newImeis(random, world.numbering, model)
            : [];
      const kind = handset ? 'handset' : random.pick(['sim', 'charger', 'other']);
      const inmates = world.inmates.filter((m) => assignedAt(m, s.at)?.room.id === s.room);
      const seal = `SC${String(seizures.length + 1).padStart(4, '0')}`;
      seizures.push([
        `Z${String(seizures.length + 1).padStart(4, '0')}`,
        id,
        when,
        prison,
        s.room,
        kind,
        handset ? known.map((k) => `${k}${luhn(k)}`).join('|') : '',
        kind === 'sim'
          ? `8999${String(random.next32()).padStart(10, '0')}${String(10_000 + random.below(90_000))}`
          : '',
        handset ? (MODELS[model]?.model ?? '') : '',
        random.chance(0.8) ? random.pick(HIDING_PLACES) : '',
        handset ? random.pick(['yes', 'no']) : '',
        handset && inmates.length > 0 && random.chance(s.device === undefined ? 0.3 : 0.6)
          ? random.pick(inmates).id
          : '',
        seal,
      ]);
    }
  }
  return { searches, seizures };
}
