const HALF_LIFE = 2000;

/**
 * The speed of a transfer, smoothed: what is two seconds old counts half. It begins with the
 * first two samples and not at zero.
 */
export class Speed {
  #value = 0;
  #weight = 0;
  #last: { bytes: number; at: number } | undefined;

  /** Tell how many bytes have gone out by a time in milliseconds. */
  add(bytes: number, at: number): void {
    const last = this.#last;
    if (last && at <= last.at) return;
    this.#last = { bytes, at };
    if (!last) return;
    const kept = 0.5 ** ((at - last.at) / HALF_LIFE);
    const now = (Math.max(0, bytes - last.bytes) / (at - last.at)) * 1000;
    this.#value = this.#value * kept + now * (1 - kept);
    this.#weight = this.#weight * kept + (1 - kept);
  }

  /** Bytes a second; undefined until there are two samples. */
  get perSecond(): number | undefined {
    return this.#weight === 0 ? undefined : this.#value / this.#weight;
  }
}
