import { weightedOut, weightedPrice } from "../../formulas/weighted-pool.ts";
import { endow } from "../../kit/issuance/endowment.ts";
import { afterFee, definePool, type Pool } from "../../kit/pool/define-pool.ts";
import { reserves } from "../../kit/pool/pool-reserves.ts";
import { ln } from "../../math.ts";
import { ratio } from "../../schema/fields.ts";

/** Of the weighted product: what doubles lose in a swap. */
const ROUNDING = 1e-12;

const params = {
  ...reserves,
  weight: ratio({
    default: 0.8,
    min: 0.01,
    max: 0.99,
    doc: "Share of the pool's value that is in tokens.",
    source: "Balancer: 80/20 pools of a project's own token",
    range: [0.5, 0.9],
  }),
};

export const weightedPool = definePool({
  name: "defi/weighted-pool",
  summary: "Trades a token for USD against a pool that keeps a fixed share of its value in tokens.",
  source: "Martinelli and Mushegian, Balancer, 2019; balancer-v3-monorepo WeightedMath.sol",
  params,
  fee: { default: 100, source: "Balancer v3 pools of the published test data: 1 %" },
  tokens: ({ tokens }) => Number(tokens),
  start: (context) => endow(context, context.account.pool),
  fill: ({ params: { fee, weight } }, { sellsToken, amountIn, reserveIn, reserveOut }) => ({
    spent: amountIn,
    out: weightedOut({
      reserveIn,
      reserveOut,
      weightIn: sellsToken ? weight : 1 - weight,
      weightOut: sellsToken ? 1 - weight : weight,
      amountIn: afterFee(amountIn, fee),
    }),
  }),
  price: usdPerToken,
  claim: "the product of the reserves, each to the power of its weight, never falls",
  holds: ({ params: { weight } }, before, after) =>
    weight * ln(Number(after.tokens) / Number(before.tokens)) +
      (1 - weight) * ln(Number(after.usd) / Number(before.usd)) >=
    -ROUNDING,
});

function usdPerToken({ params: { weight }, ledger, account, asset }: Pool<typeof params>): number {
  const { decimals } = ledger.assets[asset.token]!;
  const tokens = ledger.units(asset.token, account.pool);
  if (tokens === 0n) return 0;
  const inUnits = weightedPrice({
    reserveIn: ledger.units(asset.usd, account.pool),
    reserveOut: tokens,
    weightIn: 1 - weight,
    weightOut: weight,
  });
  return inUnits * Number(`1e${decimals - ledger.assets[asset.usd]!.decimals}`);
}
