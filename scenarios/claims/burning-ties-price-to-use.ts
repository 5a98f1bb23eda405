import { defineClaim } from "orrery";
import { use } from "./parts/market.ts";

const YEARLY_USE = 365 * 2_000;
const world = (usdPerDay: number, burns: boolean) => [
  use("demand/spending", { usdPerDay, to: burns ? "burn" : "providers" }, "use"),
  ...(burns ? [use("contracts/burn-desk", { burnShare: 1 })] : []),
];

export default defineClaim({
  claim: "Burn and mint ties the token's price to use.",
  sources: [
    {
      text: "Samani, K. (2018): New Models for Utility Tokens, Multicoin Capital (burn and mint equilibrium)",
      secondary: true,
    },
    {
      text: "Helium (2020): HIP 20, HNT max supply, and the data credits of the Helium white paper",
      url: "https://github.com/helium/HIP/blob/main/0020-hnt-max-supply.md",
    },
    {
      text: "Render Network (2023): RNP-001, Burn and Mint Equilibrium",
      url: "https://github.com/rendernetwork/RNPs",
    },
  ],
  setUp:
    "One network and one pool for its token, with the same emission to providers, who sell half of it, and the same noise. Customers' payments buy tokens that are burned, or go to providers in USD. Each of the two with its use, and with twice as much. Looked at is the price in the second and third year.",
  whoPays:
    "Customers pay the same in both. Where it is burned, those who hold tokens get it, and providers live on the emission that holders pay by dilution; where it is not, providers get it.",
  scenario: {
    title: "Use and the price of a token, burned and not",
    seed: 22,
    until: "3y",
    warmUp: "1y",
    sample: "10d",
    replications: 6,
    world: [
      use("issuance/genesis", { supply: 5_000_000, allocation: { holders: 1 } }),
      use("issuance/fixed", { tokensPerDay: 4_000, split: { providers: 1 } }),
      use("defi/constant-product", { tokens: 5_000_000, usd: 5_000_000 }, "pool"),
      use("traders/noise", { usd: 100_000, tokens: 100_000 }),
      use("supply/aggregate", { soldShare: 0.5 }),
    ],
    designs: {
      burned: world(2_000, true),
      "burned, twice the use": world(4_000, true),
      paid: world(2_000, false),
      "paid, twice the use": world(4_000, false),
    },
    control: "paid",
    measures: ["token.usd", "ledger.supply[token]", "ledger.burned[token]"],
  },
  tests: {
    "with twice the use the price is a quarter higher where use is burned": {
      less: "1.25 * [burned].token.usd",
      than: "[burned, twice the use].token.usd",
    },
    "and not a twentieth higher where it is not": {
      less: "[paid, twice the use].token.usd",
      than: "1.05 * [paid].token.usd",
    },
  },
  condition: {
    words: "the USD in the token's pool, in years of what use spends",
    unit: "years",
    values: [1, 3, 9, 27],
    set: (depth) => ({
      "pool.usd": depth * YEARLY_USE,
      "pool.tokens": depth * YEARLY_USE,
    }),
  },
  worlds: {
    "no emission": { "issuance/fixed.tokensPerDay": 0 },
    "providers who sell all": { "supply/aggregate.soldShare": 1 },
  },
  values: {
    "demand/spending.usdPerDay": "assumed: 0.73 million USD a year, against which the pool is measured",
    "issuance/fixed.tokensPerDay":
      "assumed: worth four thousand USD a day at the first price, half of it sold",
  },
  notEstablished: [
    "Holders who foresee use: traders here hold no view of it, and one who expects it buys before it comes.",
    "That the tie is to the value of the service: what is burned is money spent, whatever it bought.",
    "Holders who sell as the price rises: the passive ones never do.",
  ],
});
