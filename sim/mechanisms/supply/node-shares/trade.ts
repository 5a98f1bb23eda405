import { netPresentValue } from "../../../formulas/npv.ts";
import type { Index } from "../../../indexed.ts";
import { exp, expm1, log1p } from "../../../math.ts";
import { numberColumn } from "../../../schema/table.ts";
import { DAY, YEAR } from "../../../units.ts";
import { affordable, type NodeShares } from "./state.ts";

/** What a share is worth: the present value of its expected income until the node's end, and of its part of the resale. */
function shareValue({ state, params, now }: NodeShares, node: Index): number {
  const period = params.payoutEvery * DAY;
  const { nodes } = params;
  return netPresentValue({
    capital: 0,
    margin: state.expected[node],
    resale:
      (params.resaleShare * numberColumn(nodes, "price_usd")[node]) / numberColumn(nodes, "shares")[node],
    periods: Math.max(0, params.life * YEAR - now) / period,
    rate: expm1((log1p(params.rate) * period) / YEAR),
  });
}

interface Order {
  readonly saver: number;
  readonly price: number;
}

/**
 * A call for one node's shares. Who needs cash asks for the value less what haste costs; all others bid what they think
 * it is worth. The lowest ask meets the highest bid, halfway, until bids are below asks.
 */
export function trade(context: NodeShares, node: number, k: number): void {
  const { state, ledger, account, asset } = context;
  const value = shareValue(context, node);
  const { asks, bids } = orders(context, node, k, value);
  let ask = 0;
  let bid = 0;
  while (ask < asks.length && bid < bids.length && bids[bid]!.price >= asks[ask]!.price) {
    const price = (bids[bid]!.price + asks[ask]!.price) / 2;
    const buyer: Index = bids[bid]!.saver;
    const seller: Index = asks[ask]!.saver;
    const offered = state.held[node]![seller];
    const cash = ledger.balance(asset.usd, account.saver.ids[buyer]);
    const shares = Math.min(offered, affordable(cash, price));
    if (shares > 0) exchange(context, { node, seller, buyer, shares, price, value });
    if (shares === offered) ask++;
    else bid++;
  }
}

function orders(
  { state, params, random }: NodeShares,
  node: number,
  k: number,
  value: number,
): { asks: Order[]; bids: Order[] } {
  const asks: Order[] = [];
  const bids: Order[] = [];
  for (let saver: Index = 0; saver < params.savers; saver++) {
    const draw = random.at(saver, "need", k * state.nodes + node);
    const needs = draw.uniform() < params.needCash;
    const haste = draw.uniform();
    if (needs) {
      if (state.held[node]![saver] > 0) asks.push({ saver, price: value * (1 - params.discount * haste) });
    } else bids.push({ saver, price: value * exp(draw.normal(0, params.disagreement)) });
  }
  asks.sort((a, b) => a.price - b.price || a.saver - b.saver);
  bids.sort((a, b) => b.price - a.price || a.saver - b.saver);
  return { asks, bids };
}

function exchange(
  { state, params, ledger, account: { saver }, asset }: NodeShares,
  deal: { node: Index; seller: Index; buyer: Index; shares: number; price: number; value: number },
): void {
  const { node, seller, buyer, shares, price, value } = deal;
  const paid = ledger.transferUpTo(
    asset.usd,
    saver.ids[buyer],
    saver.ids[seller],
    shares * price,
    "shares traded",
  );
  state.held[node]![buyer] += shares;
  state.held[node]![seller] -= shares;
  state.trades.nodes += shares / numberColumn(params.nodes, "shares")[node];
  state.trades.usd += paid;
  state.trades.value += shares * value;
}
