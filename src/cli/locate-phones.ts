import { handsetKey, type RoomProbability } from '../attribute/index.ts';
import { timeField, writeTableAsItComes, type Field } from '../contract/results.ts';
import type { Burst } from '../intake/index.ts';
import { locateRooms } from '../locate/index.ts';
import type { CaseDocuments } from '../model/case.ts';
import { parseImei } from '../model/identifiers.ts';
import type { Observed, SimUse } from './observe-handsets.ts';
import type { Located } from './run-outcome.ts';

/** The handset in which a SIM was used last before a time, else first after it. */
function handsetAt(uses: readonly SimUse[] | undefined, at_s: number): string | undefined {
  const before = uses?.filter((use) => use.first_s <= at_s).toSorted((a, b) => b.last_s - a.last_s)[0];
  return (before ?? uses?.toSorted((a, b) => a.first_s - b.first_s)[0])?.imei14;
}

/** From which rooms phones were used, written as the answers come. */
export async function locate(
  results: string,
  documents: CaseDocuments,
  bursts: () => AsyncIterable<Burst>,
  heardSims: Observed['heardSims'],
  tracks: boolean,
): Promise<Located> {
  const rooms = new Map<string, RoomProbability[]>();
  const subjects = new Set<string>();
  async function* rows(): AsyncGenerator<Field[]> {
    const handsetOf = (imsi: string, at_s: number): string | undefined => handsetAt(heardSims.get(imsi), at_s);
    for await (const row of locateRooms({ documents, bursts, handsetOf, tracks })) {
      subjects.add(row.subject);
      if (parseImei(row.subject)?.imei14 === row.subject) {
        const key = handsetKey({ imei14: row.subject, component: 1 });
        const known = rooms.get(key);
        const one = { from_s: row.from_s, until_s: row.until_s, cell_id: row.cell_id, p: row.p };
        if (known === undefined) rooms.set(key, [one]);
        else known.push(one);
      }
      const metres = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(2));
      yield [
        row.subject,
        row.prison_id,
        row.cell_id,
        timeField(row.from_s),
        timeField(row.until_s),
        row.p.toFixed(5),
        metres(row.x_m),
        metres(row.y_m),
      ];
    }
  }
  return { written: await writeTableAsItComes(results, 'rooms.csv', rows()), subjects: subjects.size, rooms };
}
