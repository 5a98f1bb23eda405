/** Samples of one quantity over time. */
export interface Series {
  /** Times of the samples in seconds, rising. */
  readonly t: ArrayLike<number>;
  /** One value for each time; a level holds from its sample to the next. */
  readonly value: ArrayLike<number>;
}

/** Index of the last sample at or before `time`; −1 before the first. */
export function indexAt({ t }: Series, time: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (t[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
