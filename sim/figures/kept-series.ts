import type { Seconds } from "../units.ts";

/** Mean and 10–90 % range of replications at one time; NaN where none has a value. */
export interface KeptPoint {
  readonly t: Seconds;
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

/** What a band was asked for: its density, and of how many runs. */
export interface BandAsked {
  readonly points: number;
  readonly rateOver?: Seconds;
  readonly runs: number;
}

const keyOf = ({ points, rateOver, runs }: BandAsked): string => `${points} ${rateOver ?? ""} ${runs}`;

/**
 * A series with the bands that were drawn of it and of its replications: a figure that is drawn again needs not count
 * them anew, and one that is drawn elsewhere needs no more of the series than these.
 */
export class KeptSeries extends Float64Array {
  /** A part of it is a plain array. */
  static get [Symbol.species](): Float64ArrayConstructor {
    return Float64Array;
  }

  readonly bands = new Map<string, () => readonly KeptPoint[]>();

  band(asked: BandAsked, drawn: () => readonly KeptPoint[]): readonly KeptPoint[] {
    const key = keyOf(asked);
    const kept = this.bands.get(key)?.() ?? drawn();
    this.bands.set(key, () => kept);
    return kept;
  }
}
