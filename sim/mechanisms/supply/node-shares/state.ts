import { OrreryError } from "../../../errors.ts";
import type { Index } from "../../../indexed.ts";
import { baseUnits } from "../../../kit/issuance/emission.ts";
import { meet, meetEach, ownEach } from "../../../model/accounts.ts";
import type { AccountId } from "../../../model/ledger.ts";
import type { ContextOf } from "../../../model/mechanism.ts";
import type { Values } from "../../../schema/fields.ts";
import { numberColumn, textColumn } from "../../../schema/table.ts";
import type { params } from "./params.ts";

/** The last of the savers is the maker, who keeps what nobody buys. */
export const accounts = {
  world: meet("world"),
  provider: meetEach("providers"),
  operator: ownEach("operators"),
  saver: ownEach("savers"),
};
export const assets = { usd: "usd" } as const;
export const emits = {
  payout: {
    doc: "Nodes pay out what they earned, and shares are traded; `k` counts payouts.",
    // After supply has settled the day's bills.
    priority: 20,
    private: true,
    fields: { k: "number" },
  },
} as const;

export interface State {
  nodes: number;
  /** By node: base units of working capital that stay on its account. */
  reserve: bigint[];
  /** First machine by node, and one past the last of all. */
  machines: number[];
  /** USD of repairs that the node owes, and that were ever owed. */
  repairs: number[];
  repairsUsd: number;
  /** What of it operators paid. */
  repairsByOperators: number;
  /** Expected income of a share from payout to payout; the mean of what was paid. */
  expected: Float64Array;
  payouts: number;
  /** By saver: what it could put in, what it put in, what it was paid. */
  savings: Float64Array;
  invested: Float64Array;
  income: Float64Array;
  /** Shares by node, then by saver; what nobody bought its maker keeps, last. */
  held: Float64Array[];
  units: { savings: bigint; invested: bigint; toHolders: bigint; toOperators: bigint; paidOut: bigint };
  /** Parts of nodes that changed hands, what was paid for them, and what they were worth. */
  trades: { nodes: number; usd: number; value: number };
}
export type NodeShares = ContextOf<typeof params, State, {}, typeof emits, typeof accounts, typeof assets>;

export function firstState({ nodes }: Values<typeof params>): State {
  const issued = numberColumn(nodes, "shares");
  for (let node = 0; node < nodes.rows; node++)
    if (!Number.isInteger(issued[node]) || !Number.isInteger(numberColumn(nodes, "machines")[node]))
      throw new OrreryError(
        `Node "${textColumn(nodes, "node")[node]}" needs a whole number of shares and of machines.`,
        [`${issued[node]} shares, ${numberColumn(nodes, "machines")[node]} machines`],
      );
  const machines = [0];
  for (const count of numberColumn(nodes, "machines")) machines.push(machines.at(-1)! + count);
  return {
    nodes: nodes.rows,
    reserve: [],
    machines,
    repairs: Array.from({ length: nodes.rows }, () => 0),
    repairsUsd: 0,
    repairsByOperators: 0,
    expected: new Float64Array(nodes.rows),
    payouts: 0,
    savings: new Float64Array(0),
    invested: new Float64Array(0),
    income: new Float64Array(0),
    held: [],
    units: { savings: 0n, invested: 0n, toHolders: 0n, toOperators: 0n, paidOut: 0n },
    trades: { nodes: 0, usd: 0, value: 0 },
  };
}

/** A node earns on its provider's account. */
export const nodeAccount = ({ params, account }: NodeShares, node: number): AccountId =>
  account.provider(textColumn(params.nodes, "node")[node]!);

export const operatorAccount = ({ params, account }: NodeShares, node: number): AccountId =>
  account.operator(node % params.operators);

/** Savers come with their savings. */
export function openAccounts({ state, params, ledger, account, asset, random }: NodeShares): void {
  const { savers, leastSavingsUsd, savingsShape } = params;
  state.savings = new Float64Array(savers + 1);
  state.invested = new Float64Array(savers + 1);
  state.income = new Float64Array(savers + 1);
  for (let saver = 0; saver < savers; saver++) {
    const holder = account.saver(saver);
    const savings = random.at(saver, "savings").pareto(savingsShape, leastSavingsUsd);
    state.savings[saver] = ledger.transfer(asset.usd, account.world, holder, savings, "savings");
    state.units.savings += ledger.units(asset.usd, holder);
  }
  account.saver("maker");
  state.held = Array.from({ length: state.nodes }, () => new Float64Array(savers + 1));
}

/** Sells every node's shares to who can pay for one; where more are asked for than there are, they are allotted. */
export function sellShares(context: NodeShares): void {
  const { state, params, ledger, account, asset, random } = context;
  const maker = params.savers;
  for (let node: Index = 0; node < state.nodes; node++) {
    const issued = numberColumn(params.nodes, "shares")[node];
    const ticket = numberColumn(params.nodes, "price_usd")[node] / issued;
    const wanted = Array.from(state.savings, (_, saver: Index) => {
      if (saver === maker) return 0;
      return Math.min(issued, affordable(ledger.balance(asset.usd, account.saver.ids[saver]), ticket));
    });
    const asked = wanted.reduce((sum, count) => sum + count, 0);
    const sold = asked > issued ? allot(issued, wanted, random.at(node, "allotment").uniform()) : wanted;
    sold.forEach((count, saver) => {
      if (count > 0) buy(context, node, saver, count, ticket);
    });
    state.held[node]![maker] = issued - sold.reduce((sum, count) => sum + count, 0);
    state.reserve[node] = ledger.units(asset.usd, nodeAccount(context, node));
  }
}

/**
 * Divides shares in proportion to what each wants, and what cannot be divided by lot, so that each expects its exact
 * part: systematic sampling (Madow, Annals of Mathematical Statistics 20, 1949). `u`: uniform in [0, 1).
 */
export function allot(shares: number, wanted: readonly number[], u: number): number[] {
  const asked = wanted.reduce((sum, count) => sum + count, 0);
  let passed = 0;
  return wanted.map((count) => {
    const before = Math.floor(shares * (passed / asked) + u);
    passed += count;
    return Math.floor(shares * (passed / asked) + u) - before;
  });
}

/** How many shares at a price the cash pays for; any number of free ones. */
export const affordable = (cash: number, price: number): number =>
  price > 0 ? Math.floor(cash / price) : Number.MAX_SAFE_INTEGER;

function buy(context: NodeShares, node: number, saver: Index, count: number, ticket: number): void {
  const { state, ledger, account, asset } = context;
  const buyer = account.saver.ids[saver];
  const paid = ledger.transferUpTo(asset.usd, buyer, account.world, count * ticket, "node shares");
  state.held[node]![saver] = count;
  state.invested[saver] += paid;
  state.units.invested += baseUnits(ledger, asset.usd, paid);
}
