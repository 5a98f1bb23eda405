/**
 * Polkadot's issuance since referendum 1710: every two years a share of what is left to the cap
 * (polkadot-fellows/runtimes `asset-hub-polkadot/src/staking/{mod,stepped_curve}.rs`). Amounts in planck, 10^−10 DOT.
 */
import { above, smaller, type Whole, whole } from "./integers.ts";

export interface SteppedCap {
  /** Periods of two years since the first: 0, 1, … */
  readonly period: Whole;
  readonly cap?: bigint;
  /** Issuance as the first period began. */
  readonly initial?: bigint;
  /** Parts in a billion of what is left that a period issues. */
  readonly perbill?: bigint;
}

const BILLION = 1_000_000_000n;
const MS_PER_JULIAN_YEAR = 31_557_600_000n;
/** An era's emission is at most that of seven days before the cap. */
const MOST_OF_AN_ERA = 7n * 328_797n * 10_000_000_000n;

/** Planck that a period of two years issues, by the curve, whatever the supply really is; none where it starts at the cap. */
export function steppedCapEmission(input: SteppedCap): bigint {
  const { cap = 21_000_000_000_000_000_000n, initial = 16_743_421_533_310_057_487n } = input;
  const perbill = input.perbill ?? 262_800_000n;
  let left = above(cap, initial);
  let emission = (left * perbill) / BILLION;
  for (let period = whole("period", input.period); period > 0n && emission > 0n; period -= 1n) {
    left -= emission;
    emission = (left * perbill) / BILLION;
  }
  return emission;
}

/** Planck that an era of `elapsed` milliseconds issues: its part of a year, which is half of the period's. */
export function steppedCapEra(input: SteppedCap & { readonly elapsed: Whole }): bigint {
  const year = steppedCapEmission(input) / 2n;
  return smaller((year * whole("elapsed", input.elapsed)) / MS_PER_JULIAN_YEAR, MOST_OF_AN_ERA);
}
