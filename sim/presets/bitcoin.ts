import { nakamoto } from "../mechanisms/consensus/nakamoto.ts";
import { halving } from "../mechanisms/issuance/halving.ts";
import { definePreset } from "./define-preset.ts";

export const bitcoin = definePreset({
  name: "preset/bitcoin",
  network: "Bitcoin",
  token: "BTC",
  decimals: 8,
  asOf: "2024-04-20",
  summary: "Pays miners a subsidy that halves every 210,000 blocks; from block 840,000, the fourth halving.",
  sources: ["bitcoin/bitcoin src/validation.cpp, GetBlockSubsidy", "bitcoin/bitcoin src/pow.cpp"],
  unverified: [
    "The hashrate at the fourth halving, about 630 EH/s, is a rounded public figure, and it stays as it is.",
  ],
  step: "a day's 144 blocks",
  supply: 19_687_500,
  parts: [nakamoto({ blocksPerEvent: 144, initialHashrate: 6.3e20 }), halving({ subsidy: 3.125 })],
});
