/**
 * How Bittensor divides a block's TAO among its subnets, by the rules of three times, and what a subnet does with its part
 * (opentensor/subtensor `pallets/subtensor/src/coinbase/{subnet_emissions,run_coinbase}.rs`). Amounts in rao, 10^−9;
 * prices (TAO for a subnet's token) and proportions of amounts × 10^18. Shares are in doubles, where the source has
 * fixed-point numbers of 64 bits: they add up to one, or are all 0 where there is nothing to share by.
 */
import { OrreryError } from "../errors.ts";
import { pow } from "../math.ts";
import { type Decimal, ONE } from "./decimal.ts";
import { smaller, type Whole, whole } from "./integers.ts";
import { sum } from "./sum.ts";

/** Weight of a block in the mean of flows: its half-life is 216,000 blocks, 30 days. */
const FLOW_WEIGHT = 29_597_889_189_277 / Number(1n << 63n);
/** Most that a block counts for in the mean of prices, and the blocks after which it counts for half of that. */
const PRICE_WEIGHT = 3e-6;
const PRICE_RAMP = 201_600;
/** Of all that a subnet mints, what its owner has first: 18 %. */
const OWNER = { cut: 11_796n, of: 65_535n };

/** A subnet's mean price after a block with this price, so many blocks after its start; beyond 1 a price counts as 1. */
export function subnetPriceMean(input: {
  readonly mean: number;
  readonly price: number;
  readonly blocks: number;
}): number {
  const weight = (PRICE_WEIGHT * input.blocks) / (input.blocks + PRICE_RAMP);
  return (1 - weight) * input.mean + weight * Math.min(input.price, 1);
}

/** February 2025: by mean price. */
export const subnetPriceShares = ({ prices }: { readonly prices: readonly number[] }): readonly number[] =>
  sharesOf(prices);

/** The mean of a subnet's flow after a block in which so much TAO came in, less what went out. */
export const subnetFlowMean = (input: { readonly mean: number; readonly flow: number }): number =>
  (1 - FLOW_WEIGHT) * input.mean + FLOW_WEIGHT * input.flow;

/** What users bring beyond what the protocol itself has put in: of that no more is taken off than users brought in all. */
export function subnetNetFlows(input: {
  readonly flows: readonly { readonly users: number; readonly protocol: number }[];
}): readonly number[] {
  const { flows } = input;
  const brought = sum(flows.map(({ users }) => Math.max(users, 0)));
  const putIn = sum(flows.map(({ protocol }) => Math.max(protocol, 0)));
  const part = putIn > 0 ? Math.min(1, brought / putIn) : 0;
  return flows.map(({ users, protocol }) => users - (protocol > 0 ? part * protocol : protocol));
}

/** November 2025: by mean flow above a cutoff, to a power. */
export function subnetFlowShares(input: {
  readonly flows: readonly number[];
  readonly cutoff?: number;
  readonly exponent?: number;
}): readonly number[] {
  const { flows, cutoff = 0, exponent = 1 } = input;
  const least = Math.max(cutoff, Math.min(0, ...flows));
  return sharesOf(flows.map((flow) => (flow > least ? pow(flow - least, exponent) : 0)));
}

/**
 * June 2026: by mean price × what its miners did not burn of their own pay; by price alone where all have burned it. What
 * a subnet without emission would have goes to the others.
 */
export function subnetBurnShares(input: {
  readonly subnets: readonly {
    readonly price: number;
    readonly minerBurned: number;
    readonly enabled: boolean;
  }[];
}): readonly number[] {
  const able = input.subnets.map(({ price, enabled }) => (enabled ? price : 0));
  const kept = input.subnets.map(({ minerBurned }, at) => able[at]! * (1 - minerBurned));
  return sharesOf(kept.some((weight) => weight > 0) ? kept : able);
}

/** The part of a subnet's dividends that is the root's: its TAO × a weight (of 2^64), over that and the subnet's own tokens. */
export function subnetRootProportion(input: {
  readonly rootStake: bigint;
  readonly taoWeight: bigint;
  readonly alphaIssuance: bigint;
}): Decimal {
  const weighted = input.rootStake * input.taoWeight;
  const all = weighted + (input.alphaIssuance << 64n);
  return all === 0n ? 0n : (weighted * ONE) / all;
}

/** A subnet's TAO enters its pool with as much of its token as that is worth, up to a cap; the excess buys from the pool. */
export function subnetInjection(input: {
  readonly emission: bigint;
  readonly price: Decimal;
  readonly rootProportion: Decimal;
  /** Rao of its token that a block mints. */
  readonly alphaEmission: bigint;
}): { readonly alphaIn: bigint; readonly taoIn: bigint; readonly excess: bigint } {
  const { emission, price, rootProportion, alphaEmission } = input;
  const cap = (rootProportion * alphaEmission) / ONE;
  const wanted = price > 0n ? (emission * ONE) / price : cap;
  const alphaIn = smaller(wanted, cap);
  const taoIn = wanted <= cap && price > 0n ? emission : (alphaIn * price) / ONE;
  return { alphaIn, taoIn, excess: emission - taoIn };
}

/** Who has what a subnet mints of its token: every rao is somebody's, validators have what is cut from others. */
export function subnetDividends(input: {
  readonly alphaEmission: bigint;
  readonly rootProportion: Decimal;
}): {
  readonly owner: bigint;
  readonly miners: bigint;
  readonly root: bigint;
  readonly validators: bigint;
} {
  const { alphaEmission, rootProportion } = input;
  const owner = (alphaEmission * OWNER.cut) / OWNER.of;
  const rest = alphaEmission - owner;
  const miners = rest / 2n;
  const root = ((rest - miners) * rootProportion) / ONE;
  return { owner, miners, root, validators: rest - miners - root };
}

/** Rao of a block's TAO for each subnet: by share, cut; the last subnet with a share has what is left. */
export function subnetEmissions(input: {
  readonly emission: Whole;
  readonly shares: readonly number[];
}): readonly bigint[] {
  const emission = whole("emission", input.emission);
  const total = sum([...input.shares]);
  if (Math.abs(total - 1) > 1e-9)
    throw new OrreryError("Shares of an emission do not add up to one.", [`sum ${total}`]);
  const scaled = input.shares.map((share) => BigInt(Math.round(share * 1e15)));
  const all = scaled.reduce((added, share) => added + share, 0n);
  const parts = scaled.map((share) => (emission * share) / all);
  const last = scaled.findLastIndex((share) => share > 0n);
  const given = parts.reduce((added, part) => added + part, 0n);
  return parts.map((part, at) => (at === last ? part + emission - given : part));
}

function sharesOf(weights: readonly number[]): readonly number[] {
  const total = sum([...weights]);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}
