/** Economics of proof of work. */
import { JOULES_PER_KILOWATT_HOUR } from "../units.ts";

/** Hashes in a terahash: hardware is priced and rated by it. */
export const TERA = 1e12;
const DAY = 86_400;

/** What a hash costs, in USD. */
export interface HashCost {
  readonly electricity: number;
  /** Hardware, its price spread over its life. */
  readonly hardware: number;
}

/**
 * USD for a hash.
 *
 * @param joulesPerTerahash efficiency of the hardware, J/TH (that is W for TH/s)
 * @param hardwarePrice USD for a TH/s
 * @param hardwareLife seconds over which it is written off
 */
export function hashCost(
  joulesPerTerahash: number,
  usdPerKilowattHour: number,
  hardwarePrice: number,
  hardwareLife: number,
): HashCost {
  return {
    electricity: ((joulesPerTerahash / TERA) * usdPerKilowattHour) / JOULES_PER_KILOWATT_HOUR,
    hardware: hardwarePrice / TERA / hardwareLife,
  };
}

/** Hashes a second at which this cost of a hash takes up all of a revenue in USD a day. */
export function breakEvenHashrate(usdPerDay: number, usdPerHash: number): number {
  return usdPerHash > 0 ? usdPerDay / (usdPerHash * DAY) : Number.POSITIVE_INFINITY;
}

/**
 * Share of blocks that go stale, to first order, among independent miners who learn of a block after `delay`: while
 * miner i's block travels, another finds one, Σᵢ hᵢ Σ_{j≠i} (hⱼ/T) / (hⱼ/T + 1/d) (Decker and Wattenhofer 2013 for the
 * mechanism; exponential delay of mean d).
 *
 * @param shares of the hashrate; they add up to 1
 * @param blockTime T, seconds between blocks
 * @param delay d, seconds
 */
export function staleRate(shares: readonly number[], blockTime: number, delay: number): number {
  if (delay === 0) return 0;
  const race = shares.map((share) => share / blockTime / (share / blockTime + 1 / delay));
  const total = race.reduce((sum, chance) => sum + chance, 0);
  return shares.reduce((sum, share, miner) => sum + share * (total - race[miner]!), 0);
}
