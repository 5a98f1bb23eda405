import type { FigureInput } from "../../sim/figures/figure.ts";
import type { FlowRow } from "../../sim/model/ledger/statements.ts";
import type { MetricKind } from "../../sim/model/measures/entry.ts";
import type { Measure, Run } from "../../sim/run/result.ts";
import type { ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { DAY } from "../../sim/units.ts";

/** A scenario without mechanisms, for figures read nothing but names and times. */
export function syntheticScenario(changes: Partial<ResolvedScenario> = {}): ResolvedScenario {
  const design = (name: string) => ({ name, uses: [] });
  return {
    schemaVersion: 1,
    name: "synthetic",
    title: "Who keeps the GPUs on?",
    question: "After demand halves, which issuance keeps GPUs online at the lowest dilution?",
    seed: 1,
    until: 730 * DAY,
    warmUp: 30 * DAY,
    sample: DAY,
    replications: 8,
    assets: [
      { name: "usd", decimals: 6, place: "" },
      { name: "token", decimals: 9, place: "" },
    ],
    designs: ["no token", "fixed emission", "bonded ratio", "burn and mint"].map(design),
    control: "no token",
    antithetic: false,
    sweep: null,
    branches: null,
    headline: [],
    expect: [],
    tolerance: {},
    measures: [],
    figures: [],
    notes: [],
    open: [],
    whatIf: [],
    ...changes,
  };
}

/** A wave in [-1, 1] without a sine: a parabola by halves, the same bits everywhere. */
export function wave(x: number): number {
  const phase = x - Math.floor(x);
  return phase < 0.5 ? 16 * phase * (0.5 - phase) : -16 * (phase - 0.5) * (1 - phase);
}

interface Shape {
  readonly unit: string;
  readonly kind: MetricKind;
  /** Value at a day (0 to 730) for a design (0 to 3) with luck in [-1, 1]. */
  readonly at: (day: number, design: number, luck: number) => number;
}

const halved = (day: number) => (day < 365 ? 1 : 0.5 + 0.2 * (1 - 1 / (1 + (day - 365) / 60)));
const shape = (unit: string, kind: MetricKind, at: Shape["at"]): Shape => ({ unit, kind, at });
const supplyAt = (day: number, design: number) =>
  [0, 1e9 + 5e5 * day, 1e9 * (1 + day / 6000), 1e9 - 2e5 * day][design]!;

const SHAPES: Readonly<Record<string, Shape>> = {
  "gpu.supply": shape(
    "GPUs",
    "level",
    (day, design, luck) => 1000 * halved(day) * (1 + 0.08 * design) + 20 * luck + 15 * wave(day / 45 + luck),
  ),
  "gpu.utilisation": shape(
    "ratio",
    "ratio",
    (day, design, luck) => 0.66 - 0.02 * design + 0.05 * wave(day / 90) + 0.02 * luck,
  ),
  "gpu.usdPerGpuHour": shape(
    "USD per GPU-hour",
    "level",
    (day, design, luck) => 1.4 * halved(day) * (1 - 0.06 * design) + 0.05 * luck,
  ),
  "market.cloudUsdPerGpuHour": shape("USD per GPU-hour", "level", () => 2.1),
  "gpu.delivered": shape(
    "GPU-hours",
    "flow",
    (day, design, luck) => 15_000 * halved(day) * (1 + 0.05 * design) + 300 * luck,
  ),
  "jobs.waiting": shape("jobs", "level", (day, design, luck) =>
    Math.max(0, 40 - 5 * design + 25 * wave(day / 30) + 8 * luck),
  ),
  "jobs.waitP50": shape(
    "s",
    "duration",
    (day, design, luck) => 240 + 60 * wave(day / 60) - 20 * design + 20 * luck,
  ),
  "jobs.waitP95": shape(
    "s",
    "duration",
    (day, design, luck) => 7200 + 1800 * wave(day / 60) - 300 * design + 900 * luck,
  ),
  "jobs.lostToCloud": shape("ratio", "ratio", (_, design, luck) => 0.12 - 0.02 * design + 0.01 * luck),
  "providers.margin": shape(
    "ratio",
    "ratio",
    (day, design, luck) => 0.3 * halved(day) - 0.12 + 0.04 * design + 0.02 * luck,
  ),
  "providers.count": shape("providers", "level", (day, design, luck) =>
    Math.round(120 * halved(day) * (1 + 0.08 * design) + 3 * luck),
  ),
  "token.usd": shape("USD", "level", (day, design, luck) =>
    design === 0 ? Number.NaN : (1 + 0.2 * wave(day / 200)) / (1 + (4 - design) * day * 0.0008) + 0.05 * luck,
  ),
  "token.inflation[token]": shape(
    "ratio a year",
    "ratio",
    (_, design, luck) => [0, 0.18, 0.06, -0.07][design]! + 0.002 * luck,
  ),
  "ledger.supply[token]": shape("tokens", "level", (day, design) => supplyAt(day, design)),
  "ledger.minted[token]": shape(
    "tokens",
    "flow",
    (_, design, luck) => [0, 5e5, 166_000, 90_000][design]! * (1 + 0.05 * luck),
  ),
  "ledger.burned[token]": shape(
    "tokens",
    "flow",
    (_, design, luck) => [0, 0, 0, 290_000][design]! * (1 + 0.05 * luck),
  ),
  "chain.securityBudgetUsd": shape(
    "USD a day",
    "level",
    (day, design, luck) => [4_000, 42_000, 18_000, 16_500][design]! / (1 + day / 1000) + 900 * luck,
  ),
  "chain.attackCostUsd[third of stake]": shape(
    "USD",
    "level",
    (day, design, luck) => [2e5, 3e6, 4.1e7, 5.2e7][design]! / (1 + day / 1500) + 5e4 * luck,
  ),
  "energy.joules": shape(
    "J",
    "flow",
    (day, design, luck) => 3.4e10 * halved(day) * (design === 1 ? 1.6 : 1) + 5e8 * luck,
  ),
  "energy.gCO2e": shape(
    "gCO2e",
    "flow",
    (day, design, luck) => 3.6e6 * halved(day) * (design === 1 ? 1.6 : 1) + 5e4 * luck,
  ),
};

function flow(period: number, asset: string, from: string, to: string, kind: string, value: number): FlowRow {
  const decimals = asset === "usd" ? 6 : 9;
  const micro = BigInt(Math.round(value * 1e6));
  return { period, asset, decimals, from, to, kind, amount: asset === "usd" ? micro : micro * 1000n, value };
}

function flowsOf(design: number, luck: number): FlowRow[] {
  const wobble = 1 + 0.04 * luck;
  const usd = [
    flow(0, "usd", "customers", "providers", "payment", 9.2e6 * wobble),
    flow(0, "usd", "customers", "cloud", "payment", (1.4e6 - 2e5 * design) * wobble),
    flow(0, "usd", "providers", "world", "electricity", 2.1e6 * wobble),
    flow(1, "usd", "providers", "world", "hardware", 3.3e6 * wobble),
  ];
  if (design === 0) return usd;
  return [
    ...usd,
    flow(0, "usd", "pool", "providers", "swap", 6e5 * design * wobble),
    flow(0, "usd", "holders", "pool", "swap", 7e5 * design * wobble),
    flow(0, "usd", "pool", "miners", "swap", 1e5 * design * wobble),
    flow(0, "token", "issuance", "providers", "emission", 2e6 * design),
  ];
}

/** Mean of what has a value; total for a flow; without the first `warmUp` samples. */
function summaryOf(values: Float64Array, kind: MetricKind, warmUp: number): number {
  const present = values.slice(warmUp).filter((value) => !Number.isNaN(value));
  const total = present.reduce((sum, value) => sum + value, 0);
  return present.length === 0 ? Number.NaN : kind === "flow" ? total : total / present.length;
}

function syntheticRun(scenario: ResolvedScenario, design: number, replication: number): Run {
  const luck = wave(0.37 * replication + 0.11 * design + 0.05);
  const samples = Math.floor(scenario.until / scenario.sample);
  const t = Float64Array.from({ length: samples }, (_, index) => (index + 1) * scenario.sample);
  const series: Record<string, Float64Array> = {};
  const summary: Record<string, number> = {};
  const atEnd: Record<string, number> = {};
  const measures: Record<string, Measure> = {};
  for (const [name, { unit, kind, at }] of Object.entries(SHAPES)) {
    series[name] = t.map((time) => at(time / DAY, design, luck));
    summary[name] = summaryOf(series[name], kind, Math.floor(scenario.warmUp / scenario.sample));
    atEnd[name] = series[name].at(-1) ?? Number.NaN;
    measures[name] = { unit, kind, doc: `${name}, made up.`, publisher: "synthetic" };
  }
  const flows = flowsOf(design, luck);
  return {
    scenario: scenario.name,
    scenarioHash: "0".repeat(64),
    design: scenario.designs[design]!.name,
    replication,
    point: -1,
    branch: "",
    seed: 1000 + replication,
    t,
    series,
    summary,
    atEnd,
    measures,
    balances: [
      {
        asset: "usd",
        decimals: 6,
        sector: "customers",
        opening: 20_000_000_000_000n,
        closing: 9_400_000_000_000n,
      },
      { asset: "usd", decimals: 6, sector: "world", opening: 0n, closing: -5_400_000_000_000n },
    ],
    flows,
    blocks: [],
    digest: `${design}${replication}`.padEnd(16, "a"),
    events: 123_456,
  };
}

/** All designs and replications of the synthetic GPU network. */
export function syntheticNetwork(changes: Partial<ResolvedScenario> = {}): FigureInput {
  const scenario = syntheticScenario(changes);
  const runs = scenario.designs.flatMap((_, design) =>
    Array.from({ length: scenario.replications }, (_, replication) =>
      syntheticRun(scenario, design, replication),
    ),
  );
  return { scenario, runs, points: [] };
}

/** One run of one design whose measures are given as functions of time in seconds: a queue, a chain. */
export function syntheticRunOf(
  scenario: ResolvedScenario,
  given: Readonly<Record<string, { unit: string; kind: MetricKind; at: (t: number) => number }>>,
): Run {
  const base = syntheticRun({ ...scenario, sample: scenario.until }, 0, 0);
  const samples = Math.floor(scenario.until / scenario.sample);
  const t = Float64Array.from({ length: samples }, (_, index) => (index + 1) * scenario.sample);
  const entries = Object.entries(given);
  const series = Object.fromEntries(entries.map(([name, { at }]) => [name, t.map(at)]));
  return {
    ...base,
    t,
    series,
    flows: [],
    balances: [],
    summary: Object.fromEntries(
      entries.map(([name, { kind }]) => [
        name,
        summaryOf(series[name]!, kind, scenario.warmUp / scenario.sample),
      ]),
    ),
    atEnd: Object.fromEntries(entries.map(([name]) => [name, series[name]!.at(-1)!])),
    measures: Object.fromEntries(
      entries.map(([name, { unit, kind }]) => [name, { unit, kind, doc: name, publisher: "" }]),
    ),
  };
}
