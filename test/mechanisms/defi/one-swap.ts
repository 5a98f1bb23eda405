import { own } from "../../../sim/model/accounts.ts";
import { defineMechanism, shared } from "../../../sim/model/mechanism.ts";
import { text } from "../../../sim/schema/fields.ts";

/** Has exact base units and sells all of them, or a part, after a second. */
export function trader(held: "usd" | "token", units: bigint, amount = 1e15) {
  return defineMechanism({
    name: "test/trader",
    summary: "Swaps once.",
    source: "tests",
    params: { asset: text({ default: "token", doc: "The token.", source: "tests" }) },
    accounts: { wallet: own("holders") },
    assets: { token: "asset", usd: "usd" },
    emits: { swapRequested: shared },
    init: () => ({}),
    on: {
      start({ ledger, account, asset }) {
        ledger.mint(asset[held], account.wallet, units, "genesis");
      },
      opened({ account, emit }) {
        emit.swapRequested({ account: account.wallet, amount, sellsToken: held === "token" }, 1);
      },
    },
    example: () => ({ world: [] }),
  })();
}
