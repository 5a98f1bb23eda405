import { exp } from "../../math.ts";
import { meet } from "../../model/accounts.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { choice, number } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

export const spending = defineMechanism({
  name: "demand/spending",
  summary:
    "Has customers spend a stated sum of USD each day on what the network sells, to providers or to be burned; no jobs are simulated.",
  source: "Use as a given path, for questions about a token and not about its market",
  params: {
    usdPerDay: number("USD/d", {
      default: 50_000,
      min: 0,
      max: 1e12,
      doc: "What customers spend on the first day.",
      source: "Orrery: for the scenario to set",
    }),
    growth: number("ratio/y", {
      default: 0,
      min: -10,
      max: 10,
      doc: "Growth of that a year, as a rate that compounds continuously.",
      source: "Orrery: for the scenario to set",
    }),
    to: choice(["providers", "burn"], {
      default: "providers",
      doc: "Who is paid: providers, or a desk that buys tokens and burns them.",
      source: "Orrery: for the scenario to set",
    }),
  },
  settable: { usdPerDay: [0, 1e12], growth: [-10, 10] },
  accounts: {
    customers: meet("customers"),
    providers: meet("providerRevenue", { to: "providers" }),
    desk: meet("burnDesk", { to: "burn" }),
    world: meet("world"),
  },
  assets: { usd: "usd" },
  init: () => ({ spent: 0 }),
  on: {
    day({ params, state, ledger, account, asset }, { day }) {
      const due = params.usdPerDay * exp((params.growth * (day - 1) * DAY) / YEAR);
      const to = params.to === "burn" ? account.desk : account.providers;
      const before = ledger.units(asset.usd, account.customers);
      state.spent += ledger.transfer(asset.usd, account.world, account.customers, due, "spending");
      // To the base unit: as a number of USD it would be rounded anew.
      const units = ledger.units(asset.usd, account.customers) - before;
      ledger.transfer(asset.usd, account.customers, to, units, "payments");
    },
  },
  metrics: { "customers.paidUsd": { total: ({ state }) => state.spent } },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      { mechanism: "supply/aggregate", params: {} },
      { mechanism: "demand/spending", params: { growth: 0.2 } },
    ],
    until: "30d",
  }),
  examples: () => [
    {
      world: [
        { mechanism: "issuance/genesis", params: {} },
        { mechanism: "defi/constant-product", params: {} },
        { mechanism: "supply/aggregate", params: {} },
        { mechanism: "contracts/burn-desk", params: {} },
        { mechanism: "demand/spending", params: { to: "burn" } },
      ],
      until: "30d",
    },
  ],
});
