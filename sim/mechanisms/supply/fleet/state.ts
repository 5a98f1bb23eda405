import { sum } from "../../../formulas/sum.ts";
import type { Climate } from "../../../formulas/thermal.ts";
import { hundredths } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { type Machines, machines } from "../../../kit/market/machines.ts";
import { type GpuTime, noGpuTime } from "../../../kit/supply/gpu-time.ts";
import {
  firstMoney,
  MONEY_COLUMNS,
  type ProviderMoney,
  type providerAccounts,
  type providerAssets,
} from "../../../kit/supply/provider-money.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn } from "../../../schema/table.ts";
import { climatesOf, kindsOf, type Lots, lotsOf, providersOf } from "./lots.ts";
import { recordTimes, refuseTables } from "./machine-table.ts";
import type { emits, params, reads } from "./params.ts";

/** Why a machine takes no jobs: bits, as several reasons may hold at once. It takes jobs while none does. */
export const BROKEN = 1;
export const MAINTAINED = 2;
export const OUT_OF_POWER = 4;
/** By the record of availability. */
export const ABSENT = 8;
/** Put to another use. */
export const ELSEWHERE = 16;
export const BARRED = 32;
/** Its provider left. */
export const LEFT = 64;
/** No machine comes back from these. */
export const GONE = BARRED | LEFT;

const BY_MACHINE = ["lot", "online", "busy", "away", "gone", "use", "reasons", "draining"] as const;

export interface State extends ProviderMoney, GpuTime {
  /** Whom measures count as small is settled as the run begins: no total of before may become another. */
  readonly smallGpus: number;
  /** A machine's row in the book is its number. */
  book: Machines;
  lots: Lots;
  climates: readonly Climate[];
  machines: {
    count: number;
    /** Until when the machine is without power. */
    outageUntil: Float64Array;
    /** 1: its availability is recorded. */
    recorded: Uint8Array;
    /** Its latest offer, to be taken back where it breaks down before anybody hears of it. */
    offer: Float64Array;
    /**
     * `online`, `busy`, `away`: hundredths of its GPUs as they are counted in its lot, `away` of them in another `use`, `gone`
     * for good. `draining`: 1
     * while maintenance waits for its last job.
     */
  } & { [C in (typeof BY_MACHINE)[number]]: Int32Array };
  /** Lines of the record of availability in order of time. */
  record: { order: Int32Array; times: Float64Array };
  /** When each running job ends, by its row among the running. */
  ends: Float64Array;
  /** Hundredths of a GPU: of all, of those in another use and gone for good; and GPU-seconds of these up to `integrated`. */
  gpus: number;
  awayGpus: number;
  goneGpus: number;
  awaySeconds: number;
  goneSeconds: number;
  lossDays: Int32Array;
  left: Int32Array;
  /** By kind of GPU, an hour online: expected USD of customers, tokens, utilisation; what was learned from so far. */
  expected: {
    usd: Float64Array;
    tokens: Float64Array;
    utilisation: Float64Array;
    earned: Float64Array;
    busySeconds: Float64Array;
    onlineSeconds: Float64Array;
    days: Int32Array;
  };
  /** When income was last paid. */
  settledAt: number;
  /** USD of the GPUs' price written off, and up to when. */
  depreciated: { usd: number; until: number };
  failures: number;
  switches: number;
  /** GPU-seconds of the jobs started, those on throttled machines, and jobs whose GPUs span machines. */
  startedSeconds: number;
  throttledSeconds: number;
  started: number;
  spanning: number;
}
export type Fleet = ContextOf<
  typeof params,
  State,
  typeof reads,
  typeof emits,
  typeof providerAccounts,
  typeof providerAssets
>;

export function firstState(given: Values<typeof params>): State {
  refuseTables(given);
  const lots = lotsOf(given);
  const lotOf = lotsOfMachines(given);
  const kinds = kindsOf(given).length;
  let gpus = 0;
  for (const lot of lotOf) gpus += hundredths(lots.gpus[lot]!);
  return {
    smallGpus: given.smallGpus,
    ...money(providersOf(given).length),
    book: machines(),
    lots,
    climates: climatesOf(given),
    machines: byMachine(lotOf, given),
    record: recordOf(given),
    ends: new Float64Array(64),
    gpus,
    ...noGpuTime(),
    awayGpus: 0,
    goneGpus: 0,
    awaySeconds: 0,
    goneSeconds: 0,
    expected: {
      usd: new Float64Array(kinds),
      tokens: new Float64Array(kinds),
      utilisation: new Float64Array(kinds),
      earned: new Float64Array(kinds),
      busySeconds: new Float64Array(kinds),
      onlineSeconds: new Float64Array(kinds),
      days: new Int32Array(kinds),
    },
    settledAt: 0,
    depreciated: { usd: 0, until: 0 },
    failures: 0,
    switches: 0,
    startedSeconds: 0,
    throttledSeconds: 0,
    started: 0,
    spanning: 0,
  };
}

function money(count: number): ProviderMoney & Pick<State, "lossDays" | "left"> {
  const columns = MONEY_COLUMNS.map((name) => [name, new Float64Array(count)]);
  return {
    ...firstMoney(),
    ...(Object.fromEntries(columns) as Pick<ProviderMoney, (typeof MONEY_COLUMNS)[number]>),
    count,
    lossDays: new Int32Array(count),
    left: new Int32Array(count),
  };
}

function lotsOfMachines({ machines: table }: Values<typeof params>): Int32Array {
  const counts = numberColumn(table, "count");
  const lots = new Int32Array(sum(counts));
  for (let lot: Index = 0, from = 0; lot < table.rows; from += counts[lot++]!)
    lots.fill(lot, from, from + counts[lot]);
  return lots;
}

function byMachine(lot: Int32Array, { availability }: Values<typeof params>): State["machines"] {
  const count = lot.length;
  const recorded = new Uint8Array(count);
  for (const machine of numberColumn(availability, "machine")) recorded[machine] = 1;
  const columns = Object.fromEntries(BY_MACHINE.map((name) => [name, new Int32Array(count)]));
  return {
    ...columns,
    lot,
    count,
    recorded,
    outageUntil: new Float64Array(count),
    offer: new Float64Array(count).fill(-1),
  } as State["machines"];
}

function recordOf({ availability }: Values<typeof params>): State["record"] {
  const times = recordTimes(availability);
  const order = Int32Array.from(times, (_, line) => line);
  order.sort((one: Index, other: Index) => times[one] - times[other] || one - other);
  return { order, times };
}
