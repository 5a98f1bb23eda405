import { crossing } from "../../formulas/call-market.ts";
import { added } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { grown } from "../../model/columns.ts";
import type { Metrics } from "../../model/measures/metric.ts";
import { HOUR } from "../../units.ts";
import { bookSignals, onlineGpus } from "./machines.ts";
import type { Rates, Trading } from "./trading-state.ts";
import { queueMetrics, queueSignals } from "./waiting.ts";

/** Who gains how much by the trades of a market of machines, and its measures. */
interface Now {
  readonly state: Trading;
  readonly now: number;
}

/** A job runs: what it pays and what its machines ask count from now on. */
export function countIn(
  state: Trading,
  now: number,
  row: number,
  { gpus, paid, asked }: Omit<Rates, "forgone">,
): void {
  integrate(state, now);
  const capacity = state.book.running.rows.ids.length;
  state.pays = grown(state.pays, capacity);
  state.asked = grown(state.asked, capacity);
  state.pays[row] = paid;
  state.asked[row] = asked;
  state.rates.gpus = added(state.rates.gpus, gpus);
  state.rates.paid += paid;
  state.rates.asked += asked;
}

/** A job runs no longer. */
export function countOut(state: Trading, now: number, row: Index): void {
  integrate(state, now);
  const { rates, book } = state;
  rates.gpus = added(rates.gpus, -book.running.gpus[row]);
  // What is left of a sum of doubles when all its terms are gone is rounding.
  rates.paid = rates.gpus === 0 ? 0 : rates.paid - state.pays[row];
  rates.asked = rates.gpus === 0 ? 0 : rates.asked - state.asked[row];
}

const QUANTITIES = ["gpus", "paid", "asked", "forgone"] as const;

function integrate(state: Trading, now: number): void {
  for (const name of QUANTITIES) state.totals[name] = totalOf(state, name, now);
  state.integrated = now;
}

const totalOf = ({ totals, rates, integrated }: Trading, name: (typeof QUANTITIES)[number], now: number) =>
  totals[name] + (rates[name] * (now - integrated)) / HOUR;

/** To be called when bids and asks have changed: what could be gained by trading and is not, from now on. */
export function reckon({ state, now }: Now): void {
  integrate(state, now);
  state.rates.forgone = crossing(state.bids, state.asks).gains;
}

/** What a market of machines publishes beside its price. */
export const tradingSignals = {
  ...queueSignals(({ state }: Pick<Now, "state">) => onlineGpus(state.book)),
  ...bookSignals,
};

/** The measures of a market whose state is that of trading. */
export const tradingMetrics = {
  ...queueMetrics,
  "gpu.paidUsdPerGpuHour": {
    totals: ({ state, now }) => [totalOf(state, "paid", now), totalOf(state, "gpus", now)],
  },
  "providers.surplusUsd": {
    total: ({ state, now }) => totalOf(state, "paid", now) - totalOf(state, "asked", now),
  },
  "providers.lernerIndex": {
    totals: ({ state, now }) => {
      const paid = totalOf(state, "paid", now);
      return [paid - totalOf(state, "asked", now), paid];
    },
  },
  "market.deadweightUsd": { total: ({ state, now }) => totalOf(state, "forgone", now) },
} satisfies Metrics<Now>;

export const bidClaims = {
  "every job that waits has one bid": ({ state }: Pick<Now, "state">): boolean =>
    state.bids.length === state.queue.count,
};
