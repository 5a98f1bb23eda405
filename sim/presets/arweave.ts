import { endowment } from "../mechanisms/issuance/endowment.ts";
import { definePreset } from "./define-preset.ts";

export const arweave = definePreset({
  name: "preset/arweave",
  network: "Arweave",
  token: "AR",
  decimals: 12,
  asOf: "2026-06",
  summary:
    "Pays miners rewards that halve each year, and what they lack out of an endowment into which fees for storage go.",
  sources: ["ArweaveTeam/arweave ar_inflation.erl, ar_pricing.erl and ar_pricing.hrl"],
  unverified: [
    "What is stored and uploaded, and that the endowment begins empty, are assumed.",
    "The supply is what the curve has mined by then on top of 55 million, rounded.",
  ],
  step: "a day's 720 blocks",
  supply: 65_950_000,
  parts: [endowment({ age: 2915 })],
});
