import { callMarket } from "../../formulas/call-market.ts";
import { added } from "../../gpus.ts";
import { machineWorld } from "../../kit/examples.ts";
import { cheapest, needs } from "../../kit/market/cheapest-asks.ts";
import { bidClaims, reckon, tradingMetrics, tradingSignals } from "../../kit/market/gains.ts";
import { list } from "../../kit/market/machines.ts";
import {
  ask,
  bid,
  free,
  trade,
  tradingEmits,
  withdrawAllBids,
  withdrawAsk,
  withdrawBid,
} from "../../kit/market/trading.ts";
import { type Trading, trading } from "../../kit/market/trading-state.ts";
import { matchesJobs, rings } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { ratio, seconds, usdPerGpuHour, type Values } from "../../schema/fields.ts";
import { HOUR, MINUTE } from "../../units.ts";

// A job: jobSubmitted → bids at every call (served → jobMatched at the price of the call | its patience is over → jobLeft)

const params = {
  period: seconds({
    default: HOUR,
    reaches: "time",
    min: MINUTE,
    doc: "Time between two calls.",
    range: [600, 6 * HOUR],
  }),
  k: ratio({
    default: 0.5,
    doc: "Where the price lies between the lowest (0) and the highest (1) that clear.",
    source:
      "Satterthwaite and Williams 1989, Journal of Economic Theory 48: the k-double auction; ½ favours nobody",
  }),
  initial: usdPerGpuHour({
    default: 1,
    min: 0,
    doc: "Price that is quoted before the first call that clears.",
    source: "Orrery: for the scenario to set",
  }),
};
const emits = {
  ...tradingEmits,
  call: { doc: "Bids and asks are crossed.", priority: 20, private: true, fields: { number: "number" } },
} as const;

interface State extends Trading {
  /** That is quoted, for an hour of work: of the last call, or the cheapest ask where nothing traded. */
  price: number;
  /** GPUs at the crossings, were jobs divisible and machines alike, and GPUs that traded. */
  crossed: number;
  traded: number;
}
type Call = ContextOf<typeof params, State, {}, typeof emits>;

export const doubleAuction = defineMechanism({
  name: "pricing/double-auction",
  summary:
    "Crosses the bids of waiting jobs with the asks of free machines at fixed times, and trades at one price.",
  source:
    "Wilson 1985, Econometrica 53(5); Satterthwaite and Williams 1989, Journal of Economic Theory 48: the k-double auction",
  params,
  settable: { k: [0, 1] },
  emits,
  init: ({ initial }: Values<typeof params>): State => ({
    ...trading(),
    price: initial,
    crossed: 0,
    traded: 0,
  }),
  estimate: (params, ahead) => {
    const { events, bytes = 0 } = matchesJobs(params, ahead);
    return { events: { ...events, call: rings(ahead, params.period) }, bytes };
  },
  on: {
    opened({ params, emit }) {
      emit.call.at({ number: 1 }, params.period);
    },
    jobSubmitted(context, event) {
      bid(context, event);
      reckon(context);
    },
    machineListed: ({ state }, event) => void list(state.book, event),
    machineOffered(context, event) {
      ask(context, event);
      reckon(context);
    },
    machineWithdrawn(context, { machine }) {
      withdrawAsk(context, machine);
      reckon(context);
    },
    jobFinished: freed,
    jobInterrupted: freed,
    jobPaused: freed,
    patienceOver(context, { row }) {
      withdrawBid(context, row);
      reckon(context);
    },
    call(context, { number }) {
      clear(context);
      reckon(context);
      context.emit.call.at({ number: number + 1 }, (number + 1) * context.params.period);
    },
    end(context) {
      withdrawAllBids(context);
      reckon(context);
    },
  },
  signals: { usdPerGpuHour: ({ state }) => state.price, ...tradingSignals },
  metrics: {
    ...tradingMetrics,
    "gpu.usdPerGpuHour": { value: ({ state }) => state.price },
    "market.wholeShare": {
      totals: ({ state }) => [state.traded, state.crossed],
      empty: 1,
    },
  },
  invariants: {
    "whole jobs trade no more GPUs than the crossings allow": ({ state }) => state.traded <= state.crossed,
    ...bidClaims,
  },
  example: () => ({
    world: [
      { mechanism: "supply/fleet", params: { mtbf: "30d" } },
      { mechanism: "pricing/double-auction", params: { initial: 0.3 } },
      { mechanism: "demand/bootstrap-trace", params: { replicas: 2 } },
    ],
    until: "30d",
  }),
  examples: () => [machineWorld({ mechanism: "pricing/double-auction", params: {} })],
  unreached: {
    jobPaused: "No shipped mechanism evicts a job from this market with its data kept.",
  },
});

function freed(context: Call, { job }: { job: number }): void {
  if (free(context, job).length > 0) reckon(context);
}

/**
 * The price is that of the crossing as if jobs were divisible and machines alike. Then the jobs that bid at least that
 * are served, the highest first, each whole or not at all, by the cheapest machines that suit and ask no more; who
 * finds no room waits for the next call.
 */
function clear(context: Call): void {
  const { state, params } = context;
  const { price, volume } = callMarket(state.bids, state.asks, params.k);
  if (volume === 0) {
    // What a customer who bids alone at the next call would pay; the last price might keep all away for good.
    state.price = state.asks[0]?.price ?? state.price;
    return;
  }
  state.price = price;
  state.crossed = added(state.crossed, volume);
  for (let at = 0; at < state.bids.length && state.bids[at]!.price >= price; ) {
    const { row, quantity } = state.bids[at]!;
    const orders = cheapest(state, needs(state, row), price);
    if (orders === null) {
      at++;
      continue;
    }
    trade(context, row, orders, () => price);
    state.traded = added(state.traded, quantity);
  }
}
