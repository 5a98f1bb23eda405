import { defineMechanism, type Use } from "../../../sim/model/mechanism.ts";
import { number } from "../../../sim/schema/fields.ts";

const market = defineMechanism({
  name: "test/market",
  summary: "Has a price, a wait and a queue, and counts the jobs that come.",
  source: "tests",
  params: {
    price: number("USD/GPU h", { default: 0.3, doc: "The price.", source: "tests" }),
    wait: number("s", { default: 0, doc: "The wait.", source: "tests" }),
    waiting: number("GPUs", { default: 0, doc: "GPUs waited for.", source: "tests" }),
  },
  init: () => ({ came: 0 }),
  on: {
    jobSubmitted: ({ state }) => void state.came++,
  },
  signals: {
    usdPerGpuHour: ({ params }) => params.price,
    expectedWait: ({ params }) => params.wait,
    gpusWaiting: ({ params }) => params.waiting,
  },
  example: () => ({ world: [] }),
});

/** Two markets of one price, wait and queue each, that match nothing. */
export const twoMarkets = (a: Parameters<typeof market>[0], b: Parameters<typeof market>[0]): Use[] => [
  market(a, { in: "a" }),
  market(b, { in: "b" }),
];
export const PLACES = { places: ["a", "b"] };
