import { newRunningAverage, type RunningAverage } from "../../../formulas/running-average.ts";
import type { Gpus, Hundredths } from "../../../gpus.ts";
import { type Cards, cards } from "../../../kit/market/cards.ts";
import { type GpuTime, noGpuTime } from "../../../kit/supply/gpu-time.ts";
import { addById, type Cells, type ColumnsById, columnsById, removeById } from "../../../model/columns.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import type { accounts, assets, emits, params, reads } from "./params.ts";

export type Params = Values<typeof params>;
export type Owners = ContextOf<
  typeof params,
  State,
  typeof reads,
  typeof emits,
  typeof accounts,
  typeof assets
>;

/** Machines that are at no network. */
export const OFF = -1;

/** Columns by provider; lists by network, in the order of `places`. */
export interface State {
  /** Where each is, and for where it leaves when its jobs are done; `home` again: it stays. */
  home: number[];
  target: number[];
  /** Hundredths of a GPU that jobs have, cards that run jobs or parts of them, and those that run parts. */
  busy: Hundredths[];
  cardsBusy: number[];
  cards: Cards;
  revenueUsd: number[];
  /** GPU-time of each network. */
  gpuTime: GpuTime[];
  /** By network and provider: GPU-seconds since the last settlement, and when they were counted last. */
  worked: number[][];
  stood: number[][];
  counted: number[];
  /** Of the day that is being paid for in tokens: who stood online. */
  sold: number[][];
  selling: boolean[];
  /** By network, of late: the price, and of a day the USD that emission brought and the GPU-hours that were asked for. */
  price: RunningAverage[];
  emission: RunningAverage[];
  asked: RunningAverage[];
  incomeUsd: number[];
  settledAt: number;
  moves: number;
  jobs: Running[];
}

/** Which machines a job runs on, by how many GPUs each; a part of one by its card, else −1. */
export type Parts = readonly (readonly [provider: number, gpus: Gpus, card: number])[];

/** Of a job that runs: what it asked for, when it began and is to end, what it pays now, and the event that ends it. */
const JOB = { gpus: "number", started: "number", ends: "number", price: "number", timer: "number" } as const;

/** Jobs that run at a network. */
export interface Running {
  known: ColumnsById<typeof JOB>;
  parts: (Parts | null)[];
}

export function firstState({ places, providers }: Params): State {
  const networks = Math.max(1, places.length);
  const each = <T>(make: () => T): T[] => Array.from({ length: networks }, make);
  const column = (value: number): number[] => Array(providers).fill(value);
  return {
    home: column(OFF),
    target: column(OFF),
    busy: column(0),
    cardsBusy: column(0),
    cards: cards(),
    revenueUsd: column(0),
    gpuTime: each(noGpuTime),
    worked: each(() => column(0)),
    stood: each(() => column(0)),
    counted: column(0),
    sold: each(() => column(0)),
    selling: each(() => false),
    price: each(newRunningAverage),
    emission: each(newRunningAverage),
    asked: each(newRunningAverage),
    incomeUsd: each(() => 0),
    settledAt: 0,
    moves: 0,
    jobs: each(() => ({ known: columnsById(JOB), parts: [] })),
  };
}

/** The number of a network; where it joins none, its own place is the only one. */
export const networkAt = ({ places }: Params, place: string): number => Math.max(0, places.indexOf(place));

/** A network's place; empty where there is only that in which the owners stand, and where a machine is off. */
export const networkOf = ({ places }: Params, network: number): string =>
  network < 0 ? "" : (places[network] ?? "");

/** A sum over the network that asks, or all of them where the world asks. */
export function totalOf({ state, params, from }: Owners, of: (each: GpuTime) => number): number {
  if (params.places.includes(from)) return of(state.gpuTime[networkAt(params, from)]!);
  return state.gpuTime.reduce((sum, each) => sum + of(each), 0);
}

export function keep(
  { jobs }: State,
  network: number,
  job: number,
  parts: Parts,
  cells: Cells<typeof JOB>,
): void {
  const { known, parts: kept } = jobs[network]!;
  kept[addById(known, job, cells)] = parts;
}

export function drop({ jobs }: State, network: number, job: number): Parts {
  const { known, parts: kept } = jobs[network]!;
  const row = removeById(known, job);
  if (row === -1) return [];
  const parts = kept[row]!;
  kept[row] = null;
  return parts;
}
