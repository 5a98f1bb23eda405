/** Rewards shared by stake without visiting the stakers (sushiswap `MasterChef.sol`; the F1 idea of Ojha and others). */

/** 10^12: what a unit of stake has earned is kept with so many places. */
const SCALE = 1_000_000_000_000n;

/** What a unit of stake has earned, × 10^12, after `reward` was shared among `totalStaked`. With no stake it is not shared. */
export function accumulate(input: {
  readonly perUnit: bigint;
  readonly reward: bigint;
  readonly totalStaked: bigint;
}): bigint {
  const { perUnit, reward, totalStaked } = input;
  return totalStaked === 0n ? perUnit : perUnit + (reward * SCALE) / totalStaked;
}

/** Base units that a stake has earned since it was entered, when the accumulator stood at `entered`; cut in favour of the pool. */
export function earned(input: {
  readonly stake: bigint;
  readonly perUnit: bigint;
  readonly entered: bigint;
}): bigint {
  return (input.stake * input.perUnit) / SCALE - (input.stake * input.entered) / SCALE;
}
