/**
 * Stake that is delegated to a validator, its rewards and its slashing (cosmos/cosmos-sdk `x/staking`, `x/distribution`).
 * Delegators hold shares, × 10^18: a slash lowers what all shares are worth, and nobody is visited. Amounts in base units;
 * what is cut stays with the validator's other shares, or goes to the community.
 */
import { OrreryError } from "../errors.ts";
import { type Decimal, ONE } from "./decimal.ts";
import { floorOf, partOf } from "./fraction.ts";
import { above } from "./integers.ts";

export interface DelegatedStake {
  readonly tokens: bigint;
  readonly shares: Decimal;
  /** What a share has earned since the beginning, × 10^36. */
  readonly perShare: bigint;
}

/** An amount joins. @throws OrreryError where all that was there has been slashed: shares in nothing have no price */
export function delegate(input: { readonly stake: DelegatedStake; readonly amount: bigint }): {
  readonly stake: DelegatedStake;
  readonly shares: Decimal;
} {
  const { stake, amount } = input;
  if (stake.tokens === 0n && stake.shares > 0n)
    throw new OrreryError("Nothing can be delegated to stake that was slashed to nothing.");
  const shares = stake.shares === 0n ? amount * ONE : (amount * stake.shares) / stake.tokens;
  return { stake: { ...stake, tokens: stake.tokens + amount, shares: stake.shares + shares }, shares };
}

/** Shares leave for what they are worth, cut: it is paid when the time of unbonding is over, less what is slashed by then. */
export function undelegate(input: { readonly stake: DelegatedStake; readonly shares: Decimal }): {
  readonly stake: DelegatedStake;
  readonly amount: bigint;
} {
  const { stake, shares } = input;
  if (shares > stake.shares)
    throw new OrreryError("No more shares can leave than there are.", [
      `leaving ${shares} of ${stake.shares}`,
    ]);
  const amount = stake.shares === 0n ? 0n : (shares * stake.tokens) / stake.shares;
  return { stake: { ...stake, tokens: stake.tokens - amount, shares: stake.shares - shares }, amount };
}

/** A reward: the validator's commission of it, and the rest to all shares. Without shares all of it is the commission. */
export function delegationReward(input: {
  readonly stake: DelegatedStake;
  readonly reward: bigint;
  readonly commission: number;
}): { readonly stake: DelegatedStake; readonly commission: bigint } {
  const { stake, reward } = input;
  if (stake.shares === 0n) return { stake, commission: reward };
  const commission = floorOf(partOf(input.commission, reward));
  const perShare = stake.perShare + ((reward - commission) * ONE * ONE) / stake.shares;
  return { stake: { ...stake, perShare }, commission };
}

/** What shares have earned since `perShare` stood at `from`; cut. */
export const delegationEarned = (input: {
  readonly shares: Decimal;
  readonly perShare: bigint;
  readonly from: bigint;
}): bigint => (input.shares * above(input.perShare, input.from)) / (ONE * ONE);

/**
 * A part of the stake is burned, and the same part of what left it since the offence and is still unbonding: delegators
 * bear it with the validator, by what they have.
 */
export function delegationSlash(input: {
  readonly stake: DelegatedStake;
  readonly unbonding: readonly bigint[];
  readonly part: number;
}): { readonly stake: DelegatedStake; readonly unbonding: readonly bigint[]; readonly burned: bigint } {
  const { stake, part } = input;
  const cut = (amount: bigint): bigint => floorOf(partOf(part, amount));
  const unbonding = input.unbonding.map((amount) => amount - cut(amount));
  const burned = input.unbonding.reduce((sum, amount) => sum + cut(amount), cut(stake.tokens));
  return { stake: { ...stake, tokens: stake.tokens - cut(stake.tokens) }, unbonding, burned };
}

/** A block's fees and new tokens: a tax to the community, the rest to validators by power, cut; what is cut is the community's. */
export function delegationFees(input: {
  readonly fees: bigint;
  readonly powers: readonly bigint[];
  readonly tax: number;
}): { readonly community: bigint; readonly validators: readonly bigint[] } {
  const { fees, powers, tax } = input;
  const shared = fees - floorOf(partOf(tax, fees));
  const total = powers.reduce((sum, power) => sum + power, 0n);
  const validators = powers.map((power) => (total === 0n ? 0n : (shared * power) / total));
  return { community: validators.reduce((left, part) => left - part, fees), validators };
}
