import type { Index } from "../../../indexed.ts";
import { type Machines, machinesChanged } from "../../../kit/market/machines.ts";
import { type Waiting, waitingEmits } from "../../../kit/market/waiting.ts";
import { type ContextOf, shared } from "../../../model/mechanism.ts";
import { count, number } from "../../../schema/fields.ts";

export const params = {
  priceSensitivity: number("GPU h/USD", {
    default: 3,
    min: 1e-6,
    max: 1e4,
    doc: "Utility of a USD less for the work of one GPU-hour (α): a small provider's own-price elasticity is about −α times its price.",
    range: [1, 10],
  }),
  speedWeight: number("", {
    default: 0.5,
    min: 0,
    max: 1e3,
    doc: "Utility of being once more as fast as the GPU that jobs are measured on.",
    range: [0, 2],
  }),
  reliabilityWeight: number("", {
    default: 5,
    min: 0,
    max: 1e3,
    doc: "Utility of a machine that always works over one that never does.",
    range: [0, 20],
  }),
  reputationWeight: number("", {
    default: 2,
    min: 0,
    max: 1e3,
    doc: "Utility of the best reputation over the worst.",
    range: [0, 5],
  }),
  outsideWeight: number("", {
    default: 0,
    min: -1e3,
    max: 1e3,
    doc: "Utility of the cloud beside its price, its speed of 1 and its full reliability and reputation: habit, support, compliance.",
    range: [-2, 3],
  }),
  considered: count({
    default: 50,
    min: 1,
    max: 10_000,
    doc: "How many machines a customer compares: all that suit it, or so many of them at random.",
    range: [10, 200],
  }),
  lookahead: count({
    default: 100,
    min: 1,
    doc: "How many of the waiting jobs, from the front, look for a machine when one comes free.",
    range: [10, 1000],
  }),
};
export const reads = { cloudUsdPerGpuHour: { otherwise: Number.POSITIVE_INFINITY } };
export const emits = {
  jobMatched: shared,
  ...waitingEmits,
  ...machinesChanged,
} as const;

export interface State {
  queue: Waiting<"memory" | "region" | "deadline">;
  /** Which of this market's jobs stands in a row of the queue, from 0: the address of its draws. */
  count: Float64Array;
  book: Machines;
  offersPending: boolean;
  unchecked: boolean;
  /** Jobs that found a machine and preferred the cloud, or not to run. */
  wentOutside: number;
  /** What customers gained from the choice, over having none but the outside. */
  surplusUsd: number;
  /** GPUs let, and their price × GPUs. */
  letGpus: number;
  letUsd: number;
  /** Their integrals over time, up to `counted`. */
  letSeconds: number;
  letUsdSeconds: number;
  counted: number;
  /** The same of all that is on offer. */
  offeredUsd: number;
  /** The last price there was. */
  usdPerGpuHour: number;
}
export type Market = ContextOf<typeof params, State, typeof reads, typeof emits>;

/** What a job of one row asks of machines. */
export const askOf = ({ queue }: State, row: Index) => ({
  gpus: queue.gpus[row],
  memory: queue.memory[row],
  region: queue.regions[queue.region[row]]!,
});
