import type { Ledger } from "../../../model/ledger.ts";

/** What machines' owners lock for bids and leases. */
export interface Collateral {
  /** Base units of a bid's collateral. */
  collateral: number;
  /** Bids and leases whose collateral is locked. */
  locked: number;
  accounts: { usd: number; world: number; bidders: number; locked: number };
}
interface Locking {
  readonly state: Collateral;
  readonly ledger: Ledger;
}

/** For so many bids their machines' owners lock collateral. */
export function lock({ state, ledger }: Locking, bids: number): void {
  const { usd, world, bidders, locked } = state.accounts;
  const units = BigInt(bids * state.collateral);
  ledger.transfer(usd, world, bidders, units, "bidders' own funds");
  ledger.transfer(usd, bidders, locked, units, "bid deposits");
  state.locked += bids;
}

/** So many bids are closed, or leases over: their collateral goes back. */
export function unlock({ state, ledger }: Locking, bids: number): void {
  const { usd, world, bidders, locked } = state.accounts;
  const units = BigInt(bids * state.collateral);
  ledger.transfer(usd, locked, bidders, units, "bid deposits");
  ledger.transfer(usd, bidders, world, units, "bidders' own funds");
  state.locked -= bids;
}
