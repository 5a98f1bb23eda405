import { type Distribution, distribution } from "../../formulas/distribution.ts";
import type { Context } from "../../model/mechanism.ts";
import { shared } from "../../model/mechanism.ts";
import { HOUR } from "../../units.ts";
import { type Orders, orders } from "./orders.ts";
import { type Committed, nothingCommitted, roomReads } from "./pooled-room.ts";
import { type SortedRows, sortedRows } from "./sorted-rows.ts";

export interface SpotState {
  spot: Orders;
  onDemand: Orders;
  /** Whether spot jobs are ranked by what they bid, or by when they came. */
  readonly byBid: boolean;
  /** Spot jobs that wait: the highest bid, or the earliest, first; and that run unwarned: the lowest bid, or the latest, first. */
  waiting: SortedRows;
  running: SortedRows;
  usdPerGpuHour: number;
  /** Jobs matched in this instant that supply has not placed yet. */
  committed: Committed;
  /** GPUs that run, and that are waited for. */
  spotGpus: number;
  onDemandGpus: number;
  /** GPUs of customers on demand for whom room is being made, and that spot jobs are about to give back. */
  onDemandGpusWaiting: number;
  comingFree: number;
  gpusWaiting: number;
  gpuSecondsWaiting: number;
  jobsWaiting: number;
  waits: Distribution;
  /** The waits for each start, those after an eviction too. */
  startWaits: Distribution;
  past: Integrals;
  submitted: number;
  gaveUp: number;
  onDemandAsked: number;
  onDemandRefused: number;
  evictions: number;
}

/** Over the time up to `until`: of the price, of GPUs that run, of what they pay, of jobs that wait. */
interface Integrals {
  readonly until: number;
  readonly priceSeconds: number;
  readonly spotGpuSeconds: number;
  readonly onDemandGpuSeconds: number;
  readonly usd: number;
  readonly waitingSeconds: number;
}

export const spotReads = { ...roomReads, gpusOnline: {} } as const;
export const spotEmits = {
  jobMatched: shared,
  jobLeft: shared,
  jobEvicted: shared,
  jobRepriced: shared,
  spotPatienceOver: {
    doc: "A job that waits for spare capacity has waited as long as it will.",
    private: true,
    fields: { job: "number" },
  },
} as const;

/** The part of a spot market's context that this file needs. */
export type SpotContext = Pick<
  Context<any, SpotState, typeof spotReads, typeof spotEmits>,
  "state" | "now" | "read" | "emit" | "cancel"
> & { readonly params: { readonly onDemandUsdPerGpuHour: number } };

export const firstSpotState = (usdPerGpuHour: number, ranking: "by bid" | "by arrival"): SpotState => ({
  spot: orders(),
  onDemand: orders(),
  byBid: ranking === "by bid",
  waiting: sortedRows(),
  running: sortedRows(),
  usdPerGpuHour,
  committed: nothingCommitted(),
  spotGpus: 0,
  onDemandGpus: 0,
  onDemandGpusWaiting: 0,
  comingFree: 0,
  gpusWaiting: 0,
  gpuSecondsWaiting: 0,
  jobsWaiting: 0,
  waits: distribution(),
  startWaits: distribution(),
  past: { until: 0, priceSeconds: 0, spotGpuSeconds: 0, onDemandGpuSeconds: 0, usd: 0, waitingSeconds: 0 },
  submitted: 0,
  gaveUp: 0,
  onDemandAsked: 0,
  onDemandRefused: 0,
  evictions: 0,
});

/** Brings the integrals to now, before what they are of changes. */
export function integrate(context: SpotContext): void {
  if (context.now > context.state.past.until) context.state.past = integrals(context);
}

export function integrals({ state, now, params }: SpotContext): Integrals {
  const { past, usdPerGpuHour, spotGpus, onDemandGpus, jobsWaiting } = state;
  const span = now - past.until;
  const usdPerHour = spotGpus * usdPerGpuHour + onDemandGpus * params.onDemandUsdPerGpuHour;
  return {
    until: now,
    priceSeconds: past.priceSeconds + usdPerGpuHour * span,
    spotGpuSeconds: past.spotGpuSeconds + spotGpus * span,
    onDemandGpuSeconds: past.onDemandGpuSeconds + onDemandGpus * span,
    usd: past.usd + (usdPerHour * span) / HOUR,
    waitingSeconds: past.waitingSeconds + jobsWaiting * span,
  };
}
