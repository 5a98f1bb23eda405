import type { Index } from "../indexed.ts";
import { FLOW_PERIOD } from "../model/ledger/flows.ts";
import type { FlowRow } from "../model/ledger/statements.ts";
import type { Run } from "../run/result.ts";
import { wholeUnits } from "./net-flows.ts";

/**
 * Profit or loss of a sector over a run, in USD. Its sum is the change of what the sector owns at market prices, less
 * what its owners put in and took out: flows and revaluation are kept apart, as in the System of National Accounts
 * 2008 (chapter 12, "The other changes in assets accounts").
 */
export interface Profit {
  readonly sector: string;
  /** USD taken in less paid out, without the owners' own money. */
  readonly usd: number;
  /** Tokens taken in less given, at the mean price of the month, without those staked and unstaked. */
  readonly tokens: number;
  /** Closing stock at the last price, less opening stock at the first, less all that came in at the price of its month. */
  readonly revaluation: number;
}

export const totalOf = ({ usd, tokens, revaluation }: Profit): number => usd + tokens + revaluation;

const OUTSIDE = "world";
/** Kinds of flows from the world that are a sector's own money, and of those that give it back. */
const OWN_MONEY: ReadonlySet<string> = new Set(["income", "equity", "working capital", "fee tokens"]);
const OWN_MONEY_BACK: ReadonlySet<string> = new Set(["refunds"]);
/** Who stakes stays the owner: nothing is paid. */
const OWN_STAKE: ReadonlySet<string> = new Set(["staking", "unstaking"]);

/** Whether a flow moves what its receiver, or its payer, owns already. */
const isOwn = ({ from, to, kind }: FlowRow): boolean =>
  OWN_STAKE.has(kind) ||
  (from === OUTSIDE && OWN_MONEY.has(kind)) ||
  (to === OUTSIDE && OWN_MONEY_BACK.has(kind));

interface Prices {
  readonly opening: number;
  readonly closing: number;
  /** Mean of a period; of the last one before it that has a price where it has none. */
  readonly in: (period: number) => number;
}

/** A token, and the measure that is its price. */
export interface Priced {
  readonly asset: string;
  readonly price: string;
}

/** Undefined where the token never had a price. */
function pricesOf({ t, series }: Run, price: string): Prices | undefined {
  const values = series[price];
  const priced = values ? [...values].filter((value) => !Number.isNaN(value)) : [];
  if (priced.length === 0) return undefined;
  const sums = new Map<number, { total: number; count: number }>();
  values!.forEach((value, sample: Index) => {
    if (Number.isNaN(value)) return;
    // A sample tells of the time before it: the one on day 30 belongs to the first period.
    const period = Math.max(0, Math.ceil(t[sample] / FLOW_PERIOD) - 1);
    const sum = sums.get(period) ?? { total: 0, count: 0 };
    sums.set(period, { total: sum.total + value, count: sum.count + 1 });
  });
  const known = [...sums].map(([period, { total, count }]) => ({ period, mean: total / count }));
  const opening = priced[0]!;
  return {
    opening,
    closing: priced.at(-1)!,
    in: (period) => known.findLast((each) => each.period <= period)?.mean ?? opening,
  };
}

/** By sector and period: base units taken in less given. */
function netAmounts(rows: readonly FlowRow[]): Map<string, Map<number, bigint>> {
  const bySector = new Map<string, Map<number, bigint>>();
  const add = (sector: string, period: number, amount: bigint): void => {
    const own = bySector.get(sector) ?? new Map<number, bigint>();
    bySector.set(sector, own.set(period, (own.get(period) ?? 0n) + amount));
  };
  for (const { from, to, period, amount } of rows) {
    add(from, period, -amount);
    add(to, period, amount);
  }
  return bySector;
}

/**
 * Profit or loss of every sector of a run, in alphabetical order. The USD of all sectors sum to zero, and so do the
 * tokens at the price of the time, `issuance` included: what is new comes from it. Tokens that have no price do not
 * count.
 *
 * @param tokens those that may have one
 */
export function profits(run: Run, tokens: readonly Priced[]): Profit[] {
  const usd = run.flows.filter((row) => row.asset === "usd" && !isOwn(row));
  const netUsd = netAmounts(usd);
  const worths = tokens.flatMap(({ asset, price }) => {
    const prices = pricesOf(run, price);
    return prices ? [worthOf(run, asset, prices)] : [];
  });
  const sectors = new Set([...netUsd.keys(), ...worths.flatMap(({ sectors }) => sectors)]);
  return [...sectors].sort().map((sector) => {
    let cash = 0n;
    for (const amount of netUsd.get(sector)?.values() ?? []) cash += amount;
    const each = worths.map(({ of }) => of(sector));
    return {
      sector,
      usd: wholeUnits(cash, usd[0]?.decimals ?? 0),
      tokens: each.reduce((sum, { tokens }) => sum + tokens, 0),
      revaluation: each.reduce((sum, { revaluation }) => sum + revaluation, 0),
    };
  });
}

/** What sectors made in a token that has a price. */
function worthOf({ flows, balances }: Run, asset: string, prices: Prices) {
  const moved = flows.filter((row) => row.asset === asset);
  const stocks = balances.filter((row) => row.asset === asset);
  const [netMoved, netEarned] = [netAmounts(moved), netAmounts(moved.filter((row) => !isOwn(row)))];
  const decimals = moved[0]?.decimals ?? 0;
  const worth = (net: ReadonlyMap<string, ReadonlyMap<number, bigint>>, sector: string): number => {
    let value = 0;
    for (const [period, amount] of net.get(sector) ?? [])
      value += wholeUnits(amount, decimals) * prices.in(period);
    return value;
  };
  return {
    sectors: [...netMoved.keys(), ...stocks.map(({ sector }) => sector)],
    of: (sector: string): Pick<Profit, "tokens" | "revaluation"> => {
      const stock = stocks.find((row) => row.sector === sector);
      const at = (side: "opening" | "closing") =>
        stock ? wholeUnits(stock[side], stock.decimals) * prices[side] : 0;
      // The issuer holds no stock: what it gives out is not revalued.
      const revaluation = stock ? at("closing") - at("opening") - worth(netMoved, sector) : 0;
      return { tokens: worth(netEarned, sector), revaluation };
    },
  };
}
