import { burnDesk } from "../mechanisms/contracts/burn-desk.ts";
import { burnMintIndependent } from "../mechanisms/issuance/burn-mint-independent.ts";
import { definePreset } from "./define-preset.ts";

export const render = definePreset({
  name: "preset/render",
  network: "Render Network",
  token: "RENDER",
  decimals: 8,
  asOf: "2026-01",
  summary: "Burns 95 % of what jobs pay, and mints a published amount a year, whatever was burned.",
  sources: ["rendernetwork/RNPs RNP-001, 006, 018 and 022"],
  unverified: [
    "What comes after the published years: a damping of 0.945 is taken as a year's.",
    "The supply of the day is a rounded public figure.",
  ],
  step: "a week",
  supply: 533_000_000,
  parts: [burnMintIndependent({ age: 104 }), burnDesk({ burnShare: 0.95 })],
});
