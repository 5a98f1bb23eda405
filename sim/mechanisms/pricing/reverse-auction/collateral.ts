import { type AccountsOf, type AssetsOf, meet, own } from "../../../model/accounts.ts";
import type { Ledger } from "../../../model/ledger.ts";

/** What machines' owners lock for bids and leases. */
export interface Collateral {
  /** Base units of a bid's collateral. */
  collateral: number;
  /** Bids and leases whose collateral is locked. */
  locked: number;
}
export const collateralAccounts = {
  world: meet("world"),
  bidders: own("providers"),
  locked: own("escrow"),
};
export const collateralAssets = { usd: "usd" } as const;
interface Locking {
  readonly state: Collateral;
  readonly ledger: Ledger;
  readonly account: AccountsOf<typeof collateralAccounts>;
  readonly asset: AssetsOf<typeof collateralAssets>;
}

/** For so many bids their machines' owners lock collateral. */
export function lock({ state, ledger, account, asset: { usd } }: Locking, bids: number): void {
  const { world, bidders, locked } = account;
  const units = BigInt(bids * state.collateral);
  ledger.transfer(usd, world, bidders, units, "bidders' own funds");
  ledger.transfer(usd, bidders, locked, units, "bid deposits");
  state.locked += bids;
}

/** So many bids are closed, or leases over: their collateral goes back. */
export function unlock({ state, ledger, account, asset: { usd } }: Locking, bids: number): void {
  const { world, bidders, locked } = account;
  const units = BigInt(bids * state.collateral);
  ledger.transfer(usd, locked, bidders, units, "bid deposits");
  ledger.transfer(usd, bidders, world, units, "bidders' own funds");
  state.locked -= bids;
}
