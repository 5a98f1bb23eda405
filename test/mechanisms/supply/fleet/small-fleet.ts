import { meet } from "../../../../sim/model/accounts.ts";
import { defineMechanism, shared, type Use } from "../../../../sim/model/mechanism.ts";
import type { SignalName } from "../../../../sim/model/signals.ts";
import { text } from "../../../../sim/schema/fields.ts";
import { inlineTable, type Table } from "../../../../sim/schema/table.ts";
import { type Outcome, simulate as simulateWorld } from "../../consensus/small-world.ts";

export const HOUR = 3_600;
export const DAY = 86_400;
export const NEVER = 1e12;

const ROW = {
  provider: "alice",
  count: 1,
  gpus: 8,
  kind: "RTX3090",
  memory_gb: 24,
  throughput: 1,
  region: "A",
  usd_per_gpu_hour: 0.1,
  tdp_watts: 350,
  cooling: "",
};
type Row = Partial<typeof ROW> & { capital_usd?: number; age_years?: number };

/** Machines alike but for what is said: one of alice's, 8 GPUs of 350 W in region A. */
export function machines(...rows: Row[]): Table {
  const full = rows.map((row) => ({ ...ROW, ...row }));
  const names = [...new Set(full.flatMap((row) => Object.keys(row)))] as (keyof Row)[];
  return inlineTable(
    Object.fromEntries(names.map((name) => [name, full.map((row) => row[name] ?? Number.NaN) as number[]])),
  );
}

/** 0.12 USD/kWh in A, 0.2 in B; 400 and 100 g. */
export const REGIONS = inlineTable({
  region: ["A", "B"],
  usd_per_kwh: [0.12, 0.2],
  gco2e_per_kwh: [400, 100],
});

/** A fleet in which nothing fails unless something is said. */
export const fleet = (params: object = {}): Use => ({
  mechanism: "supply/fleet",
  params: { machines: machines({}), regions: REGIONS, mtbf: NEVER, ...params },
});

const broken = {
  doc: "As supply declares it.",
  priority: -5,
  fields: { machine: "number", k: "number" },
} as const;
const emits = {
  jobMatched: shared,
  jobEvicted: shared,
  jobRepriced: shared,
  regionOutage: shared,
  machineBarred: shared,
  reputationChanged: shared,
  machineBroke: broken,
} as const;
/** [time, event, payload] */
export type Scripted = readonly [time: number, event: keyof typeof emits, payload: object];

export function script(...events: Scripted[]): Use {
  return defineMechanism({
    name: "test/script",
    summary: "Emits a list of events.",
    source: "tests",
    params: {},
    // Its `machineBroke` is nobody's own: that holds where it is declared after supply.
    reads: { gpusOnline: {} },
    emits,
    init: () => ({}),
    on: {
      opened({ emit }) {
        for (const [time, event, payload] of events) emit[event].at(payload as never, time);
      },
    },
    example: () => ({ world: [] }),
  })();
}

/** Publishes signals: numbers, or functions of time. */
export function signals(values: { readonly [S in SignalName]?: number | ((now: number) => number) }): Use {
  return defineMechanism({
    name: "test/signals",
    summary: "Publishes signals.",
    source: "tests",
    params: {},
    init: () => ({}),
    on: {},
    signals: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === "number" ? () => value : ({ now }: { now: number }) => value(now),
      ]),
    ),
    example: () => ({ world: [] }),
  })();
}

/** Mints tokens to the account that providers share, each day before they divide it. */
export const dailyEmission = (tokens: number): Use =>
  defineMechanism({
    name: "test/emission",
    summary: "Mints tokens each day.",
    source: "tests",
    params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
    accounts: { rewards: meet("providerRewards") },
    assets: { token: "asset" },
    init: () => ({}),
    on: {
      day({ ledger, account, asset }) {
        ledger.mint(asset.token, account.rewards, tokens, "emission");
      },
    },
    signals: { demandLevel: () => 1 },
    example: () => ({ world: [] }),
  })();

/** A job of `gpus` for `seconds`, matched by a pooled market at 0.36 USD. */
export const matched = (job: number, gpus: number, seconds: number, more: object = {}) => ({
  job,
  gpus,
  seconds,
  usdPerGpuHour: 0.36,
  ...more,
});

export const simulate = (world: readonly Use[], until: string | number = "10d", seed = 1): Outcome =>
  simulateWorld({ world, until, seed });

/** USD of electricity and operation of GPUs of 350 W in a building with a PUE of 1.3. */
export function bill(onlineHours: number, busyHours: number, usdPerKwh = 0.12): number {
  const kilowattHours = (busyHours * 0.8 + (onlineHours - busyHours) * 0.12) * 0.35 * 1.3;
  return kilowattHours * usdPerKwh + onlineHours * 0.05;
}

export const balance = ({ simulation: { chart, ledger } }: Outcome, name: string, asset = "usd"): number =>
  ledger.balance(chart.asset(asset), chart.account(name));
