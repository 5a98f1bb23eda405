/*
 * One file of about 400 lines: a provider's life (entry, work, bills, exit) reads better in one place than in three.
 *
 * A provider:  candidate → (NPV below 0: turned away) → ordered → online → leaving (finishes its jobs) → gone
 * A GPU of it: working ⇄ under repair.   A job here: jobMatched → jobStarted → (jobFinished | jobInterrupted)
 */
import { OrreryError } from "../../errors.ts";
import { gini, nakamotoCoefficient } from "../../formulas/concentration.ts";
import {
  avoidableUsdPerGpuHour,
  entryValue,
  type GpuCost,
  joulesPerGpuHour,
  learningRate,
} from "../../formulas/provider.ts";
import { ACCOUNTS } from "../../model/accounts.ts";
import {
  type Assignments,
  addJob,
  addShare,
  assignments,
  growHosts,
  jobRow,
  removeJob,
} from "../../model/assignments.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import {
  bestFit,
  growPlacement,
  type Placement,
  placement,
  roomiest,
  setFree,
} from "../../model/placement.ts";
import { grown } from "../../model/rows.ts";
import { count, number, ratio, seconds, table, text, usd, type Values } from "../../schema/fields.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { inlineTable, numberColumn, type Table, textColumn } from "../../schema/table.ts";
import { DAY, HOUR, JOULES_PER_KILOWATT_HOUR, WEEK } from "../../units.ts";

