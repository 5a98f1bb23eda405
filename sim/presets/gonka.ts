import { proofOfComputeEpochs } from "../mechanisms/issuance/proof-of-compute-epochs.ts";
import { definePreset } from "./define-preset.ts";

export const gonka = definePreset({
  name: "preset/gonka",
  network: "Gonka",
  token: "GNK",
  decimals: 9,
  asOf: "2025-08",
  summary: "Pays hosts of inference each day 285,000 GNK × e^(−0.000475 n), by the compute that they prove.",
  sources: ["gonka-ai/gonka proposals/tokenomics-v2/bitcoin-reward.md"],
  unverified: ["The opening supply, 400 of 1,000 million, is what the cap of issuance leaves."],
  step: "a day",
  supply: 400_000_000,
  allocation: { holders: 0.5, treasury: 0.5 },
  parts: [proofOfComputeEpochs()],
});
