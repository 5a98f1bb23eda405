import { baseUnits, portions } from "../../kit/issuance/emission.ts";
import { allot } from "../../model/accounts.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { text, tokens, weights } from "../../schema/fields.ts";

export const genesis = defineMechanism({
  name: "issuance/genesis",
  summary:
    "Mints the opening supply and allots it to holders, the treasury and others before the books open.",
  source:
    "Every network with a genesis allocation, such as cosmos-sdk x/genutil; the amounts are the scenario's",
  params: {
    asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
    supply: tokens({
      role: "endowment",
      whole: true,
      default: 1_000_000_000,
      doc: "Opening supply.",
      source: "Orrery: for the scenario to set",
    }),
    allocation: weights({
      default: { holders: 0.8, treasury: 0.2 },
      doc: "Division of the opening supply, by weight. A name is an account and its sector.",
      source: "Orrery: for the scenario to set",
    }),
  },
  accounts: { allotted: allot("allocation") },
  assets: { token: "asset" },
  init: () => ({}),
  estimate: ({ supply }) => ({ sums: { tokens: Number(supply) }, mints: Number(supply) }),
  on: {
    start({ params: { supply, allocation }, ledger, account, asset }) {
      const names = Object.keys(allocation).sort();
      const parts = portions(
        baseUnits(ledger, asset.token, supply),
        names.map((owner) => allocation[owner]!),
      );
      names.forEach((owner, index) => {
        ledger.mint(asset.token, account.allotted[owner]!, parts[index]!, "genesis");
      });
    },
  },
  example: () => ({ world: [{ mechanism: "issuance/genesis", params: {} }], until: "10d" }),
});
