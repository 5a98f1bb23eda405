import { steppedCap } from "../mechanisms/issuance/stepped-cap.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const polkadot = definePreset({
  name: "preset/polkadot",
  network: "Polkadot",
  token: "DOT",
  decimals: 10,
  asOf: "2026-03-14",
  summary:
    "Issues in every two years 26.28 % of what is left to a cap of 2.1 billion, to stakers and the treasury.",
  sources: [
    "polkadot-fellows/runtimes system-parachains/asset-hubs/asset-hub-polkadot/src/staking, referendum 1710",
  ],
  unverified: [
    "The split between stakers and treasury is a budget that votes set; 85 to 15 is the one before the cap.",
    "The stake, half of the supply, is a rounded public figure.",
  ],
  step: "a day",
  supply: "1674342153.3310057487",
  parts: [stakers({ blockTime: 6, staked: 0.5, yield: 0.057, nodes: 600 }), steppedCap()],
});
