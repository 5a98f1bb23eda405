import { nakamoto } from "../mechanisms/consensus/nakamoto.ts";
import { constant } from "../mechanisms/issuance/constant.ts";
import { definePreset } from "./define-preset.ts";

export const dogecoin = definePreset({
  name: "preset/dogecoin",
  network: "Dogecoin",
  token: "DOGE",
  decimals: 8,
  asOf: "2026-06",
  summary: "Pays miners 10,000 DOGE a block of a minute, for ever.",
  sources: ["dogecoin/dogecoin src/dogecoin.cpp, GetDogecoinBlockSubsidy"],
  unverified: [
    "The supply of the day, 154 billion, is rounded from public figures.",
    "Hashrate is taken as constant; Scrypt's machines are counted by the price and power of Bitcoin's.",
  ],
  step: "a day's 1,440 blocks",
  supply: 154_000_000_000,
  parts: [
    nakamoto({ blockTime: 60, retargetInterval: 1440, blocksPerEvent: 1440, initialHashrate: 2e15 }),
    constant(),
  ],
});
