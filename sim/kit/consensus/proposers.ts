/*
 * Who secures a chain: one alone has the account at which rewards come in (`security`), several have one each. `each`
 * is empty where one is alone.
 */
import type { Index } from "../../indexed.ts";
import type { EachAccount } from "../../model/accounts.ts";
import type { AccountId, AssetId, Ledger } from "../../model/ledger.ts";

/** By name: hashrate, or stake. */
type Weights = Readonly<Record<string, number>>;

/** Proposers are known by their place in the order of their names. */
const inOrder = (weights: Weights): string[] => Object.keys(weights).sort();

export function proposerShares(weights: Weights): number[] {
  const names = inOrder(weights);
  const total = names.reduce((sum, name) => sum + weights[name]!, 0);
  return names.map((name) => weights[name]! / total);
}

/** Opens the accounts of several. */
export function openProposers(each: EachAccount, weights: Weights): void {
  const names = inOrder(weights);
  if (names.length > 1) for (const name of names) each(name);
}

export const proposerAccount = (security: AccountId, each: EachAccount, at: Index): AccountId =>
  each.count === 0 ? security : each.ids[at];

/** Which proposer an account is; -1 where it is none. */
export const proposerNumbered = (security: AccountId, each: EachAccount, holder: AccountId): number =>
  each.count === 0 ? Number(holder === security) - 1 : each.indexOf(holder);

/** Divides what has come in among several by their shares. */
export function divideRewards(
  ledger: Ledger,
  asset: AssetId,
  security: AccountId,
  each: EachAccount,
  shares: ArrayLike<number>,
): void {
  if (each.count === 0) return;
  const proposers = each.ids.subarray(0, each.count);
  ledger.split(asset, security, proposers, shares, ledger.units(asset, security), "rewards");
}

/** Tokens on all accounts that rewards come to. */
export function heldByProposers(
  ledger: Ledger,
  asset: AssetId,
  security: AccountId,
  each: EachAccount,
): number {
  let sum = ledger.balance(asset, security);
  for (let at: Index = 0; at < each.count; at++) sum += ledger.balance(asset, each.ids[at]);
  return sum;
}
