import { proofOfComputeEpochs } from "../mechanisms/issuance/proof-of-compute-epochs.ts";
import { vesting } from "../mechanisms/issuance/vesting.ts";
import { definePreset } from "./define-preset.ts";

const MONTH = 365 / 12;

export const nosana = definePreset({
  name: "preset/nosana",
  network: "Nosana",
  token: "NOS",
  decimals: 6,
  asOf: "2022-01",
  summary:
    "Pays nodes a fifth of 100 million in a line over two years; a team's and a company's part come free in lines as well.",
  sources: ["docs.nosana.io", "nosana-ci/nosana-programs"],
  unverified: [
    "The backers' 17 % are said to come free over time, by no schedule that was read: they are free here.",
    "The lines begin together, at the launch. Stakes by duration and the fees that reach them are the formulas nosanaStake and nosanaFee.",
  ],
  step: "a day",
  supply: 80_000_000,
  granted: 45_000_000,
  parts: [
    // 20,000,000 / 730 a day; the cap takes what is above it off the last day.
    proofOfComputeEpochs({ initial: "27397.260274", decay: 0, cap: 20_000_000 }),
    vesting(
      { supply: 20_000_000, allocation: { team: 1 }, cliff: 0, duration: `${48 * MONTH}d` },
      { as: "team" },
    ),
    vesting(
      { supply: 25_000_000, allocation: { treasury: 1 }, cliff: 0, duration: `${36 * MONTH}d` },
      { as: "company" },
    ),
  ],
});
