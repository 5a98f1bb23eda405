import type { Series } from "./series.ts";

export interface Drawdown {
  /** Greatest fall from an earlier peak, as a share of the peak: 0 of a series that never falls. */
  readonly depth: number;
  /** Seconds. */
  readonly peakTime: number;
  /** Seconds. */
  readonly troughTime: number;
}

/** Maximum drawdown of a series of values of at least 0 (Magdon-Ismail and Atiya 2004). */
export function drawdown({ t, value }: Series): Drawdown {
  let worst: Drawdown = { depth: 0, peakTime: t[0] ?? 0, troughTime: t[0] ?? 0 };
  let peak = 0;
  for (let index = 1; index < value.length; index += 1) {
    if (value[index]! >= value[peak]!) {
      peak = index;
      continue;
    }
    const depth = 1 - value[index]! / value[peak]!;
    if (depth > worst.depth) worst = { depth, peakTime: t[peak]!, troughTime: t[index]! };
  }
  return worst;
}
