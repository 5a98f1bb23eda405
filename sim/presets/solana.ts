import { disinflation } from "../mechanisms/issuance/disinflation.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const solana = definePreset({
  name: "preset/solana",
  network: "Solana",
  token: "SOL",
  decimals: 9,
  asOf: "2026-06",
  summary: "Pays stakers at an inflation that falls by 15 % of itself each year, down to 1.5 %.",
  sources: ["solana-labs/solana sdk/src/inflation.rs"],
  unverified: [
    "Inflation is counted from February 2021; votes to change it (SIMD-0228, SIMD-0411) are not followed.",
    "Supply and stake are rounded public figures; half of base fees is burned, which follows from use and is left out.",
  ],
  step: "an epoch of two days",
  supply: 620_000_000,
  parts: [
    stakers({ blockTime: 0.4, staked: 0.67, yield: 0.05, nodes: 1000, wattsPerNode: 500 }),
    disinflation({ age: "1940d" }),
  ],
});
