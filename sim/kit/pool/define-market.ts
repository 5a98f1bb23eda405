import { fractionOf, times } from "../../formulas/fraction.ts";
import { smaller } from "../../formulas/integers.ts";
import { type Field, type Fields, number, type Values } from "../../schema/fields.ts";
import type { Seconds } from "../../units.ts";
import { endow } from "../issuance/endowment.ts";
import { afterFee, definePool, type Filled, type Order, type Pool } from "./define-pool.ts";
import { stock } from "./pool-reserves.ts";

type Common = typeof stock & { readonly price: Field<number> };
type Here<P extends Fields, S> = Pool<P & Common, S & Priced>;

export interface Priced {
  usdPerToken: number;
}

/** Where the price of an outside market comes from. */
export interface PriceRule<P extends Fields, S> {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly params: P;
  readonly settable?: Parameters<typeof definePool<P>>[0]["settable"];
  readonly init?: (params: Values<P & Common>) => S;
  /** The price of a new day. */
  readonly next?: (context: Here<P, S>, day: number) => number;
  /** Prices and when they begin to hold, in order of time. */
  readonly recorded?: (params: Values<P & Common>) => {
    readonly t: ArrayLike<Seconds>;
    readonly usd: ArrayLike<number>;
  };
}

/** The parameters of every market, which a rule's own do not shadow. */
const common = (params: object) =>
  params as Values<typeof stock> & { readonly price: number; readonly fee: number };

/** Least and greatest price: beyond them a double's base units say nothing. */
const LEAST = 1e-12;
const GREATEST = 1e12;
const inBounds = (price: number): number => Math.min(Math.max(price, LEAST), GREATEST);

/**
 * A market whose price nobody here moves: its makers buy and sell at it, less a fee, as far as what they hold goes. For
 * questions in which the token's price is given.
 */
export function defineMarket<const P extends Fields, S extends object = {}>(
  rule: PriceRule<P, S>,
): ReturnType<typeof definePool<P & Common, S & Priced>> {
  const priceOf = ({ state }: Here<P, S>): number => state.usdPerToken;
  return definePool<P & Common, S & Priced>({
    name: rule.name,
    summary: rule.summary,
    source: rule.source,
    params: {
      ...stock,
      price: number("USD/token", {
        default: 0.2,
        min: LEAST,
        max: GREATEST,
        doc: "Price at the start.",
        source: "Orrery: for the scenario to set",
      }),
      ...rule.params,
    },
    ...(rule.settable && { settable: rule.settable as never }),
    fee: { default: 10, source: "Large exchanges: 0.1 % of a taker's order" },
    init: (params) => ({ ...(rule.init?.(params) as S), usdPerToken: common(params).price }),
    tokens: ({ tokens }) => Number(tokens),
    start: ({ params, ledger, account, asset }) =>
      endow({ params: common(params), ledger, account, asset }, account.pool),
    fill: (context, order) => fillAt(context, order, priceOf(context)),
    ...(rule.next && {
      day: (context: Here<P, S>, { day }: { readonly day: number }) => {
        context.state.usdPerToken = inBounds(rule.next!(context, day));
      },
    }),
    ...(rule.recorded && {
      changes: {
        times: (params: Values<P & Common>) => rule.recorded!(params).t,
        change: ({ state, params }: Here<P, S>, k: number) => {
          state.usdPerToken = inBounds(rule.recorded!(params).usd[k]!);
        },
      },
    }),
    price: priceOf,
    claim: "nobody gains by trading at its price",
    holds(context, before, after) {
      const given = Number(after.tokens - before.tokens) * usdUnits(context, priceOf(context));
      const taken = Number(before.usd - after.usd);
      return given - taken >= -1e-9 * Math.abs(taken);
    },
  });
}

/** Base units of USD for one of the token's. */
const scaleOf = ({ ledger, asset }: Pool<{}>): `1e${number}` =>
  `1e${ledger.assets[asset.usd]!.decimals - ledger.assets[asset.token]!.decimals}`;
const usdUnits = (context: Pool<{}>, price: number): number => price * Number(scaleOf(context));

/** The order at the price, less the fee; of one that is more than the makers hold, as much as they can serve. */
function fillAt<P extends Fields, S>(context: Here<P, S>, order: Order, price: number): Filled {
  const { sellsToken, amountIn, reserveOut } = order;
  const { numerator, denominator } = times(fractionOf(price), fractionOf(scaleOf(context as Pool<{}>)));
  const rate = sellsToken ? { numerator, denominator } : { numerator: denominator, denominator: numerator };
  const out = (afterFee(amountIn, common(context.params).fee) * rate.numerator) / rate.denominator;
  if (out <= reserveOut) return { spent: amountIn, out };
  // What comes in for all of it: at least so much that the fee is in it.
  const worth = ceiling(reserveOut * rate.denominator, rate.numerator);
  return {
    spent: smaller(
      amountIn,
      ceiling(worth * BASIS_POINTS, BASIS_POINTS - BigInt(common(context.params).fee)),
    ),
    out: reserveOut,
  };
}

const BASIS_POINTS = 10_000n;
const ceiling = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator;