const params = {
  providers: count({ default: 125, min: 0, max: 10_000_000, doc: "Providers online at the start." }),
  gpusEach: count({ default: 8, min: 1, max: 1_024, doc: "GPUs of a provider." }),
  gpu: text({ default: "NVIDIA GeForce RTX 3090", doc: "Kind of GPU, as the hardware table names it." }),
  hardware: table(
    { model: { type: "text" }, tdp_watts: { type: "number", unit: "W", min: 0 } },
    {
      default: inlineTable({ model: ["NVIDIA GeForce RTX 3090"], tdp_watts: [350] }),
      doc: "Thermal design power by kind of GPU.",
      source: "NVIDIA, GeForce RTX 3090 specifications",
    },
  ),
  regions: table(
    {
      region: { type: "text" },
      usd_per_kwh: { type: "number", unit: "USD/kWh", min: 0 },
      gco2e_per_kwh: { type: "number", unit: "g/kWh", min: 0 },
      weight: { type: "number", min: 0 },
    },
    {
      default: inlineTable({
        region: ["US", "DE", "NO", "CN"],
        usd_per_kwh: [0.12, 0.2, 0.08, 0.09],
        gco2e_per_kwh: [384, 381, 30, 582],
        weight: [4, 2, 1, 3],
      }),
      doc: "Where providers are: electricity price, carbon intensity, share of providers.",
    },
  ),
  load: ratio({ default: 0.8, doc: "Share of the TDP that a rented GPU draws.", range: [0.6, 1] }),
  idleLoad: ratio({
    default: 0.12,
    doc: "Share of the TDP that an idle GPU draws: 10 to 15 %.",
    range: [0.1, 0.15],
  }),
  pue: number("", {
    default: 1.3,
    min: 1,
    doc: "Energy of the building over that of the machines; small sites without a cooling plant.",
    range: [1.1, 1.58],
  }),
  operatingUsdPerGpuHour: usd({
    default: 0.05,
    doc: "Median operating cost of a GPU-hour online; lognormal over providers.",
    range: [0.02, 0.08],
  }),
  operatingDispersion: number("", {
    default: 0.4,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(operating cost) over providers.",
    range: [0.2, 0.6],
  }),
  capitalUsdPerGpu: usd({
    default: 1_000,
    doc: "Price of a GPU with its share of the host.",
    range: [700, 1_800],
  }),
  resaleShare: ratio({
    default: 0.2,
    doc: "Share of the capital that resale brings at the end of its life.",
    range: [0.1, 0.35],
  }),
  life: number("y", {
    default: 3,
    min: 0.1,
    max: 20,
    doc: "Years over which an entrant counts on a GPU.",
    range: [2, 5],
  }),
  hurdle: ratio({
    default: 0.2,
    max: 5,
    doc: "Yearly return that the median entrant asks for.",
    range: [0.1, 0.35],
  }),
  hurdleDispersion: number("", {
    default: 0.3,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(hurdle) over entrants.",
    range: [0.1, 0.6],
  }),
  candidatesPerWeek: count({
    default: 6,
    max: 1_000_000,
    doc: "Potential entrants a week: bounds how fast the fleet can grow.",
    range: [2, 12],
  }),
  deliveryShortest: seconds({
    default: 4 * WEEK,
    doc: "Shortest delay from order to online.",
    source: "mechanism specification 4.9: 4 to 26 weeks",
  }),
  deliveryLongest: seconds({
    default: 12 * WEEK,
    doc: "Longest delay from order to online.",
    source: "mechanism specification 4.9: 4 to 26 weeks",
  }),
  outsideUtilisation: ratio({
    default: 0.35,
    doc: "Utilisation that a host gets at other marketplaces.",
    range: [0.2, 0.6],
  }),
  outsideFee: ratio({ default: 0.25, doc: "Share that other marketplaces keep.", range: [0.15, 0.3] }),
  outsideDispersion: number("", {
    default: 0.3,
    min: 0,
    max: 3,
    doc: "Standard deviation of ln(outside earnings) over providers.",
    range: [0.1, 0.6],
  }),
  switchingUsdPerGpu: usd({
    default: 50,
    doc: "Cost of leaving, per GPU: moving, downtime, a buyer's discount.",
    range: [0, 150],
  }),
  switchingHorizon: seconds({
    default: 90 * DAY,
    min: DAY,
    doc: "Time over which the cost of leaving must be earned back elsewhere.",
    range: [30 * DAY, 365 * DAY],
  }),
  patience: count({
    default: 7,
    min: 1,
    doc: "Days that a provider bears a margin below its outside option, or unpaid bills.",
    source: "economics of the flagship",
  }),
  memory: number("d", { default: 14, min: 0.1, doc: "Half-life of adaptive expectations.", range: [7, 28] }),
  keep: ratio({ default: 0.3, doc: "Share of received tokens kept after bills are paid.", range: [0, 0.7] }),
  workingCapital: number("d", {
    default: 30,
    min: 0,
    doc: "Days of bills that a provider starts with in cash.",
  }),
  mtbf: seconds({
    default: 50_677 * HOUR,
    min: 1,
    doc: "Mean time between unexpected interruptions of a GPU.",
    source: "Llama 3 (2024): 419 in 54 days on 16,384 GPUs",
  }),
  mttr: seconds({ default: 24 * HOUR, min: 1, doc: "Mean time to repair.", range: [6 * HOUR, 72 * HOUR] }),
  spanPenalty: ratio({
    default: 0.1,
    max: 10,
    doc: "Longer running time of a job whose GPUs span providers.",
    range: [0, 0.5],
  }),
  asset: text({ default: "token", doc: "Asset in which emission is paid." }),
};
const reads = {
  // Never asked: who publishes it settles the day's contracts, and a publisher comes before its readers.
  marketFee: { otherwise: 0 },
  marketplaceUsdPerGpuHour: { otherwise: 0 },
  usdPerToken: { otherwise: 0 },
} as const;
const emits = {
  jobStarted: shared,
  jobFinished: shared,
  jobInterrupted: shared,
  gpusFreed: shared,
  swapRequested: shared,
  machineFailed: {
    doc: "A GPU of a provider stops working; `k` counts that provider's failures.",
    priority: -5,
    fields: { provider: "number", k: "number" },
  },
  machineRepaired: { doc: "A GPU of a provider works again.", priority: -5, fields: { provider: "number" } },
  hardwareDelivered: {
    doc: "An entrant's machines arrive; `candidate` is its number among all potential entrants.",
    fields: { candidate: "number" },
  },
} as const;

/** A unit of the ledger. */
const SMALLEST_USD = 1e-6;

const ONLINE = 1;
const LEAVING = 2;
const GONE = 3;
const NUMBERS = [
  "usdPerKwh",
  "gco2ePerKwh",
  "operating",
  "outside",
  "arrears",
  "earned",
  "settled",
  "work",
  "busyHours",
  "onlineHours",
  "since",
  "revenue",
  "received",
  "sale",
] as const;
const INTEGERS = ["account", "status", "down", "busy", "online", "lossDays"] as const;
/**
 * By provider, in order of arrival; providers that left keep their row, so that measures cover all that ever entered.
 * `onlineHours` and `busyHours`: GPU-hours since its last bill, up to `since`. `earned`: USD of its work today, `settled`:
 * of the day before; `work`: GPU-hours today. `received` and `sale`: tokens that came in since it last sold, and on sale.
 */
