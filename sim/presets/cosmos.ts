import { bondedRatio } from "../mechanisms/issuance/bonded-ratio.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const cosmos = definePreset({
  name: "preset/cosmos",
  network: "Cosmos Hub",
  token: "ATOM",
  decimals: 6,
  asOf: "2023-06",
  summary: "Pays stakers at an inflation that rises while less than two thirds of the supply is bonded.",
  sources: ["cosmos/cosmos-sdk x/mint/types/minter.go and params.go"],
  unverified: [
    "Parameters are the module's defaults; the Hub has voted on some of them since (a most of 10 % in 2023).",
    "Supply and stake are rounded public figures; the community's tax of 2 % is taken from rewards.",
  ],
  step: "a day",
  supply: 350_000_000,
  parts: [
    stakers({ blockTime: 6, staked: 0.66, yield: 0.2, nodes: 180 }),
    bondedRatio({ split: { security: 0.98, treasury: 0.02 } }),
  ],
});
