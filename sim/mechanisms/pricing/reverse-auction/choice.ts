import { exp } from "../../../math.ts";
import type { Values } from "../../../schema/fields.ts";
import type { Bid } from "./bids.ts";
import type { params } from "./params.ts";

type Taste = Pick<Values<typeof params>, "choice" | "priceWeight" | "reputationWeight">;

/**
 * The bid that the tenant takes; null where there is none. Of bids alike the first is taken.
 *
 * @param limit the order's price
 * @param uniform draws from 0 to 1; a logit takes one draw
 */
export function chosenBid(
  bids: readonly Bid[],
  limit: number,
  taste: Taste,
  uniform: () => number,
): Bid | null {
  if (bids.length === 0) return null;
  if (taste.choice === "logit") return byLogit(bids, limit, taste, uniform());
  const better = taste.choice === "cheapest" ? isCheaper : isMoreReputable;
  return bids.reduce((best, bid) => (better(bid, best) ? bid : best));
}

const isCheaper = (a: Bid, b: Bid): boolean => a.price < b.price;
const isMoreReputable = (a: Bid, b: Bid): boolean =>
  a.reputation > b.reputation || (a.reputation === b.reputation && isCheaper(a, b));

/** Multinomial logit (McFadden 1974): P(i) ∝ exp(−priceWeight · priceᵢ / limit + reputationWeight · reputationᵢ). */
function byLogit(bids: readonly Bid[], limit: number, taste: Taste, uniform: number): Bid {
  const utilities = bids.map(
    ({ price, reputation }) =>
      taste.reputationWeight * reputation - taste.priceWeight * (limit > 0 ? price / limit : 1),
  );
  const highest = Math.max(...utilities);
  const weights = utilities.map((utility) => exp(utility - highest));
  let rest = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  for (let at = 0; at < bids.length; at++) {
    rest -= weights[at]!;
    if (rest < 0) return bids[at]!;
  }
  return bids.at(-1)!;
}