type Providers = { [C in (typeof NUMBERS)[number]]: Float64Array } & {
  [C in (typeof INTEGERS)[number]]: Int32Array;
};

interface State extends Providers {
  count: number;
  watts: number;
  running: Assignments;
  room: Placement;
  gpusOnline: number;
  busyGpus: number;
  /** ∫ online dt and ∫ busy dt in GPU-seconds, up to `integrated`. */
  onlineSeconds: number;
  busySeconds: number;
  integrated: number;
  /** Adaptive expectations per GPU-hour online: USD, tokens, utilisation; days observed, and the integrals up to the last. */
  expected: {
    usd: number;
    tokens: number;
    utilisation: number;
    days: number;
    onlineSeconds: number;
    busySeconds: number;
  };
  accounts: { usd: number; token: number; world: number; revenue: number; rewards: number; sales: number };
  selling: boolean;
  /** USD that payments in tokens were worth when they came in, since expectations last learned. */
  paidInTokens: number;
  /** Providers whose hardware is on its way. */
  ordered: number;
  entered: number;
  left: number;
  failures: number;
  totals: {
    revenueUsd: number;
    tokenUsd: number;
    salesUsd: number;
    billsUsd: number;
    joules: number;
    grams: number;
    spanning: number;
    started: number;
  };
}
type Supply = ContextOf<typeof params, State, typeof reads, typeof emits>;

