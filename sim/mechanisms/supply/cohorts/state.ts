import { OrreryError } from "../../../errors.ts";
import { type Assignments, assignments } from "../../../model/assignments.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import { type Placement, placement } from "../../../model/placement.ts";
import { grown } from "../../../model/rows.ts";
import type { Values } from "../../../schema/fields.ts";
import { didYouMean } from "../../../schema/suggest.ts";
import { numberColumn, type Table, textColumn } from "../../../schema/table.ts";
import { HOUR } from "../../../units.ts";
import type { emits, params, reads } from "./params.ts";

export const ONLINE = 1;
export const LEAVING = 2;
export const GONE = 3;
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

export interface State extends Providers {
  count: number;
  watts: number;
  running: Assignments;
  room: Placement;
  gpusOnline: number;
  busyGpus: number;
  /** ∫ busy dt and ∫ (online − busy) dt in GPU-seconds, up to `integrated`. */
  busySeconds: number;
  idleSeconds: number;
  integrated: number;
  /** Adaptive expectations per GPU-hour online: USD, tokens, utilisation; days observed, and the integrals up to the last. */
  expected: {
    usd: number;
    tokens: number;
    utilisation: number;
    days: number;
    busySeconds: number;
    idleSeconds: number;
  };
  accounts: { usd: number; token: number; world: number; revenue: number; rewards: number; sales: number };
  selling: boolean;
  /** USD that payments in tokens were worth when they came in, since expectations last learned. */
  paidInTokens: number;
  /** Providers whose hardware is on its way. */
  ordered: number;
  /** GPUs that left and that came and that expectations have not yet taken in. */
  departed: number;
  arrived: number;
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
export type Supply = ContextOf<typeof params, State, typeof reads, typeof emits>;

export const firstState = ({ providers, gpusEach, gpu, hardware }: Values<typeof params>): State => ({
  ...columns(Math.max(16, providers * 2)),
  count: 0,
  watts: thermalDesignPower(hardware, gpu),
  running: assignments(Math.max(16, providers * 2)),
  room: placement(Math.max(16, providers * 2), gpusEach),
  gpusOnline: 0,
  busyGpus: 0,
  busySeconds: 0,
  idleSeconds: 0,
  integrated: 0,
  expected: { usd: 0, tokens: 0, utilisation: 0, days: 0, busySeconds: 0, idleSeconds: 0 },
  accounts: { usd: 0, token: 0, world: 0, revenue: 0, rewards: 0, sales: 0 },
  selling: false,
  paidInTokens: 0,
  ordered: 0,
  departed: 0,
  arrived: 0,
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
});

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
export function live<T extends Float64Array | Int32Array>(column: T, { count: length }: State): T {
  return column.subarray(0, length) as T;
}

export function integrate({ state, now }: Supply): void {
  const span = now - state.integrated;
  if (span === 0) return;
  state.busySeconds += state.busyGpus * span;
  state.idleSeconds += (state.gpusOnline - state.busyGpus) * span;
  state.integrated = now;
}

/** In whole 1024ths, whose sums are exact: over any period busy never passes online by a rounding. */
const exact = (seconds: number): number => Math.round(seconds * 1024) / 1024;
export const busySeconds = ({ state, now }: Supply): number =>
  exact(state.busySeconds + state.busyGpus * (now - state.integrated));
const idleSeconds = ({ state, now }: Supply): number =>
  exact(state.idleSeconds + (state.gpusOnline - state.busyGpus) * (now - state.integrated));
export const onlineSeconds = (context: Supply): number => busySeconds(context) + idleSeconds(context);

export function sum(values: Float64Array): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at]!;
  return total;
}

/** Counts the provider's GPU-hours up to now. */
export function countHours({ state, now }: Supply, provider: number): void {
  const hours = (now - state.since[provider]!) / HOUR;
  state.onlineHours[provider]! += state.online[provider]! * hours;
  state.busyHours[provider]! += state.busy[provider]! * hours;
  state.since[provider] = now;
}
