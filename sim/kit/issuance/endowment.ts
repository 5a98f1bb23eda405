import type { Quantity } from "../../exact-decimal.ts";
import type { AccountId, AssetId, Ledger } from "../../model/ledger.ts";
import { baseUnits } from "./emission.ts";

/** What somebody has before the books open, in USD from the world and in tokens of the genesis supply. */
interface Endowing {
  readonly params: { readonly usd: Quantity; readonly tokens: Quantity };
  readonly ledger: Ledger;
  readonly account: { readonly world: AccountId };
  readonly asset: { readonly token: AssetId; readonly usd: AssetId };
}

/** Gives an account, on `start`, its part of the genesis supply, and USD from the world. */
export function endow({ params, ledger, account: { world }, asset }: Endowing, holder: AccountId): void {
  ledger.mint(asset.token, holder, baseUnits(ledger, asset.token, params.tokens), "genesis");
  ledger.transfer(asset.usd, world, holder, baseUnits(ledger, asset.usd, params.usd), "genesis");
}
