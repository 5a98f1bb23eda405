import { ACCOUNTS } from "./accounts.ts";
import type { AccountId, AssetId, Ledger } from "./ledger.ts";

/** What somebody has before the books open. */
export interface Endowment {
  readonly usd: number;
  readonly tokens: number;
}

/** Opens a holder's account on `start` with its part of the genesis supply, and with USD from the world. */
export function endow(
  ledger: Ledger,
  name: string,
  asset: AssetId,
  { usd, tokens }: Endowment,
  sector = "holders",
): AccountId {
  const account = ledger.open(name, sector);
  const world = ledger.open(ACCOUNTS.world, "world");
  ledger.mint(asset, account, tokens, "genesis");
  ledger.transfer(ledger.asset("usd"), world, account, usd, "genesis");
  return account;
}