export const cohorts = defineMechanism({
  name: "supply/cohorts",
  summary:
    "Runs providers that own GPUs: they place jobs, fail and repair, pay bills, sell emission, enter on net present value and leave for better offers.",
  source:
    "Entry and exit: Dixit and Pindyck, Investment under Uncertainty, 1994, chapter 8; failures: Llama 3 (2024), table 5",
  params,
  reads,
  emits,
  init: ({ providers, gpusEach, gpu, hardware }: Values<typeof params>): State => ({
    ...columns(Math.max(16, providers * 2)),
    count: 0,
    watts: thermalDesignPower(hardware, gpu),
    running: assignments(Math.max(16, providers * 2)),
    room: placement(Math.max(16, providers * 2), gpusEach),
    gpusOnline: 0,
    busyGpus: 0,
    onlineSeconds: 0,
    busySeconds: 0,
    integrated: 0,
    expected: { usd: 0, tokens: 0, utilisation: 0, days: 0, onlineSeconds: 0, busySeconds: 0 },
    accounts: { usd: 0, token: 0, world: 0, revenue: 0, rewards: 0, sales: 0 },
    selling: false,
    paidInTokens: 0,
    ordered: 0,
    entered: 0,
    left: 0,
    failures: 0,
    totals: {
      revenueUsd: 0,
      tokenUsd: 0,
      salesUsd: 0,
      billsUsd: 0,
      joules: 0,
      grams: 0,
      spanning: 0,
      started: 0,
    },
  }),
  on: {
    start(context) {
      const { state, ledger, params } = context;
      state.accounts = {
        usd: ledger.asset("usd"),
        token: ledger.asset(params.asset),
        world: ledger.open(ACCOUNTS.world, "world"),
        revenue: ledger.open(ACCOUNTS.providerRevenue, "providers"),
        rewards: ledger.open(ACCOUNTS.providerRewards, "providers"),
        sales: ledger.open("sales/providers", "providers"),
      };
      for (let candidate = 0; candidate < params.providers; candidate++) join(context, candidate);
    },
    jobMatched: startJob,
    jobFinished(context, { job }) {
      release(context, job);
    },
    machineFailed: fail,
    machineRepaired: repair,
    hardwareDelivered(context, { candidate }) {
      buy(context, join(context, candidate));
      context.state.ordered--;
      context.state.entered++;
      context.emit.gpusFreed({});
    },
    day(context, { day }) {
      integrate(context);
      creditWork(context);
      receive(context);
      decideExits(context);
      if (day % 7 === 0) decideEntries(context, day / 7);
      drawUpBills(context);
      const tokens = offerTokens(context);
      if (tokens > 0) sell(context, tokens);
      else settleBills(context);
    },
    swapped(context, { account, bought }) {
      const { state, ledger } = context;
      receiveTokens(context);
      if (!state.selling || account !== state.accounts.sales) return;
      if (bought > 0)
        ledger.split(
          state.accounts.usd,
          account,
          live(state.account, state),
          live(state.sale, state),
          ledger.units(state.accounts.usd, account),
          "token sales",
        );
      state.selling = false;
      state.totals.salesUsd += bought;
      settleBills(context);
    },
  },
  signals: {
    gpusOnline: ({ state }) => state.gpusOnline,
    gpusFree: ({ state }) => state.room.total,
    gpuUtilisation: ({ state }) => (state.gpusOnline > 0 ? state.busyGpus / state.gpusOnline : 0),
    gpuHoursOnline: (context) => onlineSeconds(context) / HOUR,
    gpuHoursDelivered: (context) => busySeconds(context) / HOUR,
  },
  metrics: {
    "gpu.supply": {
      unit: "GPUs",
      kind: "level",
      doc: "GPUs online, mean over time.",
      totals: (context) => [onlineSeconds(context), context.now],
    },
    "gpu.utilisation": {
      unit: "ratio",
      kind: "ratio",
      doc: "Busy over online GPU-time.",
      totals: (context) => [busySeconds(context), onlineSeconds(context)],
    },
    "gpu.delivered": {
      unit: "GPU h",
      kind: "flow",
      doc: "GPU-hours run for customers.",
      total: (context) => busySeconds(context) / HOUR,
    },
    "gpu.failures": {
      unit: "failures",
      kind: "flow",
      doc: "GPUs that stopped working.",
      total: ({ state }) => state.failures,
    },
    "jobs.spanning": {
      unit: "ratio",
      kind: "ratio",
      doc: "Share of jobs whose GPUs span providers.",
      totals: ({ state: { totals } }) => [totals.spanning, totals.started],
    },
    "providers.count": {
      unit: "providers",
      kind: "level",
      doc: "Providers online.",
      value: ({ state }) => live(state.status, state).filter((status) => status === ONLINE).length,
    },
    "providers.entered": {
      unit: "providers",
      kind: "flow",
      doc: "Providers whose hardware was delivered after the start.",
      total: ({ state }) => state.entered,
    },
    "providers.exited": {
      unit: "providers",
      kind: "flow",
      doc: "Providers that left.",
      total: ({ state }) => state.left,
    },
    "providers.margin": {
      unit: "ratio",
      kind: "ratio",
      doc: "Margin over avoidable cost, of revenue, tokens marked to market on receipt.",
      totals: ({ state: { totals } }) => [
        totals.revenueUsd + totals.tokenUsd - totals.billsUsd,
        totals.revenueUsd + totals.tokenUsd,
      ],
    },
    "providers.cashMargin": {
      unit: "ratio",
      kind: "ratio",
      doc: "Margin over avoidable cost, of the USD received: from customers and for the tokens that were sold.",
      totals: ({ state: { totals } }) => [
        totals.revenueUsd + totals.salesUsd - totals.billsUsd,
        totals.revenueUsd + totals.salesUsd,
      ],
    },
    "providers.arrearsUsd": {
      unit: "USD",
      kind: "level",
      doc: "Bills that providers owe.",
      value: ({ state }) => sum(live(state.arrears, state)),
    },
    "providers.tokenIncomeUsd": {
      unit: "USD",
      kind: "flow",
      doc: "Tokens received, emission and payments, at their price on receipt.",
      total: ({ state }) => state.totals.tokenUsd,
    },
    "providers.gini": {
      unit: "ratio",
      kind: "ratio",
      doc: "Gini coefficient of revenue over all that ever entered.",
      value: ({ state }) => (state.count > 0 ? gini(live(state.revenue, state)) : 0),
    },
    "providers.nakamoto": {
      unit: "providers",
      kind: "level",
      doc: "Fewest providers that took more than half of all revenue.",
      value: ({ state }) =>
        state.totals.revenueUsd + state.totals.tokenUsd > 0
          ? nakamotoCoefficient(live(state.revenue, state))
          : 0,
    },
    "energy.joules": {
      unit: "J",
      kind: "flow",
      doc: "Energy of the GPUs and their buildings.",
      total: ({ state }) => state.totals.joules,
    },
    "energy.gCO2e": {
      unit: "g",
      kind: "flow",
      doc: "Carbon dioxide equivalent of that energy.",
      total: ({ state }) => state.totals.grams,
    },
  },
  invariants: {
    "delivered GPU-time never passes online GPU-time": (context) =>
      busySeconds(context) <= onlineSeconds(context) * (1 + 1e-12),
    "GPUs free and busy are the GPUs online": ({ state }) =>
      state.room.total + state.busyGpus === state.gpusOnline,
  },
  example: () => ({
    world: [
      { mechanism: "supply/cohorts", params: { providers: 12, candidatesPerWeek: 1, mtbf: "30d" } },
      { mechanism: "pricing/utilisation-indexed", params: { initial: 0.3 } },
      { mechanism: "pricing/first-come", params: {} },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
      { mechanism: "contracts/escrow", params: {} },
    ],
    until: "30d",
  }),
});

