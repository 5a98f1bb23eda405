import { constantProductOut } from "../../formulas/constant-product.ts";
import { endow } from "../../kit/issuance/endowment.ts";
import { definePool, heldPrice } from "../../kit/pool/define-pool.ts";
import { reserves } from "../../kit/pool/pool-reserves.ts";

export const constantProduct = definePool({
  name: "defi/constant-product",
  summary: "Trades a token for USD against a pool whose product of reserves never falls.",
  source: "Uniswap v2, UniswapV2Library.sol, getAmountOut",
  params: reserves,
  fee: { default: 30, source: "Uniswap v2: 0.3 %" },
  tokens: ({ tokens }) => Number(tokens),
  start: (context) => endow(context, context.account.pool),
  fill: ({ params }, { amountIn, reserveIn, reserveOut }) => ({
    spent: amountIn,
    out: constantProductOut({ amountIn, reserveIn, reserveOut, feeBps: BigInt(params.fee) }),
  }),
  price: heldPrice,
  claim: "the product of the reserves never falls",
  holds: (_, before, after) => after.tokens * after.usd >= before.tokens * before.usd,
});
