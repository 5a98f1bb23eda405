import { bondedRatio } from "../mechanisms/issuance/bonded-ratio.ts";
import { burnMintElastic } from "../mechanisms/issuance/burn-mint-elastic.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const akash = definePreset({
  name: "preset/akash",
  network: "Akash",
  token: "AKT",
  decimals: 6,
  asOf: "2026-03-23",
  summary:
    "Locks tokens for compute credits and redeems them as providers are paid; pays stakers at an inflation that follows what is bonded.",
  sources: ["akash-network/AEP spec/aep-76 and AEP-79", "akash-network/node x/bme/keeper"],
  unverified: [
    "Inflation's bounds are those of a vote of 2022 (5 to 15 %); the live ones are on the chain only.",
    "Supply and stake are rounded public figures.",
  ],
  step: "a day; credits are minted by the epoch",
  supply: 290_000_000,
  parts: [
    stakers({ blockTime: 6.5, staked: 0.45, yield: 0.22, nodes: 100 }),
    bondedRatio({ inflation: 0.1, mostInflation: 0.15, leastInflation: 0.05 }),
    burnMintElastic(),
  ],
});
