import { nakamoto } from "../mechanisms/consensus/nakamoto.ts";
import { smoothTail } from "../mechanisms/issuance/smooth-tail.ts";
import { definePreset } from "./define-preset.ts";

export const monero = definePreset({
  name: "preset/monero",
  network: "Monero",
  token: "XMR",
  decimals: 12,
  asOf: "2022-06-09",
  summary:
    "Pays miners the tail of 0.6 XMR a block of two minutes, for ever; from the block at which the curve reached it.",
  sources: ["monero-book.cuprate.org, consensus_rules/blocks/reward.html"],
  unverified: [
    "Hashrate is taken as constant; RandomX runs on processors, and their price and power are not those that are counted.",
  ],
  step: "a day's 720 blocks",
  // M − (tail × 2^19): there the shift gives the tail.
  supply: "18132171.273709551615",
  parts: [
    nakamoto({ blockTime: 120, retargetInterval: 720, blocksPerEvent: 720, initialHashrate: 2.6e9 }),
    smoothTail({ curve: "18446744.073709551615" }),
  ],
});
