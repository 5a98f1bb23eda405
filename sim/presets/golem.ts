import { definePreset } from "./define-preset.ts";

export const golem = definePreset({
  name: "preset/golem",
  network: "Golem",
  token: "GLM",
  decimals: 18,
  asOf: "2026-06",
  summary: "Issues nothing: requestors pay providers in a token whose billion was there from the start.",
  sources: ["docs.golem.network, payments"],
  unverified: [],
  step: "nothing happens",
  supply: 1_000_000_000,
  parts: [],
});
