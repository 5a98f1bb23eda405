/** Inflation that is highest at an ideal share of stake: Polkadot's from 2020 to 2024 (paritytech/polkadot `runtime/common/src/impls.rs`). */
import { pow } from "../math.ts";
import { finite } from "./integers.ts";

export interface IdealStake {
  /** Share of the supply that is staked. */
  readonly staked: number;
  readonly ideal?: number;
  /** Share of stake above the ideal over which the rest of the inflation halves. */
  readonly falloff?: number;
}

/** Part of the most that stakers can be paid, from 0 to 1: rising to the ideal in a line, halving behind it. */
export function idealStakeShare({ staked, ideal = 0.75, falloff = 0.05 }: IdealStake): number {
  finite("staked", staked, 0, 1);
  finite("ideal", ideal, Number.MIN_VALUE, 1);
  finite("falloff", falloff, Number.MIN_VALUE);
  return staked <= ideal ? staked / ideal : pow(2, (ideal - staked) / falloff);
}

/** Yearly inflation paid to stakers, as a share of the supply. */
export function idealStakeInflation(
  input: IdealStake & { readonly min?: number; readonly max?: number },
): number {
  const { min = 0.025, max = 0.1 } = input;
  return finite("min", min) + (finite("max", max, min) - min) * idealStakeShare(input);
}
