/**
 * 40 machines that may fake their work. Every job is an hour of one GPU at 1 USD, of which 0.80 USD are the cost of the
 * work; a rejected result costs its price and 20 USD of stake. Checking pays from 0.8 / 21 = 3.81 % of the jobs on.
 */
import { defineScenario, inlineTable, type Use } from "orrery";

const HOUR = 3_600;
const JOBS = 11_500;
const EVERY = 300;

const machines: Use = {
  mechanism: "supply/fleet",
  params: {
    machines: inlineTable({
      provider: ["owners"],
      count: [40],
      gpus: [1],
      kind: ["RTX 3090"],
      memory_gb: [24],
      throughput: [1],
      region: ["US"],
      usd_per_gpu_hour: [0],
    }),
    workingCapital: 3_650,
  },
};
const jobs: Use = {
  mechanism: "demand/trace",
  params: {
    trace: inlineTable({
      submitted: Array.from({ length: JOBS }, (_, at) => at * EVERY),
      seconds: Array.from({ length: JOBS }, () => HOUR),
      gpus: Array.from({ length: JOBS }, () => 1),
    }),
  },
};
const GAME = {
  stakeUsdPerGpu: 1_000,
  minimumStake: 0,
  slashBaseUsd: 20,
  slashFactor: 1,
  saving: 0.8,
  cheaters: 0.05,
  opportunists: 0.5,
};
/** One name in all designs, so that the same machines are the cheats. A check repeats the job. */
const checks = (check: number, params: object = {}): Use[] => [
  { mechanism: "verification/spot-checks", as: "audit", params: { ...GAME, check, checkCost: 1, ...params } },
];

export default defineScenario({
  title: "The audit game",
  question:
    "Half of the machines cheat when it pays. How many jobs must be checked, at which stake, and what does it cost beside having every job done twice?",
  seed: 1,
  until: "40d",
  sample: "2d",
  world: [
    machines,
    jobs,
    { mechanism: "pricing/utilisation-indexed", params: { initial: 1, minimum: 1, maximum: 1 } },
    { mechanism: "pricing/first-come", params: {} },
    { mechanism: "contracts/escrow", params: {} },
  ],
  designs: {
    "3.7 % checked": checks(0.037),
    "3.9 % checked": checks(0.039),
    "3.9 %, a stake of 10 USD": checks(0.039, { stakeUsdPerGpu: 10 }),
    "3.7 %, barred after three": checks(0.037, { stakeUsdPerGpu: 100, minimumStake: 0.5 }),
    "10 % checked, half of the fakes seen": checks(0.1, { falseNegative: 0.5 }),
    "two copies and a referee": [
      {
        mechanism: "verification/redundancy",
        as: "audit",
        params: { ...GAME, copies: 2, collusion: 0.1, mismatch: 0 },
      },
    ],
  },
  measures: [
    "verification.honestShare[audit]",
    "verification.cheatedUndetected[audit]",
    "verification.rejected[audit]",
    "verification.slashedUsd[audit]",
    "verification.barred[audit]",
    "verification.checkGpuHours[audit]",
    "verification.verifiedGpuHours[audit]",
    "gpu.supply",
  ],
  replications: 4,
  expect: {
    "below the threshold whoever calculates cheats": {
      compare:
        "[3.7 % checked].verification.honestShare[audit] < 0.75 * [3.9 % checked].verification.honestShare[audit]",
    },
    "above it only those cheat who always do": {
      summary: "verification.honestShare[audit] >= 0.8",
      design: "3.9 % checked",
    },
    "a stake that is smaller than the slash moves the threshold": {
      compare:
        "[3.9 %, a stake of 10 USD].verification.honestShare[audit] < 0.75 * [3.9 % checked].verification.honestShare[audit]",
    },
    "who is barred cheats no more: exclusion does what checks below the threshold do not": {
      compare:
        "[3.7 %, barred after three].verification.cheatedUndetected[audit] < 0.5 * [3.7 % checked].verification.cheatedUndetected[audit]",
    },
    "a check that sees half of the fakes deters at twice the rate": {
      compare:
        "[10 % checked, half of the fakes seen].verification.honestShare[audit] == [3.9 % checked].verification.honestShare[audit]",
    },
    "two copies cost more than twenty times what spot checks do": {
      compare:
        "[two copies and a referee].verification.checkGpuHours[audit] > 20 * [3.9 % checked].verification.checkGpuHours[audit]",
    },
  },
});
