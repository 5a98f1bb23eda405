import { pow } from "../math.ts";
import { YEAR } from "../units.ts";
import { energyCost } from "./energy.ts";
import { netPresentValue } from "./npv.ts";

const HOURS_PER_YEAR = YEAR / 3600;

/** What running a GPU costs: its machine and its place. */
export interface GpuCost {
  /** Watts at full load. */
  readonly power: number;
  /** Shares of that power drawn while rented and while idle. */
  readonly load: number;
  readonly idle: number;
  readonly pue: number;
  readonly usdPerKilowattHour: number;
  readonly operatingUsdPerHour: number;
}

/** Joules that a GPU and its building use in an hour online, at this utilisation. */
export function joulesPerGpuHour(
  { power, load, idle, pue }: Pick<GpuCost, "power" | "load" | "idle" | "pue">,
  utilisation: number,
): number {
  return power * (utilisation * load + (1 - utilisation) * idle) * pue * 3600;
}

/** USD of an hour online that are not spent when the GPU is switched off: electricity and operation (capital is sunk). */
export function avoidableUsdPerGpuHour(cost: GpuCost, utilisation: number): number {
  return energyCost(joulesPerGpuHour(cost, utilisation), cost.usdPerKilowattHour) + cost.operatingUsdPerHour;
}

/** What GPUs did since their last bill. */
export interface GpuHours {
  /** Hours online for customers, and the rented ones of them. */
  readonly online: number;
  readonly busy: number;
  /** Hours at work for somebody else, and hours on which nobody operates them. */
  readonly elsewhere: number;
  readonly idle: number;
}

/** Energy of these hours, and what its electricity and the operation cost. */
export function billFor(
  cost: GpuCost,
  { online, busy, elsewhere, idle }: GpuHours,
): { joules: number; usd: number } {
  const utilisation = online === 0 ? 0 : Math.min(1, busy / online);
  const joules =
    joulesPerGpuHour(cost, utilisation) * online +
    joulesPerGpuHour(cost, 1) * elsewhere +
    joulesPerGpuHour(cost, 0) * idle;
  const operation = (online + elsewhere) * cost.operatingUsdPerHour;
  return { joules, usd: energyCost(joules, cost.usdPerKilowattHour) + operation };
}

/** Value of buying a GPU for a level margin per hour online, in USD; bought when above 0 (free entry: 0 at the margin). */
export function entryValue({
  marginUsdPerGpuHour,
  capital,
  resaleShare,
  years,
  hurdle,
}: {
  marginUsdPerGpuHour: number;
  capital: number;
  resaleShare: number;
  years: number;
  hurdle: number;
}): number {
  return netPresentValue({
    capital,
    margin: marginUsdPerGpuHour * HOURS_PER_YEAR,
    resale: capital * resaleShare,
    periods: years,
    rate: hurdle,
  });
}

/** Weight of a new observation in an adaptive expectation whose memory halves in `halfLife` steps: 1 − 2^(−1/halfLife). */
export function learningRate(halfLife: number): number {
  return 1 - pow(0.5, 1 / halfLife);
}
