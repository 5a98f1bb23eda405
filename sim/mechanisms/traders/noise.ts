import { endow } from "../../kit/issuance/endowment.ts";
import { meet, own } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { defineMechanism, shared } from "../../model/mechanism.ts";
import { ratio, text, tokens, usdAmount, type Values } from "../../schema/fields.ts";

export const noise = defineMechanism({
  name: "traders/noise",
  summary:
    "Trades at random: each day an order of either side, normal in size, within its wealth and back to its first mix.",
  source: "Noise traders: Black, Noise, 1986; De Long et al., Noise trader risk in financial markets, 1990",
  params: {
    usd: usdAmount({
      role: "endowment",
      default: 500_000,
      doc: "USD at the start.",
      source: "Orrery: for the scenario to set",
    }),
    tokens: tokens({
      role: "endowment",
      default: 2_500_000,
      doc: "Tokens at the start, part of the genesis supply.",
      source: "Orrery: for the scenario to set",
    }),
    size: ratio({
      default: 0.05,
      doc: "Standard deviation of a day's order, as a share of the wealth at the start.",
      range: [0.02, 0.1],
    }),
    reversion: ratio({
      default: 0.02,
      doc: "Share of a one-sided position that is unwound a day: noise stays noise, and neither side runs dry.",
      range: [0.005, 0.05],
    }),
    asset: text({ default: "token", doc: "The token that is traded.", source: "Orrery" }),
  },
  accounts: { wallet: own("holders"), world: meet("world") },
  assets: { token: "asset", usd: "usd" },
  reads: { usdPerToken: {} },
  emits: { swapRequested: shared },
  init: (_: Values<any>) => ({ wealthUsd: 0, tokenShare: 0 }),
  estimate: ({ tokens }, ahead) => ({
    events: { swapRequested: daysAhead(ahead) },
    sums: { tokens: Number(tokens) },
    mints: Number(tokens),
  }),
  on: {
    start: (context) => endow(context, context.account.wallet),
    opened({ state, params, read }) {
      state.wealthUsd = Number(params.usd) + Number(params.tokens) * read.usdPerToken();
      state.tokenShare = (Number(params.tokens) * read.usdPerToken()) / Math.max(state.wealthUsd, 1e-9);
    },
    day({ state, params, ledger, account, asset, random, read, emit }, { day }) {
      const price = read.usdPerToken();
      const usd = ledger.balance(asset.usd, account.wallet);
      const tokensUsd = ledger.balance(asset.token, account.wallet) * price;
      const short = state.tokenShare * (usd + tokensUsd) - tokensUsd;
      const orderUsd = random
        .at(day, "order")
        .normal(params.reversion * short, params.size * state.wealthUsd);
      if (orderUsd === 0 || price <= 0) return;
      emit.swapRequested({
        account: account.wallet,
        amount: orderUsd > 0 ? orderUsd : -orderUsd / price,
        sellsToken: orderUsd < 0,
      });
    },
  },
  example: () => ({
    world: [
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "traders/noise", params: {} },
    ],
    until: "30d",
  }),
});
