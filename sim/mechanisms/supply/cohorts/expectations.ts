import { avoidableUsdPerGpuHour, type GpuCost } from "../../../formulas/provider.ts";
import { pow } from "../../../math.ts";
import type { Supply } from "./state.ts";

/**
 * USD per GPU-hour that a GPU online will earn, beside `ordered` GPUs that are on their way.
 *
 * Expectations were formed while another number of GPUs shared the market. What has left, arrived and been ordered
 * since is known: emission is shared by all, and customers' money falls faster than that, as the price falls, too. That
 * providers see this coming damps the cobweb of entry and exit (Muth, Rational expectations and the theory of price
 * movements, 1961).
 */
export function expectedRevenue({ state, params, read }: Supply, ordered = 0): number {
  const { expected, gpusOnline, arrived, departed } = state;
  const room = Math.max(1, gpusOnline + departed - arrived) / Math.max(1, gpusOnline + ordered);
  return expected.usd * pow(room, params.demandResponse) + expected.tokens * room * read.usdPerToken();
}

/** What the same GPU earns elsewhere, net of its cost there; 0: switched off. */
export function outsideMargin({ params, read }: Supply, cost: GpuCost, access: number): number {
  const revenue =
    read.marketplaceUsdPerGpuHour() * (1 - params.outsideFee) * params.outsideUtilisation * access;
  return Math.max(0, revenue - avoidableUsdPerGpuHour(cost, params.outsideUtilisation));
}

export const costOf = (context: Supply, provider: number): GpuCost =>
  costAt(context, context.state.usdPerKwh[provider]!, context.state.operating[provider]!);

export function costAt(
  { state, params }: Supply,
  usdPerKilowattHour: number,
  operatingUsdPerHour: number,
): GpuCost {
  return {
    power: state.watts,
    load: params.load,
    idle: params.idleLoad,
    pue: params.pue,
    usdPerKilowattHour,
    operatingUsdPerHour,
  };
}
