/**
 * Helium's issuance and its data credits (helium/HIP 20 and 149; helium/helium-program-library `programs/helium-sub-daos`,
 * `programs/data-credits`). HNT in bones, 10^−8; prices in 10^−8 USD; a data credit is 10^−5 USD.
 */
import { OrreryError } from "../errors.ts";
import { above, smaller, type Whole, whole } from "./integers.ts";

/** HNT in bones × its price is 10^−16 USD; a data credit is 10^−5 of one. */
const BONES_PRICE_PER_CREDIT = 100_000_000_000n;
/** Shares of sub-networks are parts of it. */
const U32 = 4_294_967_295n;
/** Bones that the average starts with. */
const FIRST_AVERAGE = 300n;

export interface NetEmission {
  /** Bones burned a day, averaged over seven. */
  readonly smoothed: bigint;
  /** Bones of them that are issued again. */
  readonly reemitted: bigint;
}

/**
 * Net emissions: what a day burned is issued again, up to a cap. Burned: by how much the supply fell, but for what was
 * not emitted. The average moves by a seventh a day, each part cut.
 */
export function heliumNetEmission(input: {
  readonly supplyBefore: bigint;
  readonly supply: bigint;
  readonly notEmitted: bigint;
  /** The average of the day before; 0 on the first. */
  readonly smoothed: bigint;
  /** Most bones issued again a day: 1,643.52 HNT. */
  readonly cap?: bigint;
}): NetEmission {
  const { supplyBefore, supply, notEmitted, cap = 164_352_000_000n } = input;
  const burned = above(supplyBefore, supply + notEmitted);
  const before = input.smoothed === 0n ? FIRST_AVERAGE : input.smoothed;
  const smoothed = (6n * before) / 7n + burned / 7n;
  return { smoothed, reemitted: smaller(smoothed, cap) };
}

/** Data credits for HNT burned, at a price in 10^−8 USD. */
export function dataCreditsFromHnt(input: { readonly bones: bigint; readonly price: bigint }): bigint {
  return (input.bones * input.price) / BONES_PRICE_PER_CREDIT;
}

/** Bones that so many data credits cost, cut; none where there is no price. */
export function hntFromDataCredits(input: { readonly credits: bigint; readonly price: bigint }): bigint {
  if (input.price <= 0n) throw new OrreryError(`A price is above 0, got ${input.price}.`);
  return (input.credits * BONES_PRICE_PER_CREDIT) / input.price;
}

export interface DeployerBandInput {
  /** Data credits that the sub-network's devices used in the epoch. */
  readonly credits: bigint;
  /** Bones of the epoch by the schedule, and issued again. */
  readonly schedule: bigint;
  readonly reemitted: bigint;
  readonly smoothed: bigint;
  /** Part of the emission that is the sub-network's, of 2^32 − 1. */
  readonly share: Whole;
  /** Price less twice its confidence, and the price; 10^−8 USD. */
  readonly floorPrice: bigint;
  readonly price: bigint;
  /** Most bones that net emissions issue again. */
  readonly cap?: bigint;
}

export interface DeployerBand {
  /** Bones added so that deployers get at least half of what their data cost, as far as burning allows. */
  readonly topUp: bigint;
  /** Bones that deployers get at most: three times what their data cost. */
  readonly most: bigint;
  /** Bones of deployers beyond that, which go to delegators. */
  readonly overflow: bigint;
}

/** Least and most that a sub-network's deployers are paid for the data they carried (HIP-149, first decision). */
export function heliumDeployerBand(input: DeployerBandInput): DeployerBand {
  const { credits, schedule, reemitted, smoothed, floorPrice, price, cap = 164_352_000_000n } = input;
  const share = whole("share", input.share);
  const bucket = (emission: bigint): bigint => (((emission * share) / U32) * 70n) / 100n;
  const least = hntFromDataCredits({ credits: credits / 2n, price: floorPrice });
  const most = hntFromDataCredits({ credits: 3n * credits, price });
  const missing = above(least, bucket(schedule + reemitted));
  const demand = share === 0n ? 0n : (missing * U32 * 100n) / (share * 70n);
  const topUp = smaller(demand, above(smoothed, cap));
  return { topUp, most, overflow: above(bucket(schedule + reemitted + topUp), most) };
}

/** When HIP-149's supplement begins, s since 1970; how long it is flat and how long it falls, in days. */
const SUPPLEMENT = { start: 1_785_931_200n, flat: 360n, falling: 720n, perDay: 98_000n * 100_000_000n };
const DAY = 86_400n;

/** Bones that the supplement gives a sub-network in the epoch that ends at `time` (s since 1970): flat, then falling to 0. */
export function heliumSupplement({ time }: { readonly time: Whole }): bigint {
  const { start, flat, falling, perDay } = SUPPLEMENT;
  const now = whole("time", time);
  const end = start + (flat + falling) * DAY;
  if (now < start || now >= end) return 0n;
  return now < start + flat * DAY ? perDay : (perDay * (end - now)) / (falling * DAY);
}
