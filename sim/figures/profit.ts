import type { FlowRow } from "../model/ledger/statements.ts";
import type { Run } from "../run/result.ts";
import { DAY } from "../units.ts";
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

/** Seconds of a period of the ledger's flows. */
const PERIOD = 30 * DAY;
const OUTSIDE = "world";
const PRICE = "token.usd";
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

/** Undefined where the token never had a price. */
function pricesOf({ t, series }: Run): Prices | undefined {
  const values = series[PRICE];
  const priced = values ? [...values].filter((value) => !Number.isNaN(value)) : [];
  if (priced.length === 0) return undefined;
  const sums = new Map<number, { total: number; count: number }>();
  values!.forEach((value, sample) => {
    if (Number.isNaN(value)) return;
    // A sample tells of the time before it: the one on day 30 belongs to the first period.
    const period = Math.max(0, Math.ceil(t[sample]! / PERIOD) - 1);
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
 * tokens at the price of the time, `issuance` included: what is new comes from it. Where the token has no price, only
 * USD count.
 *
 * @param token the asset that `token.usd` is the price of
 */
export function profits(run: Run, token: string): Profit[] {
  const prices = pricesOf(run);
  const usd = run.flows.filter((row) => row.asset === "usd" && !isOwn(row));
  const moved = prices ? run.flows.filter(({ asset }) => asset === token) : [];
  const stocks = prices ? run.balances.filter(({ asset }) => asset === token) : [];
  const [netUsd, netMoved] = [netAmounts(usd), netAmounts(moved)];
  const netEarned = netAmounts(moved.filter((row) => !isOwn(row)));
  const decimals = moved[0]?.decimals ?? 0;
  const worth = (net: ReadonlyMap<string, ReadonlyMap<number, bigint>>, sector: string): number => {
    let value = 0;
    for (const [period, amount] of net.get(sector) ?? [])
      value += wholeUnits(amount, decimals) * prices!.in(period);
    return value;
  };
  const sectors = [...new Set([...netUsd.keys(), ...netMoved.keys(), ...stocks.map(({ sector }) => sector)])];
  return sectors.sort().map((sector) => {
    let cash = 0n;
    for (const amount of netUsd.get(sector)?.values() ?? []) cash += amount;
    const stock = stocks.find((row) => row.sector === sector);
    const at = (side: "opening" | "closing") =>
      stock ? wholeUnits(stock[side], stock.decimals) * prices![side] : 0;
    // The issuer holds no stock: what it gives out is not revalued.
    const revaluation = stock ? at("closing") - at("opening") - worth(netMoved, sector) : 0;
    const tokens = worth(netEarned, sector);
    return { sector, usd: wholeUnits(cash, usd[0]?.decimals ?? 0), tokens, revaluation };
  });
}
