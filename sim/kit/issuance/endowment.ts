import type { Quantity } from "../../exact-decimal.ts";
import { ACCOUNTS } from "../../model/accounts.ts";
import type { AccountId, AssetId, Ledger } from "../../model/ledger.ts";
import { baseUnits } from "./emission.ts";

/** What somebody has before the books open. */
export interface Endowment {
  readonly usd: Quantity;
  readonly tokens: Quantity;
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
  const dollars = ledger.asset("usd");
  ledger.mint(asset, account, baseUnits(ledger, asset, tokens), "genesis");
  ledger.transfer(dollars, world, account, baseUnits(ledger, dollars, usd), "genesis");
  return account;
}
