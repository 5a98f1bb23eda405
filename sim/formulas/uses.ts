/**
 * What an owner does with a GPU: the use with the best margin, net of what switching costs. Staying in a use that is no
 * longer the best until the gain pays for the switch is the hysteresis of Dixit, Entry and exit decisions under
 * uncertainty, Journal of Political Economy 97, 1989.
 */
import { avoidableUsdPerGpuHour, type GpuCost } from "./provider.ts";

/** In the order in which equals are preferred. Elsewhere a use is its place in this list. */
export const USES = ["rent", "mine", "serve", "volunteer", "idle"] as const;
export const RENT = 0;
export const MINE = 1;
export const SERVE = 2;
export const VOLUNTEER = 3;
export const IDLE = 4;

/** Margin of a use that nobody offers. */
export const NOT_OFFERED = Number.NEGATIVE_INFINITY;

export interface Renting {
  /** What customers pay for an hour. */
  readonly usdPerGpuHour: number;
  /** Share of the hours online that are rented. */
  readonly utilisation: number;
  /** Share that the market keeps. */
  readonly fee: number;
  /** Emission per hour online. */
  readonly tokensPerGpuHour: number;
  readonly usdPerToken: number;
}

/** USD that an hour on the rental market leaves: price × utilisation less the fee, and emission, less avoidable cost. */
export function rentMargin(renting: Renting, cost: GpuCost): number {
  const { usdPerGpuHour, utilisation, fee, tokensPerGpuHour, usdPerToken } = renting;
  return (
    usdPerGpuHour * utilisation * (1 - fee) +
    tokensPerGpuHour * usdPerToken -
    avoidableUsdPerGpuHour(cost, utilisation)
  );
}

/** USD that an hour of mining, serving or volunteering leaves: it is busy all the time. */
export function workMargin(usdPerGpuHour: number, cost: GpuCost): number {
  return usdPerGpuHour - avoidableUsdPerGpuHour(cost, 1);
}

/** USD that an hour of doing nothing leaves: what the idle GPU draws; nobody operates it. */
export function idleMargin(cost: GpuCost): number {
  return -avoidableUsdPerGpuHour({ ...cost, operatingUsdPerHour: 0 }, 0);
}

/**
 * The use to take up: the best one where it gains more than switching costs over the hours that it must be earned back
 * in, else the current one. Of equals the earlier in `USES`.
 *
 * @param margins USD per GPU-hour by use; `NOT_OFFERED` is never chosen over anything else
 */
export function bestUse(
  margins: ArrayLike<number>,
  current: number,
  switchingUsd: number,
  horizonHours: number,
): number {
  let best = 0;
  for (let use = 1; use < margins.length; use++) if (margins[use]! > margins[best]!) best = use;
  return margins[best]! - margins[current]! > switchingUsd / horizonHours ? best : current;
}
