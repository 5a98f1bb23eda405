import { learningRate } from "../../formulas/provider.ts";
import { endow } from "../../kit/issuance/endowment.ts";
import { exp, ln } from "../../math.ts";
import { meet, own } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { number, ratio, text, tokens, usdAmount, type Values } from "../../schema/fields.ts";

const DAYS_PER_YEAR = 365;

const params = {
  usd: usdAmount({
    role: "endowment",
    default: 4_000_000,
    doc: "USD at the start: the limit of what value buyers can absorb.",
    source: "Orrery: for the scenario to set",
  }),
  tokens: tokens({
    role: "endowment",
    default: 10_000_000,
    doc: "Tokens at the start, part of the genesis supply.",
    source: "Orrery: for the scenario to set",
  }),
  discount: ratio({
    default: 0.15,
    min: 0.01,
    max: 5,
    doc: "Yearly return that holders ask for.",
    range: [0.1, 0.4],
  }),
  growth: ratio({
    default: 0,
    max: 1,
    doc: "Yearly growth of use that they count on; below the return they ask for.",
    range: [0, 0.1],
  }),
  speed: ratio({
    default: 0.05,
    doc: "Share of what is held on the side that pays, traded a day when the price is off by a factor e.",
    range: [0.02, 0.1],
  }),
  error: number("", {
    default: 0.2,
    min: 0,
    max: 3,
    doc: "Standard deviation of the error in ln(estimated value).",
    range: [0, 0.5],
  }),
  errorMemory: number("d", { default: 30, min: 0.1, doc: "Half-life of that error.", range: [7, 90] }),
  memory: number("d", {
    default: 90,
    min: 0.1,
    doc: "Half-life with which the estimate follows what use burns and emission dilutes.",
    range: [30, 180],
  }),
  asset: text({ default: "token", doc: "The token that is traded.", source: "Orrery" }),
};
const accounts = { wallet: own("holders"), world: meet("world") };
const assets = { token: "asset", usd: "usd" } as const;
const reads = { usdPerToken: {} } as const;
const emits = { swapRequested: shared } as const;

interface State {
  /** Estimates: USD burned a year, and emission a year over supply. */
  burnUsdPerYear: number;
  dilution: number;
  burned: number;
  minted: number;
  error: number;
  value: number;
}
type Value = ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>;

/*
 * What a token is worth. Use burns B dollars' worth of tokens a year, growing at a rate g; emission adds a share i of the
 * supply S a year, sold at the price P. A holder asks for a return r on P, and there is no other payout than the burn:
 * market value M = P S follows dM = (r + i) M − B. It grows as B does where M = B / (r + i − g) (Gordon's formula, with
 * dilution as a cost), and a token's value is F = M / S. A token that is used is worth something, one that is not is not.
 *
 * At the start nothing has been observed: traders take the first price for right, and learn from there.
 */
export const value = defineMechanism({
  name: "traders/value",
  summary:
    "Trades toward the discounted value of what use of the token burns, at a limited speed and within its wealth.",
  source:
    "Discounted value of a dividend: Gordon 1959; fundamentalists of Hommes, Heterogeneous agent models in economics and finance, 2006",
  params,
  accounts,
  assets,
  reads,
  emits,
  init: (_: Values<typeof params>): State => ({
    burnUsdPerYear: 0,
    dilution: 0,
    burned: 0,
    minted: 0,
    error: 0,
    value: 0,
  }),
  estimate: ({ tokens }, ahead) => ({
    events: { swapRequested: daysAhead(ahead) },
    sums: { tokens: Number(tokens) },
    mints: Number(tokens),
  }),
  on: {
    start: (context) => endow(context, context.account.wallet),
    opened({ state, params, ledger, asset, read }) {
      state.burnUsdPerYear = read.usdPerToken() * ledger.supply(asset.token) * required(params, 0);
      state.value = read.usdPerToken();
    },
    day(context, { day }) {
      const { state, params, random, read } = context;
      observe(context);
      const rate = learningRate(params.errorMemory);
      const keep = 1 - rate;
      state.error =
        keep * state.error + Math.sqrt(1 - keep * keep) * random.at(day, "error").normal(0, params.error);
      const price = read.usdPerToken();
      const gap = ln(Math.max(state.value, 1e-9) / Math.max(price, 1e-12)) + state.error;
      trade(context, gap);
    },
  },
  metrics: {
    "token.valueUsd": { value: ({ state }) => state.value },
    "token.burnUsdPerYear": { value: ({ state }) => state.burnUsdPerYear },
  },
  example: () => ({
    world: [
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "traders/value", params: {} },
      { mechanism: "traders/noise", params: {} },
    ],
    until: "30d",
  }),
});

/** Yesterday's burns and emission, taken into the estimates. */
function observe({ state, params, ledger, asset, read }: Value): void {
  const supply = ledger.supply(asset.token);
  const burned = ledger.burned(asset.token);
  const minted = ledger.minted(asset.token);
  const rate = learningRate(params.memory);
  state.burnUsdPerYear +=
    rate * ((burned - state.burned) * read.usdPerToken() * DAYS_PER_YEAR - state.burnUsdPerYear);
  state.dilution +=
    rate * (((minted - state.minted) / Math.max(supply, 1e-9)) * DAYS_PER_YEAR - state.dilution);
  state.burned = burned;
  state.minted = minted;
  state.value = state.burnUsdPerYear / (required(params, state.dilution) * Math.max(supply, 1e-9));
}

/** r + i − g: yearly burn over market value at which the price is right. At least 1 %: a token is not worth more than a century of burns. */
const required = ({ discount, growth }: Value["params"], dilution: number): number =>
  Math.max(0.01, discount + dilution - growth);

/** Buys below the estimate, sells above; the order is a share 1 − exp(−speed × gap) of what the paying side holds. */
function trade({ params, ledger, account, asset, emit }: Value, gap: number): void {
  const buys = gap > 0;
  const held = ledger.balance(buys ? asset.usd : asset.token, account.wallet);
  const amount = held * (1 - exp(-params.speed * Math.abs(gap)));
  if (amount > 0) emit.swapRequested({ account: account.wallet, amount, sellsToken: !buys });
}
