import { simpleAndBaseline } from "../mechanisms/issuance/simple-and-baseline.ts";
import { definePreset } from "./define-preset.ts";

export const filecoin = definePreset({
  name: "preset/filecoin",
  network: "Filecoin",
  token: "FIL",
  decimals: 18,
  asOf: "2026-06",
  summary:
    "Pays storage providers a part that halves in six years and a part that waits for storage to keep up with a baseline; most of it is locked for half a year.",
  sources: ["filecoin-project/specs-actors v8 actors/builtin/reward and actors/builtin/miner"],
  unverified: [
    "Supply, storage (20 EiB) and the days that the baseline has counted (1,660) are reckoned from rounded public figures.",
    "Pledges are the formula filecoinInitialPledge, and lock nothing here.",
  ],
  step: "a day's 2,880 epochs",
  supply: 950_000_000,
  parts: [simpleAndBaseline({ age: 2055, effectiveAge: 1660 })],
});
