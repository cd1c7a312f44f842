import type { Detection, IdentifiedBursts } from '../../model/case.ts';
import { createLocalClock, type LocalClock } from '../../model/local-clock.ts';
import type { UnixSeconds } from '../../model/record.ts';
import { DETECTION_COLUMNS, readDetection } from './detection-row.ts';
import type { Table } from './read-table.ts';
import { TimeOrder } from './time-order.ts';

interface Heard {
  readonly prison_id: string;
  readonly imei14: Detection['imei14'];
  readonly imsi: Detection['imsi'];
  at_s: UnixSeconds;
  readonly burstIds: Set<string>;
}

/**
 * sensors/detections.csv, as far as a transmission gave an identity away. One transmission is heard by many sensors:
 * rows of the same burst_id count once. Everything else (most rows) is checked and let go, so that memory is bounded by
 * the identified bursts, not by the file.
 */
export class IdentifiedDetections {
  private readonly heard = new Map<string, Heard>();
  /** Of the rows of the file. */
  readonly order = new TimeOrder();
  private readonly clock: LocalClock;

  /** `timezone`: IANA name, which decides where a day ends. */
  constructor(timezone: string) {
    this.clock = createLocalClock(timezone);
  }

  readonly table: Table<Detection> = {
    required: DETECTION_COLUMNS,
    row: readDetection,
    observedAt: (row) => row.at_s,
    // An act limited to listed identifiers allows no transmission without one.
    subjects: (row) => [row.imsi, row.imei14],
    take: (row) => {
      this.order.note(row.at_s);
      if (row.imsi !== undefined || row.imei14 !== undefined) this.count(row);
    },
  };

  /** By prison, time and identity; `at_s` is the first burst of the day. */
  bursts(): IdentifiedBursts[] {
    const list = [...this.heard.values()].map(({ prison_id, imei14, imsi, at_s, burstIds }) => ({
      prison_id,
      imei14,
      imsi,
      at_s,
      bursts: burstIds.size,
    }));
    const key = (one: IdentifiedBursts) => `${one.prison_id}\n${one.imei14 ?? ''}\n${one.imsi ?? ''}`;
    return list.toSorted((a, b) => a.at_s - b.at_s || (key(a) < key(b) ? -1 : 1));
  }

  private count(row: Detection): void {
    const { prison_id, imei14, imsi, burst_id } = row;
    const key = JSON.stringify([prison_id, imei14, imsi, this.clock.day(row.at_s)]);
    const heard = this.heard.get(key);
    if (heard) {
      if (!heard.burstIds.has(burst_id)) heard.burstIds.add(copied(burst_id));
      heard.at_s = Math.min(heard.at_s, row.at_s);
    } else
      this.heard.set(key, {
        prison_id: copied(prison_id),
        imei14: imei14 && copied(imei14),
        imsi: imsi && copied(imsi),
        at_s: row.at_s,
        burstIds: new Set([copied(burst_id)]),
      });
  }
}

/** A text of its own: a cell is a view of the chunk of the file that it stands in, and would keep all of that in memory. */
const copied = <T extends string>(cell: T): T => Buffer.from(cell).toString() as T;
