import { discountedMean } from "../../../formulas/npv.ts";
import { avoidableUsdPerGpuHour, type GpuCost, joulesPerGpuHour } from "../../../formulas/provider.ts";
import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { log1p, pow } from "../../../math.ts";
import { numberColumn, type Table } from "../../../schema/table.ts";
import { JOULES_PER_KILOWATT_HOUR, type Seconds, YEAR } from "../../../units.ts";
import type { State, Supply } from "./state.ts";

/** Whether owners know enough to decide. */
export function informed({ state, params }: Supply): boolean {
  if (params.expectations === "perfect") return true;
  return state.expected.days >= (params.expectations === "naive" ? 1 : 2 * params.memory);
}

/**
 * USD per hour that a GPU of the first generation will earn online, beside `ordered` such GPUs that are on their way.
 *
 * Expectations were formed while another number of GPUs shared the market. What has left, arrived and been ordered
 * since is known: emission is shared by all, and customers' money falls faster than that, as the price falls, too. That
 * providers see this coming damps the cobweb of entry and exit (Muth, Rational expectations and the theory of price
 * movements, 1961). Who foresees perfectly knows how many GPUs share what the path says; where there are others now,
 * the path does not come true, and it corrects for that alike.
 */
export function expectedRevenue(context: Supply, horizon: Seconds, ordered = 0): number {
  const { state, params, read, now } = context;
  const { expected, extraOnline, arrived, departed } = state;
  const gpusOnline = gpusOf(state.gpusOnline) + extraOnline;
  const perfect = params.expectations === "perfect";
  const sharing = perfect
    ? gpusForeseen(params.foresight, now, ordered > 0 ? params.deliveryLongest : 0)
    : gpusOnline + departed - arrived;
  const room = Math.max(1, sharing) / Math.max(1, gpusOnline + ordered);
  if (perfect) return foreseen(context, "usd_per_gpu_hour", horizon) * pow(room, params.demandResponse);
  return expected.usd * pow(room, params.demandResponse) + expected.tokens * room * read.usdPerToken();
}

/** GPUs of the path when what is on its way now will have come. */
function gpusForeseen(path: Table, now: Seconds, lead: Seconds): number {
  const times = numberColumn(path, "t");
  let row: Index = 0;
  while (row + 1 < path.rows && times[row + 1]! <= now + lead) row++;
  return numberColumn(path, "gpus")[row];
}

export const expectedUtilisation = (context: Supply, horizon: Seconds): number =>
  context.params.expectations === "perfect"
    ? Math.min(1, foreseen(context, "utilisation", horizon))
    : context.state.expected.utilisation;

function foreseen({ params, now }: Supply, column: string, horizon: Seconds): number {
  const path = params.foresight;
  return discountedMean(
    numberColumn(path, "t"),
    numberColumn(path, column),
    now,
    now + horizon,
    log1p(params.hurdle) / YEAR,
  );
}

/** What is the same for all providers of a generation: computed once for many. By generation, kWh of an hour online. */
export interface Terms {
  readonly throughput: readonly number[];
  /** At the utilisation that is expected, and at that of other marketplaces. */
  readonly kilowattHours: readonly number[];
  readonly outsideKilowattHours: readonly number[];
  /** USD of an hour elsewhere, for a provider with median access. */
  readonly outsideUsd: number;
}

export function termsOf(context: Supply, utilisation: number): Terms {
  const { state, params, read } = context;
  const kilowattHours = (share: number) =>
    machinesOf(context).map((machine) => joulesPerGpuHour(machine, share) / JOULES_PER_KILOWATT_HOUR);
  return {
    throughput: state.throughput,
    kilowattHours: kilowattHours(utilisation),
    outsideKilowattHours: kilowattHours(params.outsideUtilisation),
    outsideUsd: read.marketplaceUsdPerGpuHour() * (1 - params.outsideFee) * params.outsideUtilisation,
  };
}

/** USD that an hour online will leave a provider. */
export function margin(terms: Terms, state: State, provider: Index, revenue: number): number {
  const generation = state.generation[provider];
  const electricity = terms.kilowattHours[generation]! * state.usdPerKwh[provider];
  return revenue * terms.throughput[generation]! - (electricity + state.operating[provider]);
}

/** What a provider's GPU earns elsewhere, net of its cost there; 0: switched off. */
export function outsideMargin(terms: Terms, state: State, provider: Index): number {
  const generation = state.generation[provider];
  const electricity = terms.outsideKilowattHours[generation]! * state.usdPerKwh[provider];
  const revenue = terms.outsideUsd * state.outside[provider] * terms.throughput[generation]!;
  return Math.max(0, revenue - (electricity + state.operating[provider]));
}

export type Machine = Pick<GpuCost, "power" | "load" | "idle" | "pue">;

/** What draws power, by generation. */
export const machinesOf = ({ state, params }: Supply): Machine[] =>
  state.watts.map((power) => ({ power, load: params.load, idle: params.idleLoad, pue: params.pue }));

export const costAt = (
  { power, load, idle, pue }: Machine,
  usdPerKilowattHour: number,
  operatingUsdPerHour: number,
): GpuCost => ({ power, load, idle, pue, usdPerKilowattHour, operatingUsdPerHour });

/** What an entrant's GPU of a generation would earn elsewhere. */
export function outsideMarginAt(
  { state, params, read }: Supply,
  cost: GpuCost,
  access: number,
  generation: number,
): number {
  const revenue =
    read.marketplaceUsdPerGpuHour() *
    (1 - params.outsideFee) *
    params.outsideUtilisation *
    access *
    state.throughput[generation]!;
  return Math.max(0, revenue - avoidableUsdPerGpuHour(cost, params.outsideUtilisation));
}
