import { added } from "../gpus.ts";

/** A bid or an ask: so many units, or hundredths of them, at no more, or no less, than a price each. */
export interface Offer {
  readonly price: number;
  readonly quantity: number;
}
export interface Crossing {
  /** Units that change hands: as many as can. */
  readonly volume: number;
  /** The prices at which no one is left who would rather trade, from `low` to `high`; NaN where nothing trades. */
  readonly low: number;
  readonly high: number;
  /** Σ of what the buyers who trade would pay, less what the sellers who trade ask. */
  readonly gains: number;
}

/**
 * Where demand and supply cross: bids from the highest and asks from the lowest are paired while both gain. The prices
 * that clear lie between the marginal pair and those that just miss it (Smith 1962; the order statistics of
 * Rustichini, Satterthwaite and Williams 1994, Econometrica 62(5)).
 *
 * @param bids highest first
 * @param asks lowest first
 */
export function crossing(bids: readonly Offer[], asks: readonly Offer[]): Crossing {
  let bid = 0;
  let ask = 0;
  let wanted = bids[0]?.quantity ?? 0;
  let offered = asks[0]?.quantity ?? 0;
  let volume = 0;
  let gains = 0;
  let lastBid = Number.NaN;
  let lastAsk = Number.NaN;
  while (bid < bids.length && ask < asks.length && bids[bid]!.price >= asks[ask]!.price) {
    const traded = Math.min(wanted, offered);
    if (traded > 0) {
      lastBid = bids[bid]!.price;
      lastAsk = asks[ask]!.price;
      gains += traded * (lastBid - lastAsk);
      volume = added(volume, traded);
    }
    wanted = added(wanted, -traded);
    offered = added(offered, -traded);
    if (wanted <= 0) wanted = bids[++bid]?.quantity ?? 0;
    if (offered <= 0) offered = asks[++ask]?.quantity ?? 0;
  }
  if (volume === 0) return { volume, low: Number.NaN, high: Number.NaN, gains };
  const missingBid = firstPrice(bids, bid, Number.NEGATIVE_INFINITY);
  const missingAsk = firstPrice(asks, ask, Number.POSITIVE_INFINITY);
  return { volume, low: Math.max(lastAsk, missingBid), high: Math.min(lastBid, missingAsk), gains };
}

export interface Clearing extends Crossing {
  /** The one price of all trades; NaN where nothing trades. */
  readonly price: number;
}

/**
 * A call market with one price for all: the k-double auction (Wilson 1985; Satterthwaite and Williams 1989): of the
 * prices that clear, low + k (high − low).
 *
 * @param k 0 leaves buyers, 1 leaves sellers the whole of the interval; ½ is its midpoint
 */
export function callMarket(bids: readonly Offer[], asks: readonly Offer[], k = 1 / 2): Clearing {
  const found = crossing(
    [...bids].sort((a, b) => b.price - a.price),
    [...asks].sort((a, b) => a.price - b.price),
  );
  return { ...found, price: found.low + k * (found.high - found.low) };
}

function firstPrice(offers: readonly Offer[], from: number, otherwise: number): number {
  for (let at = from; at < offers.length; at++) if (offers[at]!.quantity > 0) return offers[at]!.price;
  return otherwise;
}