function columns(capacity: number, from?: Providers): Providers {
  const numbers = NUMBERS.map((name) => [
    name,
    from ? grown(from[name], capacity) : new Float64Array(capacity),
  ]);
  const integers = INTEGERS.map((name) => [
    name,
    from ? grown(from[name], capacity) : new Int32Array(capacity),
  ]);
  return Object.fromEntries([...numbers, ...integers]) as Providers;
}

function thermalDesignPower(hardware: Table, gpu: string): number {
  const models = textColumn(hardware, "model");
  const watts = numberColumn(hardware, "tdp_watts")[models.indexOf(gpu)];
  if (watts !== undefined && watts > 0) return watts;
  throw new OrreryError(
    `supply/cohorts finds no thermal design power of "${gpu}" in ${hardware.path}.${didYouMean(gpu, models)}`,
    [`${hardware.rows} kinds of GPU are listed.`],
  );
}

/** The part of a column that stands for providers. */
function live<T extends Float64Array | Int32Array>(column: T, { count: length }: State): T {
  return column.subarray(0, length) as T;
}

// ── Providers come ──

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
function join(context: Supply, candidate: number): number {
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

/** The owner's money buys the hardware. */
function buy({ state, params, ledger }: Supply, provider: number): void {
  const price = params.capitalUsdPerGpu * params.gpusEach;
  ledger.transfer(state.accounts.usd, state.accounts.world, state.account[provider]!, price, "equity");
  ledger.transfer(state.accounts.usd, state.account[provider]!, state.accounts.world, price, "hardware");
}

function decideEntries(context: Supply, week: number): void {
  const { state, params, random, emit } = context;
  if (state.expected.days < 2 * params.memory) return;
  for (let number = 0; number < params.candidatesPerWeek; number++) {
    const candidate = params.providers + week * params.candidatesPerWeek + number;
    const { region, operating, outside, hurdle } = traits(context, candidate);
    const cost = costAt(context, numberColumn(params.regions, "usd_per_kwh")[region]!, operating);
    const margin =
      expectedRevenue(context) * crowding(context) - avoidableUsdPerGpuHour(cost, state.expected.utilisation);
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

// ── They work ──

function startJob(
  context: Supply,
  {
    job,
    gpus,
    seconds,
    usdPerGpuHour,
  }: { job: number; gpus: number; seconds: number; usdPerGpuHour: number },
): void {
  const { state, params, now, emit } = context;
  if (gpus > state.room.total) {
    // A machine failed between the match and now.
    emit.jobInterrupted({ job, gpus, seconds: 0, usdPerGpuHour });
    return;
  }
  const row = addJob(state.running, job, gpus, usdPerGpuHour, now);
  const single = bestFit(state.room, gpus);
  if (single !== -1) occupy(context, row, single, gpus);
  else for (let rest = gpus; rest > 0; ) rest -= occupyRoomiest(context, row, rest);
  const duration = single === -1 ? seconds * (1 + params.spanPenalty) : seconds;
  state.totals.started++;
  if (single === -1) state.totals.spanning++;
  state.running.timer[row] = emit.jobFinished({ job, gpus, seconds: duration, usdPerGpuHour }, duration);
  emit.jobStarted({ job, gpus, seconds: duration, usdPerGpuHour });
}

function occupyRoomiest(context: Supply, row: number, gpus: number): number {
  const provider = roomiest(context.state.room);
  const part = Math.min(gpus, context.state.room.free[provider]!);
  occupy(context, row, provider, part);
  return part;
}

function occupy(context: Supply, row: number, provider: number, gpus: number): void {
  addShare(context.state.running, row, provider, gpus);
  setBusy(context, provider, gpus);
}

/** A job's GPUs are free again. */
function release(context: Supply, job: number): void {
  const { running } = context.state;
  const row = jobRow(running, job);
  credit(context, row);
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!)
    setBusy(context, running.host[share]!, -running.part[share]!);
  removeJob(running, job);
}

function setBusy(context: Supply, provider: number, change: number): void {
  const { state } = context;
  integrate(context);
  countHours(context, provider);
  state.busy[provider]! += change;
  state.busyGpus += change;
  offer(context, provider);
}

/** Counts the provider's GPU-hours up to now. */
function countHours({ state, now }: Supply, provider: number): void {
  const hours = (now - state.since[provider]!) / HOUR;
  state.onlineHours[provider]! += state.online[provider]! * hours;
  state.busyHours[provider]! += state.busy[provider]! * hours;
  state.since[provider] = now;
}

/**
 * What works is online, and what of it is free is on offer. A provider that is leaving has only its busy GPUs online and
 * goes with its last job.
 */
function offer(context: Supply, provider: number): void {
  const { state, params } = context;
  const busy = state.busy[provider]!;
  const staying = state.status[provider] === ONLINE;
  const online = staying ? params.gpusEach - state.down[provider]! : busy;
  state.gpusOnline += online - state.online[provider]!;
  state.online[provider] = online;
  if (staying) setFree(state.room, provider, online - busy);
  else if (busy === 0) go(context, provider);
}

function fail(context: Supply, { provider, k }: { provider: number; k: number }): void {
  const { state, params, random, emit } = context;
  if (state.status[provider] === GONE) return;
  emit.machineFailed(
    { provider, k: k + 1 },
    random.at(provider, "failure", k + 1).exponential(params.mtbf / params.gpusEach),
  );
  // Every GPU fails at one rate: what strikes one that is off is nothing.
  const struck = random.at(provider, "failed GPU", k).integer(params.gpusEach);
  if (struck >= state.online[provider]!) return;
  state.failures++;
  if (struck < state.busy[provider]!) interrupt(context, provider, struck);
  if (state.status[provider] === GONE) return;
  changeDown(context, provider, 1);
  emit.machineRepaired({ provider }, random.at(provider, "repair", k).exponential(params.mttr));
}

function changeDown(context: Supply, provider: number, change: number): void {
  integrate(context);
  countHours(context, provider);
  context.state.down[provider]! += change;
  offer(context, provider);
}

/** The job that runs on the provider's busy GPU number `struck` loses its result. */
function interrupt(context: Supply, provider: number, struck: number): void {
  const { state, now, emit } = context;
  const { running } = state;
  let share = running.onHost[provider]!;
  for (let passed = running.part[share]!; passed <= struck; passed += running.part[share]!)
    share = running.nextOfHost[share]!;
  const row = running.jobOf[share]!;
  const job = running.jobs.ids[row]!;
  const event = {
    job,
    gpus: running.gpus[row]!,
    seconds: now - running.started[row]!,
    usdPerGpuHour: running.price[row]!,
  };
  context.cancel(running.timer[row]!);
  release(context, job);
  emit.jobInterrupted(event);
}

function repair(context: Supply, { provider }: { provider: number }): void {
  const { state, emit } = context;
  if (state.status[provider] === GONE) return;
  changeDown(context, provider, -1);
  emit.gpusFreed({});
}

// ── They are paid, and pay ──

/** Credits each provider with the work since the last credit: weights of the customers' money that arrives today. */
function creditWork(context: Supply): void {
  const { state } = context;
  for (let row = 0; row < state.running.jobs.ids.length; row++)
    if (state.running.jobs.ids[row] !== -1) credit(context, row);
  for (let provider = 0; provider < state.count; provider++) countHours(context, provider);
}

function credit({ state, now }: Supply, row: number): void {
  const { running } = state;
  const hours = (now - running.credited[row]!) / HOUR;
  running.credited[row] = now;
  for (let share = running.shares[row]!; share !== -1; share = running.nextOfJob[share]!) {
    const provider = running.host[share]!;
    state.earned[provider]! += hours * running.part[share]! * running.price[row]!;
    state.work[provider]! += hours * running.part[share]!;
  }
}

/** Customers' USD go to providers by what each has earned, emission by verified GPU-hours; expectations learn from both. */
function receive(context: Supply): void {
  const { state, read } = context;
  const { usd, token, revenue, rewards } = state.accounts;
  const price = read.usdPerToken();
  const work = sum(live(state.work, state));
  const paid = share(context, usd, revenue, live(state.earned, state), "sales");
  const emitted = share(context, token, rewards, live(state.work, state), "emission");
  const earned = sum(live(state.earned, state));
  for (let provider = 0; provider < state.count; provider++) {
    const part =
      (earned > 0 ? (paid * state.earned[provider]!) / earned : 0) +
      (work > 0 ? (emitted * price * state.work[provider]!) / work : 0);
    state.revenue[provider]! += part;
    if (work > 0) state.received[provider]! += (emitted * state.work[provider]!) / work;
  }
  state.totals.revenueUsd += paid;
  state.totals.tokenUsd += emitted * price;
  learn(context, paid + state.paidInTokens, emitted);
  state.paidInTokens = 0;
  state.settled.set(live(state.earned, state));
  live(state.earned, state).fill(0);
  live(state.work, state).fill(0);
}

/** Tokens that were bought with a day's payments come in after the day is settled, and go to who earned that day. */
function receiveTokens(context: Supply): void {
  const { state, read } = context;
  const settled = live(state.settled, state);
  const tokens = share(context, state.accounts.token, state.accounts.revenue, settled, "sales");
  if (tokens === 0) return;
  const price = read.usdPerToken();
  const total = sum(settled);
  for (let provider = 0; provider < state.count; provider++) {
    const part = (tokens * settled[provider]!) / total;
    state.received[provider]! += part;
    state.revenue[provider]! += part * price;
  }
  state.paidInTokens += tokens * price;
  state.totals.tokenUsd += tokens * price;
}

/** Splits all that an account holds by weights; returns how much that was. Stays where it is while nobody has a weight. */
function share(
  { state, ledger }: Supply,
  asset: number,
  from: number,
  weights: Float64Array,
  kind: string,
): number {
  const amount = ledger.balance(asset, from);
  if (amount <= 0 || sum(weights) <= 0) return 0;
  ledger.split(asset, from, live(state.account, state), weights, ledger.units(asset, from), kind);
  return amount;
}

function learn({ state, params }: Supply, paid: number, emitted: number): void {
  const { expected } = state;
  const online = (state.onlineSeconds - expected.onlineSeconds) / HOUR;
  const busy = (state.busySeconds - expected.busySeconds) / HOUR;
  expected.onlineSeconds = state.onlineSeconds;
  expected.busySeconds = state.busySeconds;
  if (online <= 0) return;
  const rate = expected.days === 0 ? 1 : learningRate(params.memory);
  expected.usd += rate * (paid / online - expected.usd);
  expected.tokens += rate * (emitted / online - expected.tokens);
  expected.utilisation += rate * (busy / online - expected.utilisation);
  expected.days++;
}

function drawUpBills(context: Supply): void {
  for (let provider = 0; provider < context.state.count; provider++) bill(context, provider);
}

/** Adds the provider's electricity and operation since its last bill to what it owes; its energy and carbon are counted here. */
function bill({ state, params }: Supply, provider: number): void {
  const gpuHours = state.onlineHours[provider]!;
  if (gpuHours === 0) return;
  const utilisation = Math.min(1, state.busyHours[provider]! / gpuHours);
  const joules =
    joulesPerGpuHour(
      { power: state.watts, load: params.load, idle: params.idleLoad, pue: params.pue },
      utilisation,
    ) * gpuHours;
  const kilowattHours = joules / JOULES_PER_KILOWATT_HOUR;
  const usd = kilowattHours * state.usdPerKwh[provider]! + gpuHours * state.operating[provider]!;
  state.onlineHours[provider] = 0;
  state.busyHours[provider] = 0;
  state.arrears[provider]! += usd;
  state.totals.joules += joules;
  state.totals.grams += kilowattHours * state.gco2ePerKwh[provider]!;
  state.totals.billsUsd += usd;
}

/** What each provider sells: enough for what it owes, and of the rest of what came in what it does not keep. Returns the tokens on sale. */
function offerTokens({ state, params, ledger, read }: Supply): number {
  const { usd, token, sales } = state.accounts;
  const price = read.usdPerToken();
  if (price <= 0) return 0;
  let offered = 0;
  for (let provider = 0; provider < state.count; provider++) {
    const received = state.received[provider]!;
    const owed = state.arrears[provider]!;
    if (received === 0 && owed === 0) continue;
    state.received[provider] = 0;
    const account = state.account[provider]!;
    const missing = Math.max(0, owed - ledger.balance(usd, account)) / price;
    const wanted = missing + (1 - params.keep) * Math.max(0, received - missing);
    state.sale[provider] = ledger.transferUpTo(token, account, sales, wanted, "tokens for sale");
    offered += state.sale[provider]!;
  }
  return offered;
}

function sell({ state, emit }: Supply, tokens: number): void {
  state.selling = true;
  emit.swapRequested({ account: state.accounts.sales, amount: tokens, sellsToken: true });
}

function settleBills(context: Supply): void {
  const { state } = context;
  for (let provider = 0; provider < state.count; provider++) {
    state.sale[provider] = 0;
    settleBill(context, provider);
  }
}

function settleBill({ state, ledger }: Supply, provider: number): void {
  const owed = state.arrears[provider]!;
  if (owed === 0) return;
  const paid = ledger.transferUpTo(
    state.accounts.usd,
    state.account[provider]!,
    state.accounts.world,
    owed,
    "electricity and operation",
  );
  // What is below half a unit of the ledger cannot be paid.
  state.arrears[provider] = owed - paid < SMALLEST_USD ? 0 : owed - paid;
}

// ── They leave ──

/** A provider leaves after so many days in a row on which it expects less than elsewhere, or cannot pay what it owes. */
function decideExits(context: Supply): void {
  const { state, params } = context;
  if (state.expected.days < 2 * params.memory) return;
  const switching = (params.switchingUsdPerGpu * HOUR) / params.switchingHorizon;
  const revenue = expectedRevenue(context);
  for (let provider = 0; provider < state.count; provider++) {
    if (state.status[provider] !== ONLINE) continue;
    const cost = costOf(context, provider);
    const margin = revenue - avoidableUsdPerGpuHour(cost, state.expected.utilisation);
    const unwilling = margin + switching < outsideMargin(context, cost, state.outside[provider]!);
    state.lossDays[provider] = unwilling || insolvent(context, provider) ? state.lossDays[provider]! + 1 : 0;
    if (state.lossDays[provider]! < params.patience) continue;
    state.status[provider] = LEAVING;
    setFree(state.room, provider, -1);
    offer(context, provider);
  }
}

/** Whether all that the provider holds is worth less than it owes. */
function insolvent({ state, ledger, read }: Supply, provider: number): boolean {
  const owed = state.arrears[provider]!;
  if (owed === 0) return false;
  const { usd, token } = state.accounts;
  const account = state.account[provider]!;
  return ledger.balance(usd, account) + ledger.balance(token, account) * read.usdPerToken() < owed;
}

/** The hardware is sold; the proceeds pay the last bills first. */
function go(context: Supply, provider: number): void {
  const { state, params, ledger } = context;
  state.status[provider] = GONE;
  state.left++;
  ledger.transfer(
    state.accounts.usd,
    state.accounts.world,
    state.account[provider]!,
    params.capitalUsdPerGpu * params.resaleShare * params.gpusEach,
    "resale",
  );
  bill(context, provider);
  settleBill(context, provider);
}

// ── What they expect ──

/** USD per GPU-hour online: customers' money and emission at today's price of the token. */
const expectedRevenue = ({ state: { expected }, read }: Supply): number =>
  expected.usd + expected.tokens * read.usdPerToken();

/** Orders are known: an entrant shares today's revenue with the machines that are on their way, which damps the cobweb of entry. */
const crowding = ({ state, params }: Supply): number =>
  state.gpusOnline / Math.max(1, state.gpusOnline + state.ordered * params.gpusEach);

/** What the same GPU earns elsewhere, net of its cost there; 0: switched off. */
function outsideMargin({ params, read }: Supply, cost: GpuCost, access: number): number {
  const revenue =
    read.marketplaceUsdPerGpuHour() * (1 - params.outsideFee) * params.outsideUtilisation * access;
  return Math.max(0, revenue - avoidableUsdPerGpuHour(cost, params.outsideUtilisation));
}

const costOf = (context: Supply, provider: number): GpuCost =>
  costAt(context, context.state.usdPerKwh[provider]!, context.state.operating[provider]!);

function costAt({ state, params }: Supply, usdPerKilowattHour: number, operatingUsdPerHour: number): GpuCost {
  return {
    power: state.watts,
    load: params.load,
    idle: params.idleLoad,
    pue: params.pue,
    usdPerKilowattHour,
    operatingUsdPerHour,
  };
}

// ── Integrals ──

function integrate({ state, now }: Supply): void {
  const span = now - state.integrated;
  if (span === 0) return;
  state.onlineSeconds += state.gpusOnline * span;
  state.busySeconds += state.busyGpus * span;
  state.integrated = now;
}

const onlineSeconds = ({ state, now }: Supply): number =>
  state.onlineSeconds + state.gpusOnline * (now - state.integrated);
const busySeconds = ({ state, now }: Supply): number =>
  state.busySeconds + state.busyGpus * (now - state.integrated);

function sum(values: Float64Array): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at]!;
  return total;
}
