import type { Accounts, AccountsOf, Assets, AssetsOf } from "../../sim/model/accounts.ts";
import type { ChartOfAccounts } from "../../sim/model/ledger.ts";
import type { Mechanism } from "../../sim/model/mechanism.ts";
import { WORLD } from "../../sim/model/place.ts";
import { OpenAccounts } from "../../sim/run/accounts.ts";
import type { Placed } from "../../sim/scenario/wiring.ts";

/** What a mechanism with these declarations is given of a ledger's accounts and assets, in a run of its own. */
export function declaredOn<const A extends Accounts, const T extends Assets<any>>(
  chart: ChartOfAccounts,
  accounts: A,
  assets: T,
  params: Readonly<Record<string, unknown>>,
): { account: AccountsOf<A>; asset: AssetsOf<T> } {
  const part: Placed = {
    path: "world[0] test/part",
    use: { mechanism: "test/part", as: "test/part", id: "test/part", place: WORLD, params },
    mechanism: { accounts, assets } as unknown as Mechanism,
  };
  const opened = new OpenAccounts(chart, [part], []);
  return {
    account: opened.accountsOf(part, params) as AccountsOf<A>,
    asset: opened.assetsOf(part, params) as AssetsOf<T>,
  };
}
