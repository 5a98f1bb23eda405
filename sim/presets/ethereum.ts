import { squareRootStake } from "../mechanisms/issuance/square-root-stake.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const ethereum = definePreset({
  name: "preset/ethereum",
  network: "Ethereum",
  token: "ETH",
  decimals: 18,
  asOf: "2026-06",
  summary: "Pays validators what grows with the square root of all stake.",
  sources: ["ethereum/consensus-specs specs/altair/beacon-chain.md and specs/electra/beacon-chain.md"],
  unverified: [
    "Supply (121 million) and stake (34 million) are rounded public figures of 2025.",
    "What base fees burn follows from use: fees/eip1559 beside it.",
  ],
  step: "a day's 7,200 slots",
  supply: 121_000_000,
  parts: [
    stakers({
      blockTime: 12,
      staked: 0.28,
      yield: 0.0285,
      churn: 0.0034,
      nodes: 5000,
      wattsPerNode: 65,
    }),
    squareRootStake(),
  ],
});
