/** Inflation by the round that steers the bonded share: Livepeer (livepeer/protocol `contracts/token/Minter.sol`). */
import { powerOfTen } from "../exact-decimal.ts";
import { above } from "./integers.ts";

/** Parts in a billion, the scale of the contract since LIP-40. */
const PARTS = 1_000_000_000n;
/** Fractions of stake have 27 digits (`libraries/PreciseMathUtils.sol`). */
const PRECISE = powerOfTen(27);

/** Share of the supply that is bonded, in parts in a billion; 0 where there is no supply. */
export function bondingRate(input: { readonly bonded: bigint; readonly supply: bigint }): bigint {
  return input.supply === 0n ? 0n : (input.bonded * PARTS) / input.supply;
}

/** Inflation a round, in parts in a billion, after a round with this bonding rate: a step up below the target, down above it. */
export function targetBondingInflation(input: {
  readonly inflation: bigint;
  readonly bondingRate: bigint;
  readonly change?: bigint;
  readonly target?: bigint;
}): bigint {
  const { inflation, bondingRate: rate, change = 500n, target = 500_000_000n } = input;
  if (rate === target) return inflation;
  return rate < target ? inflation + change : above(inflation, change);
}

/** Base units that a round may mint. */
export function targetBondingMintable(input: {
  readonly supply: bigint;
  readonly inflation: bigint;
}): bigint {
  return (input.supply * input.inflation) / PARTS;
}

/** Base units for who calls for its reward, of what the round may mint. Who does not call forfeits it. */
export function targetBondingReward(input: {
  readonly mintable: bigint;
  readonly stake: bigint;
  readonly totalStake: bigint;
}): bigint {
  const { mintable, stake, totalStake } = input;
  return totalStake === 0n ? 0n : (mintable * ((stake * PRECISE) / totalStake)) / PRECISE;
}
