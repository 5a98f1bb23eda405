import { avoidableUsdPerGpuHour, entryValue, learningRate } from "../../../formulas/provider.ts";
import type { Index } from "../../../indexed.ts";
import { growHosts } from "../../../kit/market/assignments.ts";
import { growPlacement, setRoom } from "../../../kit/market/placement.ts";
import { insolvent, openProvider } from "../../../kit/supply/provider-money.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR, YEAR } from "../../../units.ts";
import {
  costAt,
  expectedRevenue,
  expectedUtilisation,
  informed,
  machinesOf,
  margin,
  outsideMargin,
  outsideMarginAt,
  type Terms,
  termsOf,
} from "./expectations.ts";
import { isReleased, priceOf, resaleShareAt } from "./generations.ts";
import { columns, integrate, LEAVING, ONLINE, type Supply } from "./state.ts";
import { bestMargin } from "./uses.ts";
import { offer } from "./work.ts";

/** What is particular to a provider: the same for the same number in every design. */
function traits(
  { random, params }: Supply,
  candidate: number,
): { region: Index; operating: number; outside: number; hurdle: number } {
  return {
    region: random.at(candidate, "region").weighted(numberColumn(params.regions, "weight")),
    operating:
      params.operatingUsdPerGpuHour *
      random.at(candidate, "operating cost").lognormal(0, params.operatingDispersion),
    outside: random.at(candidate, "outside option").lognormal(0, params.outsideDispersion),
    hurdle: params.hurdle * random.at(candidate, "hurdle").lognormal(0, params.hurdleDispersion),
  };
}

/** A provider goes online, with cash for its first bills. Returns its row. */
export function join(
  context: Supply,
  candidate: number,
  generation: number,
  machine = machinesOf(context)[generation]!,
): number {
  const { state, params, random, emit } = context;
  integrate(context);
  const provider: Index = state.count++;
  if (state.count > state.status.length) Object.assign(state, columns(state.count, state));
  growPlacement(state.room, state.status.length);
  growHosts(state.running, state.status.length);
  const { region, operating, outside } = traits(context, candidate);
  state.region[provider] = region;
  state.generation[provider] = generation;
  state.bought[provider] = context.now;
  state.price[provider] = priceOf(context, generation);
  state.usdPerKwh[provider] = numberColumn(params.regions, "usd_per_kwh")[region];
  state.gco2ePerKwh[provider] = numberColumn(params.regions, "gco2e_per_kwh")[region];
  state.operating[provider] = operating;
  state.outside[provider] = outside;
  state.status[provider] = ONLINE;
  state.since[provider] = context.now;
  const cost = costAt(machine, state.usdPerKwh[provider], operating);
  const cash = avoidableUsdPerGpuHour(cost, 0.5) * params.gpusEach * 24 * params.workingCapital;
  openProvider(context, candidate, cash);
  offer(context, provider);
  emit.machineFailed(
    { provider, k: 0 },
    random.at(provider, "failure", 0).exponential(params.mtbf / params.gpusEach),
  );
  return provider;
}

/** The owner's money buys the hardware that was ordered, and the market has more GPUs than expectations know of. */
export function receiveHardware(
  context: Supply,
  { candidate, generation = 0 }: { candidate: number; generation?: number },
): void {
  const { state, params, ledger, account, asset, emit } = context;
  const provider: Index = join(context, candidate, generation);
  const price = state.price[provider] * params.gpusEach;
  const owner = account.provider.ids[provider];
  ledger.transfer(asset.usd, account.world, owner, price, "equity");
  ledger.transfer(asset.usd, owner, account.world, price, "hardware");
  const gpus = params.gpusEach * state.throughput[generation]!;
  state.arrived += gpus;
  state.ordered -= gpus;
  state.entered++;
  emit.gpusFreed({});
}

export function decideEntries(context: Supply, week: number): void {
  const { params } = context;
  if (!informed(context)) return;
  for (let number = 0; number < params.candidatesPerWeek; number++)
    consider(context, params.providers + week * params.candidatesPerWeek + number);
}

