import { defineMechanism, defineScenario, fields, own } from "../../../sim/index.ts";

/** A scenario with a mechanism of its own: a coin is tossed on every block and pays a winner one token. */
const toss = defineMechanism({
  name: "test/toss",
  summary: "Tosses a coin every `period` and pays the winner of heads one token.",
  source: "a test",
  params: {
    period: fields.seconds({ default: 3_600, min: 1, doc: "Time between tosses." }),
    asset: fields.text({ default: "token", doc: "What is paid.", source: "a test" }),
    heads: fields.ratio({ default: 0.5, doc: "Chance of heads." }),
    stopAt: fields.count({ default: 1_000_000_000, doc: "Heads after which the claim breaks." }),
  },
  accounts: { winner: own("holders") },
  assets: { prize: "asset" },
  emits: {
    tossed: { doc: "The coin fell.", fields: { number: "number", heads: "flag" } },
    block: "shared",
  },
  init: () => ({ tosses: 0, heads: 0 }),
  on: {
    opened({ params, emit, random }) {
      emit.tossed({ number: 1, heads: random.at(1, "toss").uniform() < params.heads }, params.period);
    },
    tossed({ params, state, ledger, account, asset, emit, random }, { number, heads }) {
      state.tosses = number;
      if (heads) {
        state.heads++;
        ledger.mint(asset.prize, account.winner, 1, "prize");
      }
      emit.block({ height: number, count: 1, seconds: params.period, proposer: account.winner });
      emit.tossed.at(
        { number: number + 1, heads: random.at(number + 1, "toss").uniform() < params.heads },
        (number + 1) * params.period,
      );
    },
  },
  ownMetrics: {
    "toss.heads": {
      unit: "tosses",
      kind: "flow",
      words: "Tosses that fell on heads",
      better: "neither",
      doc: "Tosses that fell on heads.",
      total: ({ state }) => state.heads,
    },
    "toss.share": {
      unit: "ratio",
      kind: "ratio",
      words: "Share of heads",
      better: "neither",
      doc: "Share of heads.",
      totals: ({ state }) => [state.heads, state.tosses],
    },
  },
  invariants: { "heads stay below the limit": ({ params, state }) => state.heads < params.stopAt },
  example: () => ({ world: [{ mechanism: "test/toss", params: {} }], until: "10d" }),
});

export default defineScenario({
  title: "Coin toss",
  question: "Does a heavier coin pay more?",
  seed: 7,
  until: "20d",
  sample: "1d",
  world: [],
  designs: { fair: [toss({ heads: 0.5 })], heavy: [toss({ heads: 0.6 })] },
  expect: {
    "heads are paid": { atEnd: "ledger.supply > 0" },
    "a share is a share": { always: "toss.share >= 0 && toss.share <= 1" },
  },
});
