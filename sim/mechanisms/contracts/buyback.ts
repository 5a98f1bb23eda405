/*
 * Tokens are bought out of the treasury once a day, burned or handed on as they come back from the market. Whatever the
 * market does not take returns to the treasury.
 */

import { meet, own } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { defineMechanism, shared } from "../../model/mechanism.ts";
import { choice, ratio, text, usd } from "../../schema/fields.ts";

export const buyback = defineMechanism({
  name: "contracts/buyback",
  summary:
    "Buys tokens with the treasury's USD once a day, and burns them or pays them to those who secure the chain or to providers.",
  source:
    "Buyback and burn, or make, of on-chain treasuries: docs.makerdao.com Flapper; docs.iog.net, revenue",
  params: {
    asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
    share: ratio({
      default: 0.01,
      doc: "Share of the treasury's USD that a day spends.",
      source: "assumed",
      range: [0.001, 0.1],
    }),
    reserve: usd({
      default: 0,
      max: 1e15,
      doc: "USD that the treasury keeps: only what is above is spent.",
      source: "Orrery: for the scenario to set",
    }),
    to: choice(["burn", "security", "providers"], {
      default: "burn",
      doc: "What becomes of the tokens: burned, or paid to who secures the chain or to providers.",
      source: "Orrery: for the scenario to set",
    }),
  },
  settable: { share: [0, 1], reserve: [0, 1e15] },
  accounts: {
    desk: own("treasury"),
    treasury: meet("treasury"),
    security: meet("security", { to: "security" }),
    providers: meet("providerRewards", { to: "providers" }),
  },
  assets: { token: "asset", usd: "usd" },
  // Without a market there is nothing to buy at.
  reads: { usdPerToken: {} },
  // The day's fees have come in.
  after: ["marketFee"],
  emits: { swapRequested: shared },
  init: () => ({ spentUsd: 0, bought: 0 }),
  estimate: (_, ahead) => ({ events: { swapRequested: daysAhead(ahead) } }),
  on: {
    day({ params, ledger, account, asset, emit }) {
      const above = ledger.balance(asset.usd, account.treasury) - params.reserve;
      const due = Math.max(0, above) * params.share;
      const amount = ledger.transferUpTo(asset.usd, account.treasury, account.desk, due, "buyback");
      if (amount > 0) emit.swapRequested({ account: account.desk, amount, sellsToken: false });
    },

    swapped({ params, state, ledger, account, asset }, { account: buyer, sold, sellsToken }) {
      if (buyer !== account.desk || sellsToken) return;
      const { desk, treasury } = account;
      state.spentUsd += sold;
      state.bought += ledger.balance(asset.token, desk);
      if (params.to === "burn") ledger.burn(asset.token, desk, ledger.units(asset.token, desk), "burn");
      else ledger.transferAll(asset.token, desk, account[params.to], "buyback");
      ledger.transferAll(asset.usd, desk, treasury, "buyback");
    },
  },
  metrics: {
    "buyback.usd": { total: ({ state }) => state.spentUsd },
    "buyback.tokens": { total: ({ state }) => state.bought },
  },
  invariants: {
    "nothing that was bought is kept": {
      when: "instant",
      holds: ({ ledger, account, asset }) =>
        ledger.units(asset.token, account.desk) === 0n && ledger.units(asset.usd, account.desk) === 0n,
    },
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "supply/aggregate", params: {} },
      { mechanism: "demand/spending", params: { to: "burn" } },
      // Half of what customers pay is the treasury's.
      { mechanism: "contracts/burn-desk", params: { burnShare: 0.5 } },
      { mechanism: "contracts/buyback", params: { to: "providers" } },
    ],
    until: "30d",
  }),
});
