import { nameIn } from "./place.ts";

/**
 * Accounts that mechanisms of several families meet at. Each is opened by its owner on `start`; the others look it up
 * by name on `opened` or later.
 */
export const ACCOUNTS = {
  /** Fiat, electricity, hardware makers: may be negative. Sector `world`. */
  world: "world",
  /** The foundation's. Sector `treasury`. Opened by `issuance/genesis` or by whoever pays into it first. */
  treasury: "treasury",
  /** Passive holders. Sector `holders`. */
  holders: "holders",
  /** Emission to providers, until it is split by verified GPU-hours. Sector `providers`; opened by supply. */
  providerRewards: "rewards/providers",
  /** Customers' payment to providers, USD or tokens, until it is split by what each has earned. Sector `providers`; opened by supply. */
  providerRevenue: "revenue/providers",
  /** Emission and tips to those who secure the chain. Sector `miners` or `validators`; opened by consensus. */
  security: "rewards/security",
} as const;

/** Accounts of the whole design; any other name means one account in each place, and one in the world. */
const OF_ALL_PLACES: readonly string[] = [ACCOUNTS.world];

/** What the ledger calls the account that a name means in a place: `btc:rewards/security`; an instance's own name has it already. */
export const accountIn = (place: string, name: string): string =>
  OF_ALL_PLACES.includes(name) || name.startsWith(nameIn(place, "")) ? name : nameIn(place, name);

const SUPPLY = "a supply of GPUs, such as supply/cohorts or supply/fleet";
/** Who opens those accounts that others can only look up. */
export const OPENED_BY: Readonly<Record<string, string>> = {
  [ACCOUNTS.providerRewards]: SUPPLY,
  [ACCOUNTS.providerRevenue]: SUPPLY,
  [ACCOUNTS.security]: "a consensus, such as consensus/nakamoto or consensus/slot-pos",
};
