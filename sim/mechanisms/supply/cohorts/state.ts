/* Above 200 lines: the columns of providers, their first values and the integrals over them. */

import { USES } from "../../../formulas/uses.ts";
import { gpusOf } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { type Assignments, assignments } from "../../../kit/market/assignments.ts";
import { type Cards, cards } from "../../../kit/market/cards.ts";
import { type Placement, placement } from "../../../kit/market/placement.ts";
import { type GpuTime, integrateGpus, noGpuTime, onlineSeconds } from "../../../kit/supply/gpu-time.ts";
import {
  firstMoney,
  MONEY_COLUMNS,
  type ProviderMoney,
  type providerAccounts,
  type providerAssets,
} from "../../../kit/supply/provider-money.ts";
import { grown } from "../../../model/columns.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn } from "../../../schema/table.ts";
import { HOUR } from "../../../units.ts";
import { refuseUnusable, thermalDesignPower } from "./inputs.ts";
import type { emits, params, reads } from "./params.ts";
import { type Tallies, tallies } from "./tallies.ts";

export const ONLINE = 1;
export const LEAVING = 2;
export const GONE = 3;
const NUMBERS = [
  ...MONEY_COLUMNS,
  "usdPerKwh",
  "gco2ePerKwh",
  "operating",
  "outside",
  "busyHours",
  "onlineHours",
  "since",
  "awayHours",
  "bought",
  "price",
] as const;
const INTEGERS = [
  "status",
  "down",
  "busy",
  "online",
  "lossDays",
  "region",
  "generation",
  "use",
  "away",
  "cardsBusy",
] as const;
/**
 * By provider, in order of arrival; providers that left keep their row, so that measures cover all that ever entered.
 * `busy`, `online`, `away`: hundredths of a GPU; `cardsBusy`: cards that run jobs, or parts of them.
 * `onlineHours` and `busyHours`: GPU-hours since its last bill, up to `since`. `use`: what it does with GPUs that no customer has; `away`: how many do something else than renting, `awayHours`: since
 * its last bill. `bought` and `price`: when it got its hardware, and the price of a GPU then.
 */
type Providers = { [C in (typeof NUMBERS)[number]]: Float64Array } & {
  [C in (typeof INTEGERS)[number]]: Int32Array;
};

export interface State extends Providers, GpuTime, Omit<ProviderMoney, keyof Providers> {
  /** Watts and throughput by generation; the first is `gpu`. */
  watts: number[];
  throughput: number[];
  running: Assignments;
  /** By row of a running job: how fast it runs. */
  speed: Float64Array;
  /** When a job that runs is to end. */
  ends: Float64Array;
  room: Placement;
  /** Cards that run parts of GPUs. */
  cards: Cards;
  /** What faster GPUs online are worth beyond one each, in GPUs of the first generation; and its integral. */
  extraOnline: number;
  extraSeconds: number;
  /** Hundredths of a GPU by what they do instead of renting, as in USES; and their integrals. */
  awayGpus: Float64Array;
  awaySeconds: Float64Array;
  regions: Tallies;
  generations: Tallies;
  /** By region: outages in progress; joules, grams of CO2 equivalent and USD of income so far. */
  dark: Int32Array;
  joules: Float64Array;
  grams: Float64Array;
  income: Float64Array;
  switches: number;
  /** Adaptive expectations per GPU-hour online: USD, tokens, utilisation; days observed, and the integrals up to the last. */
  expected: {
    usd: number;
    tokens: number;
    utilisation: number;
    days: number;
    busySeconds: number;
    idleSeconds: number;
    extraSeconds: number;
  };
  /** When income was last paid. */
  settledAt: number;
  /** USD that payments in tokens were worth when they came in, since expectations last learned. */
  paidInTokens: number;
  /** GPUs that are on their way, in GPUs of the first generation. */
  ordered: number;
  /** GPUs that left and that came and that expectations have not yet taken in, in GPUs of the first generation. */
  departed: number;
  arrived: number;
  entered: number;
  left: number;
  failures: number;
  totals: ProviderMoney["totals"] & {
    writeOffUsd: number;
    joules: number;
    grams: number;
    spanning: number;
    started: number;
  };
}
export type Supply = ContextOf<
  typeof params,
  State,
  typeof reads,
  typeof emits,
  typeof providerAccounts,
  typeof providerAssets
>;

export function firstState(given: Values<typeof params>): State {
  refuseUnusable(given);
  const { providers, gpusEach, gpu, hardware, regions, generations } = given;
  const capacity = Math.max(16, providers);
  const money = firstMoney();
  return {
    ...columns(capacity),
    ...money,
    ...noGpuTime(),
    watts: [thermalDesignPower(hardware, gpu), ...numberColumn(generations, "tdp_watts")],
    throughput: [1, ...numberColumn(generations, "throughput")],
    running: assignments(capacity),
    speed: new Float64Array(64),
    ends: new Float64Array(64),
    room: placement(capacity, gpusEach),
    cards: cards(),
    extraOnline: 0,
    extraSeconds: 0,
    awayGpus: new Float64Array(USES.length),
    awaySeconds: new Float64Array(USES.length),
    regions: tallies(regions.rows),
    generations: tallies(1 + generations.rows),
    dark: new Int32Array(regions.rows),
    joules: new Float64Array(regions.rows),
    grams: new Float64Array(regions.rows),
    income: new Float64Array(regions.rows),
    switches: 0,
    expected: { usd: 0, tokens: 0, utilisation: 0, days: 0, busySeconds: 0, idleSeconds: 0, extraSeconds: 0 },
    settledAt: 0,
    paidInTokens: 0,
    ordered: 0,
    departed: 0,
    arrived: 0,
    entered: 0,
    left: 0,
    failures: 0,
    totals: { ...money.totals, writeOffUsd: 0, joules: 0, grams: 0, spanning: 0, started: 0 },
  };
}

export function columns(capacity: number, from?: Providers): Providers {
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

/** The part of a column that stands for providers. */
export function live<T extends Float64Array | Int32Array>(column: T, { count: length }: State): T {
  return column.subarray(0, length) as T;
}

export function integrate({ state, now }: Supply): void {
  const span = integrateGpus(state, now);
  if (span === 0) return;
  state.extraSeconds += state.extraOnline * span;
  for (let use: Index = 0; use < state.awayGpus.length; use++)
    state.awaySeconds[use] += gpusOf(state.awayGpus[use]) * span;
}

/** Online GPU-time, that of a faster GPU counting for as much as it can do. */
export const worthSeconds = (context: Supply): number => {
  const { state, now } = context;
  return onlineSeconds(context) + state.extraSeconds + state.extraOnline * (now - state.integrated);
};

/** Counts the provider's GPU-hours up to now. */
export function countHours({ state, now }: Supply, provider: Index): void {
  const hours = (now - state.since[provider]) / HOUR;
  state.onlineHours[provider] += gpusOf(state.online[provider]) * hours;
  state.busyHours[provider] += gpusOf(state.busy[provider]) * hours;
  state.awayHours[provider] += gpusOf(state.away[provider]) * hours;
  state.since[provider] = now;
}
