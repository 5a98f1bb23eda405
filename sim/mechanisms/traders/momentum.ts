import { learningRate } from "../../formulas/provider.ts";
import { endow } from "../../kit/issuance/endowment.ts";
import { ln, tanh } from "../../math.ts";
import { meet, own } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { defineMechanism, shared } from "../../model/mechanism.ts";
import { number, ratio, text, tokens, usdAmount, type Values } from "../../schema/fields.ts";

export const momentum = defineMechanism({
  name: "traders/momentum",
  summary: "Buys what has risen and sells what has fallen, within its wealth.",
  source: "Trend followers: Hommes, Heterogeneous agent models in economics and finance, 2006, section 3",
  params: {
    usd: usdAmount({
      role: "endowment",
      default: 250_000,
      doc: "USD at the start.",
      source: "Orrery: for the scenario to set",
    }),
    tokens: tokens({
      role: "endowment",
      default: 1_250_000,
      doc: "Tokens at the start, part of the genesis supply.",
      source: "Orrery: for the scenario to set",
    }),
    memory: number("d", {
      default: 10,
      min: 0.1,
      doc: "Half-life of the trend that is followed.",
      range: [3, 30],
    }),
    scale: number("1/d", {
      default: 0.02,
      min: 1e-6,
      doc: "Daily trend at which three quarters of the largest order are placed.",
      range: [0.01, 0.05],
    }),
    size: ratio({
      default: 0.02,
      doc: "Largest order of a day, as a share of what is held on the side that pays.",
      range: [0.005, 0.05],
    }),
    asset: text({ default: "token", doc: "The token that is traded.", source: "Orrery" }),
  },
  accounts: { wallet: own("holders"), world: meet("world") },
  assets: { token: "asset", usd: "usd" },
  reads: { usdPerToken: {} },
  emits: { swapRequested: shared },
  init: (_: Values<any>) => ({ price: 0, trend: 0 }),
  estimate: ({ tokens }, ahead) => ({
    events: { swapRequested: daysAhead(ahead) },
    sums: { tokens: Number(tokens) },
    mints: Number(tokens),
  }),
  on: {
    start: (context) => endow(context, context.account.wallet),
    opened({ state, read }) {
      state.price = read.usdPerToken();
    },
    day({ state, params, ledger, account, asset, read, emit }) {
      const price = read.usdPerToken();
      if (price <= 0 || state.price <= 0) return;
      state.trend += learningRate(params.memory) * (ln(price / state.price) - state.trend);
      state.price = price;

      const strength = tanh(state.trend / params.scale);
      const held = ledger.balance(strength > 0 ? asset.usd : asset.token, account.wallet);
      const amount = Math.abs(strength) * params.size * held;
      if (amount > 0) emit.swapRequested({ account: account.wallet, amount, sellsToken: strength < 0 });
    },
  },
  example: () => ({
    world: [
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "traders/noise", params: {} },
      { mechanism: "traders/momentum", params: {} },
    ],
    until: "30d",
  }),
});