/** A potential entrant buys the generation that is worth most to it, if that is worth anything. */
function consider(context: Supply, candidate: number): void {
  const { state, params, random, emit } = context;
  const entrant = traits(context, candidate);
  const horizon = params.life * YEAR;
  const revenue = expectedRevenue(context, horizon, state.ordered);
  let best = { value: 0, generation: -1 };
  for (let generation = 0; generation < state.throughput.length; generation++) {
    if (!isReleased(context, generation)) break;
    const value = entryValueOf(context, entrant, generation, revenue);
    if (value > best.value) best = { value, generation };
  }
  if (best.generation === -1) return;
  state.ordered += params.gpusEach * state.throughput[best.generation]!;
  const span = Math.max(0, params.deliveryLongest - params.deliveryShortest);
  const delay = params.deliveryShortest + span * random.at(candidate, "delivery").uniform();
  if (best.generation === 0) emit.hardwareDelivered({ candidate }, delay);
  else emit.hardwareDelivered({ candidate, generation: best.generation }, delay);
}

/** Net present value of a GPU, in USD; nothing where it would earn more elsewhere. */
function entryValueOf(
  context: Supply,
  { region, operating, outside, hurdle }: ReturnType<typeof traits>,
  generation: number,
  revenue: number,
): number {
  const { state, params } = context;
  const cost = costAt(
    machinesOf(context)[generation]!,
    numberColumn(params.regions, "usd_per_kwh")[region],
    operating,
  );
  const utilisation = expectedUtilisation(context, params.life * YEAR);
  const margin = revenue * state.throughput[generation]! - avoidableUsdPerGpuHour(cost, utilisation);
  if (margin < outsideMarginAt(context, cost, outside, generation)) return 0;
  return entryValue({
    marginUsdPerGpuHour: margin,
    capital: priceOf(context, generation),
    resaleShare: resaleShareAt(context, params.life),
    years: params.life,
    hurdle,
  });
}

/**
 * A provider leaves after so many days in a row on which it expects less than elsewhere, or cannot pay what it owes.
 * Those who would lose most go first, and each who stays counts on the customers of those who have gone.
 */
export function decideExits(context: Supply): void {
  const { state, params, read } = context;
  const keep = params.expectations === "naive" ? 0 : 1 - learningRate(params.memory);
  state.departed *= keep;
  state.arrived *= keep;
  if (!informed(context)) return;
  const horizon = params.switchingHorizon;
  const terms = termsOf(context, expectedUtilisation(context, horizon));
  const revenue = expectedRevenue(context, horizon);
  const usdPerToken = read.usdPerToken();
  const gains = new Map<number, number>();
  for (let provider: Index = 0; provider < state.count; provider++) {
    if (state.status[provider] !== ONLINE) continue;
    const gain = gainOfStaying(context, terms, provider, revenue);
    const bears = gain >= 0 && !insolvent(context, provider, usdPerToken);
    state.lossDays[provider] = bears ? 0 : state.lossDays[provider] + 1;
    if (state.lossDays[provider] >= params.patience) gains.set(provider, gain);
  }
  const tired = [...gains.keys()].sort((one, other) => gains.get(one)! - gains.get(other)! || one - other);
  for (const provider of tired) {
    const left = expectedRevenue(context, horizon);
    if (gainOfStaying(context, terms, provider, left) < 0 || insolvent(context, provider, usdPerToken))
      depart(context, provider);
  }
}

/** USD per GPU-hour that staying at this expected revenue is worth more than leaving; the cost of leaving counts for staying. */
function gainOfStaying(context: Supply, terms: Terms, provider: number, revenue: number): number {
  const { state, params } = context;
  const earned =
    params.uses === "rent" ? margin(terms, state, provider, revenue) : bestMargin(context, provider, revenue);
  const switching = (params.switchingUsdPerGpu * HOUR) / params.switchingHorizon;
  return earned + switching - outsideMargin(terms, state, provider);
}

/** The provider takes no more jobs, and goes when it is idle. */
function depart(context: Supply, provider: Index): void {
  const { state, params } = context;
  state.departed += params.gpusEach * state.throughput[state.generation[provider]]!;
  state.status[provider] = LEAVING;
  setRoom(state.room, state.cards, provider, -1);
  offer(context, provider);
}
