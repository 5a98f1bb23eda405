import { amountOut } from "../../formulas/constant-product.ts";
import { endow } from "../../kit/issuance/endowment.ts";
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
const emits = { swapped: shared } as const;

interface State {
  asset: number;
  usd: number;
  pool: number;
  volumeUsd: number;
  /** Swaps after which the product of the reserves was smaller than before. */
  fell: number;
}
type Pool = ContextOf<typeof params, State, {}, typeof emits>;

export const constantProduct = defineMechanism({
  name: "defi/constant-product",
  summary: "Trades a token for USD against a pool whose product of reserves never falls.",
  source: "Uniswap v2, UniswapV2Library.sol, getAmountOut",
  params,
  settable: { fee: [0, 9_999] },
  emits,
  init: (_: Values<typeof params>): State => ({ asset: 0, usd: 0, pool: 0, volumeUsd: 0, fell: 0 }),
  estimate: ({ tokens }, { count }) => ({
    events: { swapped: count("swapRequested") },
    sums: { tokens: Number(tokens) },
    mints: Number(tokens),
  }),
  on: {
    start({ state, ledger, params }) {
      state.asset = ledger.asset(params.asset);
      state.usd = ledger.asset("usd");
      state.pool = endow(ledger, "pool", state.asset, params, "pool");
    },
    swapRequested(context, { account, amount, sellsToken }) {
      const { state, params, ledger, emit } = context;
      const price = spot(context);
      const given = sellsToken ? state.asset : state.usd;
      const taken = sellsToken ? state.usd : state.asset;
      const reserveIn = ledger.units(given, state.pool);
      const reserveOut = ledger.units(taken, state.pool);

      const before = ledger.units(given, account);
      const sold = ledger.transferUpTo(given, account, state.pool, amount, "swaps");
      const out = amountOut(before - ledger.units(given, account), reserveIn, reserveOut, BigInt(params.fee));
      const bought = ledger.transfer(taken, state.pool, account, out, "swaps");
      state.volumeUsd += sellsToken ? sold * price : sold;
      if (ledger.units(given, state.pool) * ledger.units(taken, state.pool) < reserveIn * reserveOut)
        state.fell++;

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

function spot({ state, ledger }: Pool): number {
  const held = ledger.balance(state.asset, state.pool);
  return held > 0 ? ledger.balance(state.usd, state.pool) / held : 0;
}
