/**
 * At most `most` and, once there were so many, at least half of that, evenly spaced over all that was offered: the first ones alone would be
 * those of whoever was busy first.
 */
export class EvenSample<T> {
  readonly #most: number;
  #kept: T[] = [];
  #stride = 1;
  #offered = 0;

  /** @param most even */
  constructor(most: number) {
    this.#most = most;
  }

  /** Makes the thing only where it is kept. */
  offer(make: () => T): void {
    if (this.#offered++ % this.#stride !== 0) return;
    if (this.#kept.length === this.#most) {
      this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
      this.#stride *= 2;
      // The one at hand falls on the wider stride: so many had been kept, an even number.
    }
    this.#kept.push(make());
  }

  get kept(): readonly T[] {
    return this.#kept;
  }
}
