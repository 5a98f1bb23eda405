import { targetBonding } from "../mechanisms/issuance/target-bonding.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const livepeer = definePreset({
  name: "preset/livepeer",
  network: "Livepeer",
  token: "LPT",
  decimals: 18,
  asOf: "2022-02-14",
  summary:
    "Pays delegators at an inflation that rises each round while less than half of the supply is bonded; from the start on Arbitrum.",
  sources: ["livepeer/protocol contracts/token/Minter.sol", "livepeer/LIPs LIP-34, 40, 73 and 92"],
  unverified: [
    "Supply and bonded share of the day are rounded public figures.",
    "A treasury that holds 750,000 LPT takes no more: not followed. LIP-100 is not followed.",
  ],
  step: "a round of 19.2 hours",
  supply: 24_000_000,
  parts: [
    // Rounds count Ethereum's blocks.
    stakers({ blockTime: 12, staked: 0.45, yield: 0.2, nodes: 100, wattsPerNode: 500 }),
    targetBonding(),
  ],
});
