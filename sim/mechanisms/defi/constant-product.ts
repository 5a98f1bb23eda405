import { constantProductOut } from "../../formulas/constant-product.ts";
import { endow } from "../../kit/issuance/endowment.ts";
import { meet, provide } from "../../model/accounts.ts";
import { type ContextOf, defineMechanism, shared } from "../../model/mechanism.ts";
import { count, text, tokens, usdAmount, type Values } from "../../schema/fields.ts";

const params = {
  tokens: tokens({
    role: "endowment",
    default: 5_000_000,
    min: 1e-6,
    doc: "Tokens in the pool at the start, part of the genesis supply.",
    source: "Orrery: for the scenario to set",
  }),
  usd: usdAmount({
    role: "endowment",
    default: 1_000_000,
    min: 1e-6,
    doc: "USD in the pool at the start; over the tokens, the first price.",
    source: "Orrery: for the scenario to set",
  }),
  fee: count({
    default: 30,
    max: 9_999,
    doc: "Fee on what comes in, in basis points; it stays in the pool.",
    source: "Uniswap v2: 0.3 %",
  }),
  asset: text({ default: "token", doc: "The token that is traded for USD.", source: "Orrery" }),
};
const accounts = { pool: provide("pool"), world: meet("world") };
const assets = { token: "asset", usd: "usd" } as const;
const emits = { swapped: shared } as const;

interface State {
  volumeUsd: number;
  /** Swaps after which the product of the reserves was smaller than before. */
  fell: number;
}
type Pool = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export const constantProduct = defineMechanism({
  name: "defi/constant-product",
  summary: "Trades a token for USD against a pool whose product of reserves never falls.",
  source: "Uniswap v2, UniswapV2Library.sol, getAmountOut",
  params,
  settable: { fee: [0, 9_999] },
  accounts,
  assets,
  emits,
  init: (_: Values<typeof params>): State => ({ volumeUsd: 0, fell: 0 }),
  estimate: ({ tokens }, { count }) => ({
    events: { swapped: count("swapRequested") },
    sums: { tokens: Number(tokens) },
    mints: Number(tokens),
  }),
  on: {
    start: (context) => endow(context, context.account.pool),
    swapRequested(context, { account, amount, sellsToken }) {
      const { state, params, ledger, asset, emit } = context;
      const { pool } = context.account;
      const price = spot(context);
      const given = sellsToken ? asset.token : asset.usd;
      const taken = sellsToken ? asset.usd : asset.token;
      const reserveIn = ledger.units(given, pool);
      const reserveOut = ledger.units(taken, pool);

      const before = ledger.units(given, account);
      const sold = ledger.transferUpTo(given, account, pool, amount, "swaps");
      const out = constantProductOut({
        amountIn: before - ledger.units(given, account),
        reserveIn,
        reserveOut,
        feeBps: BigInt(params.fee),
      });
      const bought = ledger.transfer(taken, pool, account, out, "swaps");
      state.volumeUsd += sellsToken ? sold * price : sold;
      if (ledger.units(given, pool) * ledger.units(taken, pool) < reserveIn * reserveOut) state.fell++;

      emit.swapped({ account, sold, bought, sellsToken });
    },
  },
  signals: { usdPerToken: spot },
  metrics: {
    "token.usd": { value: spot },
    "token.volumeUsd": { total: ({ state }) => state.volumeUsd },
  },
  invariants: {
    "the product of the reserves never falls": ({ state }) => state.fell === 0,
  },
  example: () => ({
    world: [
      { mechanism: "defi/constant-product", params: {} },
      { mechanism: "traders/noise", params: {} },
    ],
    until: "30d",
  }),
});

function spot({ ledger, account, asset }: Pool): number {
  const held = ledger.balance(asset.token, account.pool);
  return held > 0 ? ledger.balance(asset.usd, account.pool) / held : 0;
}
