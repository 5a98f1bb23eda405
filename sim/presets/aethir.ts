import { proofOfComputeEpochs } from "../mechanisms/issuance/proof-of-compute-epochs.ts";
import { vesting } from "../mechanisms/issuance/vesting.ts";
import { definePreset } from "./define-preset.ts";

export const aethir = definePreset({
  name: "preset/aethir",
  network: "Aethir",
  token: "ATH",
  decimals: 18,
  asOf: "2024-06",
  summary: "Pays providers and checkers of compute half of 42 billion, less from day to day.",
  sources: ["docs.aethir.com, compute rewards"],
  unverified: [
    "The table of emission by year: taken to fall as an exponential of which nine tenths have come after ten years.",
    "The vesting of team, investors and advisors: a year's cliff and four years are taken for it. Stakes and slashing are the formulas aethirStake and aethirSlash; what each GPU counts for is unverified.",
  ],
  step: "a day",
  supply: 21_000_000_000,
  granted: 12_180_000_000,
  // Airdrop 6 %; DAO and ecosystem 7.5 % each.
  allocation: { holders: 6, treasury: 15 },
  parts: [
    // ln 10 / 3,650 days; 21 billion × (1 − e^−decay).
    proofOfComputeEpochs({ initial: 13_243_462, decay: 0.00063084, cap: 21_000_000_000 }),
    vesting({ supply: 12_180_000_000, allocation: { team: 12.5, investors: 11.5, advisors: 5 } }),
  ],
});
