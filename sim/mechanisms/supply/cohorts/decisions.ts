import { avoidableUsdPerGpuHour, entryValue, learningRate } from "../../../formulas/provider.ts";
import { growHosts } from "../../../model/assignments.ts";
import { growPlacement, setFree } from "../../../model/placement.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR } from "../../../units.ts";
import { costAt, costOf, expectedRevenue, outsideMargin } from "./expectations.ts";
import { insolvent } from "./money.ts";
import { columns, integrate, LEAVING, ONLINE, type Supply } from "./state.ts";
import { offer } from "./work.ts";

/** What is particular to a provider: the same for the same number in every design. */
function traits(
  { random, params }: Supply,
  candidate: number,
): { region: number; operating: number; outside: number; hurdle: number } {
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
export function join(context: Supply, candidate: number): number {
  const { state, params, ledger, random, emit } = context;
  integrate(context);
  const provider = state.count++;
  if (state.count > state.account.length) Object.assign(state, columns(state.count * 2, state));
  growPlacement(state.room, state.account.length);
  growHosts(state.running, state.account.length);
  const { region, operating, outside } = traits(context, candidate);
  state.usdPerKwh[provider] = numberColumn(params.regions, "usd_per_kwh")[region]!;
  state.gco2ePerKwh[provider] = numberColumn(params.regions, "gco2e_per_kwh")[region]!;
  state.operating[provider] = operating;
  state.outside[provider] = outside;
  state.account[provider] = ledger.open(`provider/${candidate}`, "providers");
  state.status[provider] = ONLINE;
  state.since[provider] = context.now;
  const cash =
    avoidableUsdPerGpuHour(costOf(context, provider), 0.5) * params.gpusEach * 24 * params.workingCapital;
  ledger.transfer(
    state.accounts.usd,
    state.accounts.world,
    state.account[provider]!,
    cash,
    "working capital",
  );
  offer(context, provider);
  emit.machineFailed(
    { provider, k: 0 },
    random.at(provider, "failure", 0).exponential(params.mtbf / params.gpusEach),
  );
  return provider;
}

/** The owner's money buys the hardware, and the market has more GPUs than expectations know of. */
export function buy({ state, params, ledger }: Supply, provider: number): void {
  const price = params.capitalUsdPerGpu * params.gpusEach;
  ledger.transfer(state.accounts.usd, state.accounts.world, state.account[provider]!, price, "equity");
  ledger.transfer(state.accounts.usd, state.account[provider]!, state.accounts.world, price, "hardware");
  state.arrived += params.gpusEach;
}

export function decideEntries(context: Supply, week: number): void {
  const { state, params, random, emit } = context;
  if (state.expected.days < 2 * params.memory) return;
  for (let number = 0; number < params.candidatesPerWeek; number++) {
    const candidate = params.providers + week * params.candidatesPerWeek + number;
    const { region, operating, outside, hurdle } = traits(context, candidate);
    const cost = costAt(context, numberColumn(params.regions, "usd_per_kwh")[region]!, operating);
    const margin =
      expectedRevenue(context, state.ordered * params.gpusEach) -
      avoidableUsdPerGpuHour(cost, state.expected.utilisation);
    const value = entryValue({
      marginUsdPerGpuHour: margin,
      capital: params.capitalUsdPerGpu,
      resaleShare: params.resaleShare,
      years: params.life,
      hurdle,
    });
    if (value <= 0 || margin < outsideMargin(context, cost, outside)) continue;
    state.ordered++;
    const span = Math.max(0, params.deliveryLongest - params.deliveryShortest);
    emit.hardwareDelivered(
      { candidate },
      params.deliveryShortest + span * random.at(candidate, "delivery").uniform(),
    );
  }
}

/**
 * A provider leaves after so many days in a row on which it expects less than elsewhere, or cannot pay what it owes.
 * Those who would lose most go first, and each who stays counts on the customers of those who have gone.
 */
export function decideExits(context: Supply): void {
  const { state, params } = context;
  const keep = 1 - learningRate(params.memory);
  state.departed *= keep;
  state.arrived *= keep;
  if (state.expected.days < 2 * params.memory) return;
  const revenue = expectedRevenue(context);
  const gains = new Map<number, number>();
  for (let provider = 0; provider < state.count; provider++) {
    if (state.status[provider] !== ONLINE) continue;
    const gain = gainOfStaying(context, provider, revenue);
    const bears = gain >= 0 && !insolvent(context, provider);
    state.lossDays[provider] = bears ? 0 : state.lossDays[provider]! + 1;
    if (state.lossDays[provider]! >= params.patience) gains.set(provider, gain);
  }
  const tired = [...gains.keys()].sort((one, other) => gains.get(one)! - gains.get(other)! || one - other);
  for (const provider of tired)
    if (gainOfStaying(context, provider, expectedRevenue(context)) < 0 || insolvent(context, provider))
      depart(context, provider);
}

/** USD per GPU-hour that staying at this expected revenue is worth more than leaving; the cost of leaving counts for staying. */
function gainOfStaying(context: Supply, provider: number, revenue: number): number {
  const { state, params } = context;
  const cost = costOf(context, provider);
  const margin = revenue - avoidableUsdPerGpuHour(cost, state.expected.utilisation);
  const switching = (params.switchingUsdPerGpu * HOUR) / params.switchingHorizon;
  return margin + switching - outsideMargin(context, cost, state.outside[provider]!);
}

/** The provider takes no more jobs, and goes when it is idle. */
function depart(context: Supply, provider: number): void {
  const { state, params } = context;
  state.departed += params.gpusEach;
  state.status[provider] = LEAVING;
  setFree(state.room, provider, -1);
  offer(context, provider);
}
