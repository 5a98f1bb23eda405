import { avoidableUsdPerGpuHour, type GpuCost } from "../../../formulas/provider.ts";
import type { Supply } from "./state.ts";

/** USD per GPU-hour online: customers' money and emission at today's price of the token. */
export const expectedRevenue = ({ state: { expected }, read }: Supply): number =>
  expected.usd + expected.tokens * read.usdPerToken();

/** Orders are known: an entrant shares today's revenue with the machines that are on their way, which damps the cobweb of entry. */
export const crowding = ({ state, params }: Supply): number =>
  state.gpusOnline / Math.max(1, state.gpusOnline + state.ordered * params.gpusEach);

/** Departures are known, too: those who stay share the customers of GPUs that have left since expectations were formed. */
export const relief = ({ state }: Supply): number => 1 + state.departed / Math.max(1, state.gpusOnline);

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
