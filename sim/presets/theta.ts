import { constant } from "../mechanisms/issuance/constant.ts";
import { definePreset } from "./define-preset.ts";
import { stakers } from "./stakers.ts";

export const theta = definePreset({
  name: "preset/theta",
  network: "Theta",
  token: "TFUEL",
  decimals: 18,
  asOf: "2026-06",
  summary:
    "Pays 48 TFUEL a block to who stakes THETA, its other token, and 38 to edge nodes that stake TFUEL, for ever.",
  sources: ["thetatoken/theta-protocol-ledger ledger/execution/tx_coinbase.go"],
  unverified: [
    "Supply (7 billion) and the share that edge nodes stake are rounded public figures.",
    "Who stakes THETA is counted as providers, since that token is not here; sampling of winners and the burning of a quarter of fees are left out.",
  ],
  step: "a day's 14,400 blocks",
  supply: 7_000_000_000,
  parts: [
    stakers({ blockTime: 6, staked: 0.2, yield: 0.14, nodes: 5000 }),
    constant({ tokensPerBlock: 86, split: { providers: 48, security: 38 } }),
  ],
});
