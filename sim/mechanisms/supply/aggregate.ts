import { meet, own, provide } from "../../model/accounts.ts";
import { daysAhead } from "../../model/estimate.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { ratio, text } from "../../schema/fields.ts";

const params = {
  asset: text({ default: "token", doc: "The token that providers earn.", source: "Orrery" }),
  soldShare: ratio({
    default: 0.5,
    doc: "Share of the tokens that they earn in a day that is sold, for bills; the rest is kept.",
    range: [0.2, 1],
  }),
};
const accounts = {
  rewards: provide("providerRewards"),
  revenue: provide("providerRevenue"),
  sales: own("providers"),
  kept: own("providers"),
  world: meet("world"),
};
const assets = { token: "asset", usd: "usd" } as const;
// Without a price nothing is sold.
const reads = { usdPerToken: { otherwise: 0 } } as const;
const emits = { swapRequested: shared } as const;

interface State {
  /** Tokens earned, at their price on receipt. */
  tokenIncomeUsd: number;
}
type Supplying = ContextOf<typeof params, State, typeof reads, typeof emits, typeof accounts, typeof assets>;

export const aggregate = defineMechanism({
  name: "supply/aggregate",
  summary:
    "Stands for all providers at once: they take what they are paid, sell a share of its tokens each day and keep the rest. Nobody comes, leaves or runs a job.",
  source: "Providers as one sector, for questions about a token and not about its market",
  params,
  settable: { soldShare: [0, 1] },
  accounts,
  assets,
  reads,
  // The day's emission, spending and burning come before what providers make of them.
  after: ["marketFee"],
  emits,
  init: (): State => ({ tokenIncomeUsd: 0 }),
  estimate: (_, ahead) => ({ events: { swapRequested: daysAhead(ahead) } }),
  on: {
    day: takeAndSell,
    swapped({ ledger, account, asset }, { account: seller, sellsToken }) {
      if (seller !== account.sales || !sellsToken) return;
      ledger.transferAll(asset.usd, account.sales, account.world, "costs of providers");
      // What a market has not taken is kept.
      ledger.transferAll(asset.token, account.sales, account.kept, "tokens kept");
    },
    end: (context) => void take(context),
  },
  metrics: {
    // With what has come and is not taken yet, at the price of now.
    "providers.tokenIncomeUsd": {
      total: (context) => context.state.tokenIncomeUsd + waiting(context) * context.read.usdPerToken(),
    },
  },
  invariants: {
    "what was offered is sold or kept": {
      when: "instant",
      holds: ({ ledger, account, asset }) => ledger.units(asset.token, account.sales) === 0n,
    },
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "issuance/fixed", params: { split: { providers: 1 } } },
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "supply/aggregate", params: {} },
    ],
    until: "30d",
  }),
});

/** Tokens that have come since the last time. */
const waiting = ({ ledger, account: { rewards, revenue }, asset }: Supplying): number =>
  ledger.balance(asset.token, rewards) + ledger.balance(asset.token, revenue);

/** Takes what has come since the last time: USD cover costs, tokens are kept. Returns how many tokens. */
function take({ state, ledger, account, asset, read }: Supplying): number {
  const { rewards, revenue, kept, world } = account;
  ledger.transferAll(asset.usd, revenue, world, "costs of providers");
  const tokens =
    ledger.transferAll(asset.token, rewards, kept, "providers' share") +
    ledger.transferAll(asset.token, revenue, kept, "providers' share");
  state.tokenIncomeUsd += tokens * read.usdPerToken();
  return tokens;
}

function takeAndSell(context: Supplying): void {
  const { params, ledger, account, asset, read, emit } = context;
  const tokens = take(context);
  if (!(tokens > 0 && params.soldShare > 0 && read.usdPerToken() > 0)) return;
  const offered = ledger.transferUpTo(
    asset.token,
    account.kept,
    account.sales,
    tokens * params.soldShare,
    "tokens for sale",
  );
  if (offered > 0) emit.swapRequested({ account: account.sales, amount: offered, sellsToken: true });
}
