import { halvingBySupply } from "../mechanisms/issuance/halving-by-supply.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const bittensor = definePreset({
  name: "preset/bittensor",
  network: "Bittensor",
  token: "TAO",
  decimals: 9,
  asOf: "2025-12-14",
  summary:
    "Pays miners, validators and owners of subnets a subsidy that halves as the supply covers half of what was left to 21 million; from the first halving.",
  sources: ["opentensor/subtensor pallets/subtensor/src/coinbase"],
  unverified: [
    "The staked share is a rounded public figure. Tokens of subnets and their pools are left out.",
  ],
  step: "a day's 7,200 blocks, in closed sums over eras",
  supply: 10_500_000,
  parts: [
    stakers({ blockTime: 12, staked: 0.7, yield: 0.07, nodes: 4000, wattsPerNode: 500 }),
    halvingBySupply(),
  ],
});
