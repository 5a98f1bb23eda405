import { added } from "../gpus.ts";
import { pow } from "../math.ts";

/** A bid for `gpus` GPUs at no more than `limit` USD per GPU-hour. */
export interface SpotBid {
  readonly gpus: number;
  readonly limit: number;
}
export interface Clearing {
  /** How many of the bids, from the highest, are served. */
  readonly served: number;
  readonly usdPerGpuHour: number;
}

/**
 * One price for all who run: the highest bid that gets nothing, or the reserve price where every bid is served (the
 * rule of AWS spot instances before 2018: Agmon Ben-Yehuda et al., Deconstructing Amazon EC2 spot instance pricing,
 * 2013; a (k+1)-price auction, Krishna, Auction Theory, chapter 12).
 *
 * @param bids from the highest to the lowest; those below the reserve are not served
 * @param capacity GPUs; a bid is served whole or not at all, and nobody overtakes the first that is not
 */
export function highestLosingBid(bids: readonly SpotBid[], capacity: number, reserve: number): Clearing {
  let left = capacity;
  for (let served = 0; served < bids.length; served++) {
    const { gpus, limit } = bids[served]!;
    if (limit < reserve) return { served, usdPerGpuHour: reserve };
    if (gpus > left) return { served, usdPerGpuHour: limit };
    left = added(left, -gpus);
  }
  return { served: bids.length, usdPerGpuHour: reserve };
}

/**
 * Where a price set by the seller from long-run use tends to: onDemand · (floor + (1 − floor) · u^k). Above the floor
 * only as the pool fills (a model of AWS spot prices since December 2017: "prices adjust gradually, based on long-term
 * trends in supply and demand").
 */
export function smoothedTarget(
  onDemand: number,
  { floor, steepness }: { readonly floor: number; readonly steepness: number },
  utilisation: number,
): number {
  return onDemand * (floor + (1 - floor) * pow(utilisation, steepness));
}

/** A step towards the target: a share `speed` of the gap, at most a share `largest` of the price, never above on demand. */
export function smoothedStep(
  price: number,
  target: number,
  { speed, largest }: { readonly speed: number; readonly largest: number },
  onDemand: number,
): number {
  const bound = largest * price;
  const change = Math.max(-bound, Math.min(bound, speed * (target - price)));
  return Math.min(onDemand, price + change);
}
