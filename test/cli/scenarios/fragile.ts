import { defineMechanism, defineScenario, fields } from "../../../sim/index.ts";

/** Ends badly in the way that it is told, in the first replications. */
const fragile = defineMechanism({
  name: "test/fragile",
  summary: "Fails on the third day.",
  source: "a test",
  params: {
    how: fields.choice(["not", "throws", "text", "promise", "exit", "memory", "measure", "claim", "init"], {
      default: "not",
      doc: "How it fails.",
    }),
    share: fields.ratio({ default: 1, doc: "In which share of the replications." }),
  },
  init: ({ how }) => {
    if (how === "init") throw new TypeError("nothing to begin with");
    return { days: 0 };
  },
  on: {
    day({ state, params, random }, { day }): unknown {
      state.days = day;
      if (day !== 3 || random.at(1, "luck").uniform() >= params.share) return undefined;
      if (params.how === "throws") throw new RangeError("the price went below zero");
      if (params.how === "text") throw "no more";
      if (params.how === "promise") return Promise.reject(new Error("too late"));
      if (params.how === "exit") process.exit(7);
      const hoard: number[][] = [];
      while (params.how === "memory") hoard.push(Array.from({ length: 100_000 }, (_, k) => k + hoard.length));
      return undefined;
    },
  },
  ownMetrics: {
    "fragile.days": {
      kind: "level",
      unit: "d",
      words: "Days",
      better: "neither",
      doc: "Days.",
      value: ({ state, params }) => {
        if (params.how === "measure" && state.days > 3) throw new RangeError("no days to count");
        return state.days;
      },
    },
  },
  invariants: {
    "days are counted": ({ state, params }) => {
      if (params.how === "claim" && state.days > 3) throw new RangeError("who knows");
      return state.days >= 0;
    },
  },
  example: () => ({ world: [], until: "1h" }),
});

export default defineScenario({
  title: "One of two fails",
  until: "10d",
  replications: 4,
  world: [],
  designs: { sturdy: [fragile({})], fragile: [fragile({ how: "throws" })] },
  expect: { "days pass": { atEnd: "fragile.days > 5" } },
});
