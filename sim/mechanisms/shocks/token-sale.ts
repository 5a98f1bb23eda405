import { baseUnits } from "../../kit/issuance/emission.ts";
import { meet, own } from "../../model/accounts.ts";
import { defineMechanism, shared } from "../../model/mechanism.ts";
import { number, seconds, text, tokens } from "../../schema/fields.ts";
import { YEAR } from "../../units.ts";

export const tokenSale = defineMechanism({
  name: "shocks/token-sale",
  summary:
    "Has a holder sell so many tokens at once that the price in a constant-product pool moves by a factor.",
  source: "Constant product: a price × f takes reserves × f^(−1/2)",
  params: {
    at: seconds({
      default: YEAR,
      reaches: "time",
      doc: "When the tokens are sold.",
      source: "Orrery: for the scenario to set",
    }),
    factor: number("ratio", {
      default: 1,
      min: 0.01,
      max: 1,
      doc: "Price after the sale over the price before it; 1: no sale.",
      source: "Orrery: for the scenario to set",
    }),
    tokens: tokens({
      role: "endowment",
      default: 10_000_000,
      doc: "What the holder has, part of the genesis supply: the limit of the sale.",
      source: "Orrery: for the scenario to set",
    }),
    asset: text({ default: "token", doc: "The token that is sold.", source: "Orrery" }),
  },
  accounts: { holder: own("holders"), pool: meet("pool") },
  assets: { token: "asset" },
  // Where nobody says what a token is worth there is no pool to sell to.
  reads: { usdPerToken: {} },
  emits: { swapRequested: shared, tokenSale: { doc: "The holder sells.", private: true, fields: {} } },
  init: () => ({}),
  estimate: ({ tokens }) => ({
    events: { tokenSale: 1, swapRequested: 1 },
    sums: { tokens: Number(tokens) },
    mints: Number(tokens),
  }),
  on: {
    start({ params, ledger, account, asset }) {
      ledger.mint(asset.token, account.holder, baseUnits(ledger, asset.token, params.tokens), "genesis");
    },
    opened({ params, horizon, emit }) {
      if (params.at <= horizon) emit.tokenSale.at({}, params.at);
    },
    tokenSale({ params, ledger, account, asset, emit }) {
      if (params.factor === 1) return;
      const reserve = ledger.balance(asset.token, account.pool);
      const amount = reserve * (1 / Math.sqrt(params.factor) - 1);
      emit.swapRequested({ account: account.holder, amount, sellsToken: true });
    },
  },
  example: () => ({
    world: [
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "shocks/token-sale", params: { at: "5d", factor: 0.5 } },
    ],
    until: "10d",
  }),
});
