/**
 * Numbers of 64 bits, as two halves, in the order in which they were first seen. What JavaScript's own Map does for small
 * integers it does slowly for these, and the records of a handset ask a few times for each row.
 */
export class NumberIndex {
  size = 0;
  private lows = new Uint32Array(64);
  private highs = new Uint32Array(64);
  /** Slot -> index + 1 of a number seen since `clear`; the generation tells a slot of now from an old one. */
  private slots = new Int32Array(256);
  private generations = new Uint32Array(256);
  private generation = 1;

  clear(): void {
    this.size = 0;
    this.generation++;
  }

  /** Index of a number; -1 = not seen. */
  find(low: number, high: number): number {
    const slot = this.slotOf(low, high);
    return this.generations[slot] === this.generation ? (this.slots[slot] ?? 0) - 1 : -1;
  }

  /** Index of a number, which is new when it equals the size before. */
  add(low: number, high: number): number {
    const slot = this.slotOf(low, high);
    if (this.generations[slot] === this.generation) return (this.slots[slot] ?? 0) - 1;
    const index = this.size++;
    if (index === this.lows.length) this.growList();
    this.lows[index] = low;
    this.highs[index] = high;
    this.slots[slot] = index + 1;
    this.generations[slot] = this.generation;
    if (this.size * 2 > this.slots.length) this.growSlots();
    return index;
  }

  /** The numbers, all below 2^53, in the order of their indices. @param out as long as there are numbers */
  numbersInto(out: Float64Array): void {
    for (let i = 0; i < this.size; i++) out[i] = (this.highs[i] ?? 0) * 2 ** 32 + (this.lows[i] ?? 0);
  }

  /** The slot that holds a number, or the free one where it belongs. */
  private slotOf(low: number, high: number): number {
    const mask = this.slots.length - 1;
    // Multipliers of Knuth (TAOCP 6.4) and of MurmurHash3's finaliser: neighbours in a number range fall apart.
    let slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (this.generations[slot] === this.generation) {
      const index = (this.slots[slot] ?? 0) - 1;
      if (this.lows[index] === low && this.highs[index] === high) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private growList(): void {
    const twice = (from: Uint32Array): Uint32Array<ArrayBuffer> => {
      const to = new Uint32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.lows = twice(this.lows);
    this.highs = twice(this.highs);
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    this.generations = new Uint32Array(this.slots.length);
    this.generation = 1;
    for (let i = 0; i < this.size; i++) {
      const slot = this.slotOf(this.lows[i] ?? 0, this.highs[i] ?? 0);
      this.slots[slot] = i + 1;
      this.generations[slot] = this.generation;
    }
  }
}
