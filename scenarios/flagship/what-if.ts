import type { Scenario } from "orrery";

/* What a reader of the flagship's page may move. All but the last act from where futures part. */

export const whatIf: NonNullable<Scenario["whatIf"]> = {
  "shocks/demand.factor": { low: 0.05, high: 1, label: "Demand that is left" },
  "shocks/token-sale.factor": {
    low: 0.1,
    high: 1,
    label: "Token's price after an early holder sells, over the price before",
  },
  "issuance/fixed.tokensPerDay": {
    low: 0,
    high: 90_000,
    label: "Tokens issued a day, where issuance is fixed",
  },
  "issuance/halving.subsidy": { low: 0, high: 1_000, label: "First subsidy of a block, where it halves" },
  "issuance/bonded-ratio.mostInflation": {
    low: 0.04,
    high: 0.4,
    label: "Highest yearly inflation, where it follows the bonded ratio",
  },
  "issuance/bonded-ratio.goalBonded": { low: 0.1, high: 0.9, label: "Bonded ratio that inflation steers to" },
  "contracts/escrow.fee": { low: 0, high: 0.3, label: "Marketplace's fee on what customers pay" },
  "contracts/burn-desk.burnShare": { low: 0, high: 1, label: "Share of customers' tokens that is burned" },
  "contracts/burn-desk.remintShare": {
    low: 0,
    high: 1,
    label: "Tokens minted for providers, per token burned",
  },
  "pricing/utilisation-indexed.minimum": {
    low: 0.005,
    high: 0.3,
    label: "Lowest price of a GPU-hour",
  },
  "pricing/utilisation-indexed.maximum": {
    low: 0.2,
    high: 1,
    label: "Highest price of a GPU-hour",
  },
  "pricing/utilisation-indexed.sensitivity": {
    low: 0,
    high: 0.2,
    label: "How fast the price follows utilisation",
  },
  "supply/cohorts.providers": { low: 40, high: 300, label: "Providers at the start, of eight GPUs each" },
};
