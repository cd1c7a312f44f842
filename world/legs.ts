/** One customer's sides of communications, in columns. */
export const VOICE = 0;
export const SMS = 1;
export const DATA = 2;
export const ORIGINATING = 0;
export const TERMINATING = 1;

/** A table of legs; every column has `capacity` slots of which `length` are filled. Times in seconds UTC. */
export class Legs {
  length = 0;
  time = new Float64Array(4096);
  duration_s = new Int32Array(4096);
  service = new Uint8Array(4096);
  direction = new Uint8Array(4096);
  device = new Int32Array(4096);
  sim = new Int32Array(4096);
  slot = new Uint8Array(4096);
  /** Index of the other number, -1 for a data session. */
  other = new Int32Array(4096);
  cell = new Int32Array(4096);
  lastCell = new Int32Array(4096);
  /** The communication; both legs of one share it. */
  communication = new Int32Array(4096);
  /** Inmate who used a handset inside, -1 elsewhere. */
  user = new Int32Array(4096);

  /** Makes room and returns the index of a new leg, to be filled by the caller. */
  add(): number {
    if (this.length === this.time.length) this.grow();
    return this.length++;
  }

  private grow(): void {
    const size = this.time.length * 2;
    const wider = <T extends Float64Array | Int32Array | Uint8Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.time = wider(this.time, new Float64Array(size));
    this.duration_s = wider(this.duration_s, new Int32Array(size));
    this.service = wider(this.service, new Uint8Array(size));
    this.direction = wider(this.direction, new Uint8Array(size));
    this.device = wider(this.device, new Int32Array(size));
    this.sim = wider(this.sim, new Int32Array(size));
    this.slot = wider(this.slot, new Uint8Array(size));
    this.other = wider(this.other, new Int32Array(size));
    this.cell = wider(this.cell, new Int32Array(size));
    this.lastCell = wider(this.lastCell, new Int32Array(size));
    this.communication = wider(this.communication, new Int32Array(size));
    this.user = wider(this.user, new Int32Array(size));
  }

  /** Indices of all legs in time order. */
  inTimeOrder(): Int32Array {
    const order = new Int32Array(this.length);
    for (let i = 0; i < order.length; i++) order[i] = i;
    const time = this.time;
    return order.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
  }
}
