import { accountIn } from "../accounts.ts";
import { Ledger } from "../ledger.ts";
import { WORLD } from "../place.ts";

/**
 * The same ledger, as what stands in a place sees it: accounts that it opens and looks up by name are those of the
 * place, but for the ones that the whole design shares.
 */
export function ledgerIn(ledger: Ledger, place: string): Ledger {
  if (place === WORLD) return ledger;
  const view: PropertyDescriptorMap = {};
  const own = { ...Object.getOwnPropertyDescriptors(Ledger.prototype), assets: {} };
  for (const name of Object.keys(own).filter((key) => key !== "constructor") as (keyof Ledger)[]) {
    const method: unknown = "value" in (own as PropertyDescriptorMap)[name]! ? ledger[name] : undefined;
    view[name] = typeof method === "function" ? { value: method.bind(ledger) } : { get: () => ledger[name] };
  }
  view["open"] = { value: (name: string, sector: string) => ledger.open(accountIn(place, name), sector) };
  view["account"] = { value: (name: string) => ledger.account(accountIn(place, name)) };
  return Object.create(null, view) as Ledger;
}
