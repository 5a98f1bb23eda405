/**
 * What providers have earned by now and get when the day is settled. Measures count it as it accrues, so that they tell
 * the same of any time and any horizon; nothing moves and nothing is kept.
 */

import { sum } from "../../formulas/sum.ts";
import type { Index } from "../../indexed.ts";
import type { AccountId, AssetId, Ledger } from "../../model/ledger.ts";
import type { Reads } from "../../model/mechanism.ts";
import type { Assignments } from "../market/assignments.ts";
import type { ProviderMoney } from "./provider-money.ts";

export const accruedReads = {
  accruedUsd: { otherwise: 0, observed: true },
  accruedInTokensUsd: { otherwise: 0, observed: true },
} as const satisfies Reads;

interface Earning {
  readonly state: ProviderMoney;
  readonly now: number;
  readonly ledger: Ledger;
  readonly account: { readonly revenue: AccountId; readonly rewards: AccountId };
  readonly asset: { readonly usd: AssetId; readonly token: AssetId };
  readonly read: { readonly [S in "usdPerToken" | keyof typeof accruedReads]: () => number };
}

/** Income from renting: of customers in USD, and tokens at their price. `byWork`: what of these is emission, shared by work. */
export interface Earnings {
  readonly usd: number;
  readonly tokenUsd: number;
  readonly byWork: number;
}

/** What would be paid to providers were it settled now. What nobody has ever earned or worked for stays where it is. */
export function accruedEarnings(context: Earning, running: Assignments): Earnings {
  const { state: money, ledger, account, asset, read } = context;
  const { usd, token } = asset;
  const { revenue, rewards } = account;
  const price = read.usdPerToken();
  const { earns, works } = uncredited(context, running);
  const settled = sum(money.settled, money.count) > 0;
  const earned = earns || settled || sum(money.earned, money.count) > 0;
  const worked = works || settled || sum(money.work, money.count) > 0;
  const byWork = worked ? ledger.balance(token, rewards) * price : 0;
  return {
    usd: earned ? ledger.balance(usd, revenue) + read.accruedUsd() : 0,
    tokenUsd: byWork + (earned ? ledger.balance(token, revenue) * price + read.accruedInTokensUsd() : 0),
    byWork,
  };
}

/** Whether any job has run, and for pay, since providers were last credited. */
function uncredited({ now }: Earning, running: Assignments): { earns: boolean; works: boolean } {
  const { rows, credited, price } = running;
  let works = false;
  for (let row: Index = 0; row < rows.ids.length; row++) {
    if (rows.ids[row] === -1 || credited[row] >= now) continue;
    works = true;
    if (price[row] > 0) return { earns: true, works };
  }
  return { earns: false, works };
}

/** Rented from the start: what was paid and what has accrued since. */
export function earningsOf(context: Earning, running: Assignments): Earnings {
  const { revenueUsd, tokenUsd } = context.state.totals;
  const accrued = accruedEarnings(context, running);
  return {
    usd: revenueUsd + accrued.usd,
    tokenUsd: tokenUsd + accrued.tokenUsd,
    byWork: accrued.byWork,
  };
}
