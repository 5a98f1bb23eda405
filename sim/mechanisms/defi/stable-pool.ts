import { rescaled } from "../../formulas/integers.ts";
import { type StablePool, stableInvariant, stablePrice, stableSwapOut } from "../../formulas/stable-swap.ts";
import { endow } from "../../kit/issuance/endowment.ts";
import { afterFee, definePool, type Pool, type Reserves, reservesOf } from "../../kit/pool/define-pool.ts";
import { reserves } from "../../kit/pool/pool-reserves.ts";
import { count } from "../../schema/fields.ts";

const CURVE = "curvefi/curve-contract StableSwap3Pool.vy";
/** Both sides are brought to as many decimals, as in the contract. */
const DECIMALS = 18;
/** Places in the curve's balances. */
const SELLING = { given: 0, taken: 1 } as const;
const BUYING = { given: 1, taken: 0 } as const;

const params = {
  ...reserves,
  amplification: count({
    default: 100,
    min: 1,
    max: 1_000_000,
    doc: "A: how flat the curve is near the middle. 1 is close to a constant product.",
    source: `${CURVE}: 100 at the start of the pool of DAI, USDC and USDT`,
  }),
};

export const stablePool = definePool({
  name: "defi/stable-pool",
  summary: "Trades a token that is to be worth one USD on a curve that is flat where both sides are even.",
  source: `Egorov, StableSwap, 2019; ${CURVE}`,
  params,
  fee: { default: 4, source: `${CURVE}: 0.04 %` },
  tokens: ({ tokens }) => Number(tokens),
  start: (context) => endow(context, context.account.pool),
  fill(context, { sellsToken, amountIn, reserveIn, reserveOut }) {
    const held = sellsToken ? { tokens: reserveIn, usd: reserveOut } : { tokens: reserveOut, usd: reserveIn };
    const { given, taken } = sellsToken ? SELLING : BUYING;
    const [tokenDecimals, usdDecimals] = decimalsOf(context);
    const [into, from] = sellsToken ? [tokenDecimals, usdDecimals] : [usdDecimals, tokenDecimals];
    const out = stableSwapOut({
      ...curveOf(context, held),
      given,
      taken,
      amountIn: rescaled(afterFee(amountIn, context.params.fee), into, DECIMALS),
    });
    return { spent: amountIn, out: rescaled(out, DECIMALS, from) };
  },
  price: (context) => stablePrice({ ...curveOf(context, reservesOf(context)), ...BUYING }),
  claim: "the curve's invariant never falls",
  holds: (context, before, after) =>
    stableInvariant(curveOf(context, after)) + 1n >= stableInvariant(curveOf(context, before)),
});

type Here = Pool<typeof params>;

const decimalsOf = ({ ledger, asset }: Here): readonly [token: number, usd: number] => [
  ledger.assets[asset.token]!.decimals,
  ledger.assets[asset.usd]!.decimals,
];

/** The reserves as the curve sees them: tokens first. */
function curveOf(context: Here, { tokens, usd }: Reserves): StablePool {
  const [tokenDecimals, usdDecimals] = decimalsOf(context);
  return {
    balances: [rescaled(tokens, tokenDecimals, DECIMALS), rescaled(usd, usdDecimals, DECIMALS)],
    amplification: BigInt(context.params.amplification),
  };
}
