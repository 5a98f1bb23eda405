import { hourlyDecay } from "../mechanisms/issuance/hourly-decay.ts";
import { definePreset } from "./define-preset.ts";

export const ioNet = definePreset({
  name: "preset/io-net",
  network: "io.net",
  token: "IO",
  decimals: 8,
  asOf: "2024-06-11",
  summary:
    "Pays suppliers of GPUs each hour a share of 500 million that falls from hour to hour, until 300 million are issued.",
  sources: ["docs.iog.net, token emission schedule"],
  unverified: [
    "Since 11 June 2026 an incentive engine pays by what suppliers are owed; only summaries of it are public, and it is not followed.",
  ],
  step: "an hour",
  supply: 500_000_000,
  allocation: { holders: 0.5, treasury: 0.5 },
  parts: [hourlyDecay()],
});
