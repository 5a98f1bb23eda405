import { energyCost } from "../../../formulas/energy.ts";
import { capitalUsdPerHour } from "../../../formulas/own-or-rent.ts";
import { joulesPerGpuHour } from "../../../formulas/provider.ts";
import { sum } from "../../../formulas/sum.ts";
import { takeUnits } from "../../../formulas/whole-units.ts";
import type { Index } from "../../../indexed.ts";
import { HOUR } from "../../../units.ts";
import { CLOUD, type Firm, integrate, OWN, RESERVED, SPOT, worked } from "./state.ts";

/** US dollars have 6 decimals. */
const UNITS = 1e6;

/** An owned GPU in an hour without work: capital, idle power, operation. */
export function fixedUsdPerHour({ params }: Firm): number {
  const ownership = { ...params, capital: params.capitalUsdPerGpu, years: params.life };
  return capitalUsdPerHour(ownership) + powerUsdPerHour(params, 0) + params.operatingUsdPerGpuHour;
}
export const variableUsdPerHour = ({ params }: Firm): number =>
  powerUsdPerHour(params, 1) - powerUsdPerHour(params, 0);
const powerUsdPerHour = (
  { power, serverLoad, idleLoad, pue, usdPerKwh }: Firm["params"],
  utilisation: number,
): number =>
  energyCost(joulesPerGpuHour({ power, load: serverLoad, idle: idleLoad, pue }, utilisation), usdPerKwh);

/** USD for what has been used and kept since the last time it was paid, by place. */
function due(context: Firm): { own: number; reserved: number; cloud: number; spot: number } {
  const { state, read, now } = context;
  const hours = (now - state.settledAt) / HOUR;
  const used = (place: Index): number => (worked(context, place) - state.settled[place]) / HOUR;
  return {
    own: state.room[OWN]! * hours * fixedUsdPerHour(context) + used(OWN) * variableUsdPerHour(context),
    reserved: state.room[RESERVED]! * hours * read.cloudReservedUsdPerGpuHour(),
    cloud: used(CLOUD) * read.cloudUsdPerGpuHour(),
    spot: used(SPOT) > 0 ? used(SPOT) * read.cloudSpotUsdPerGpuHour() : 0,
  };
}

/** What the firm's work has cost up to now, paid or not. */
export function costUsd(context: Firm): number {
  const { own, reserved, cloud, spot } = due(context);
  return sum(context.state.spent) + own + reserved + cloud + spot;
}

/** What has been used and kept since the last time is paid. */
export function settle(context: Firm): void {
  const { state, ledger, account, asset, now } = context;
  integrate(context);
  const { own, reserved, cloud, spot } = due(context);
  state.spent[OWN] += own;
  state.spent[RESERVED] += reserved;
  state.spent[CLOUD] += cloud;
  state.spent[SPOT] += spot;
  state.settled.set(state.worked);
  state.settledAt = now;

  const { usd } = asset;
  const { world, firm } = account;
  const forOwn = BigInt(takeUnits(state.odd.own, own * UNITS));
  const forCloud = BigInt(takeUnits(state.odd.cloud, (reserved + cloud + spot) * UNITS));
  ledger.transfer(usd, world, firm, forOwn + forCloud, "income");
  ledger.transfer(usd, firm, world, forOwn, "own GPUs");
  ledger.transfer(usd, firm, account.cloud, forCloud, "cloud");
}
