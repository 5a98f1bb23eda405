import { burnDesk } from "../mechanisms/contracts/burn-desk.ts";
import { burnMintScheduled } from "../mechanisms/issuance/burn-mint-scheduled.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const helium = definePreset({
  name: "preset/helium",
  network: "Helium",
  token: "HNT",
  decimals: 8,
  asOf: "2026-08-05",
  summary:
    "Burns HNT for what is used, and mints a schedule that halves, what was burned up to a cap, and the supplement of 2026.",
  sources: ["helium/HIP 20 and 149", "helium/helium-program-library programs/helium-sub-daos"],
  unverified: [
    "Supply and delegated share are rounded public figures.",
    "The band of sub-networks' deployers is the formula heliumDeployerBand, and moves nothing here.",
  ],
  step: "a day",
  supply: 186_000_000,
  parts: [
    // Delegators; the chain below is Solana's.
    stakers({ blockTime: 60, staked: 0.3, yield: 0.02, nodes: 0 }),
    burnMintScheduled({ age: 1830, supplement: true }),
    burnDesk({ burnShare: 1 }),
  ],
});
