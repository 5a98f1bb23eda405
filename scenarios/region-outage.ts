import { defineScenario, inlineTable, type Use } from "orrery";

/*
 * The flagship's market without a token, and a region without power for twelve hours. Jobs, prices and luck are the same
 * in all designs; they differ in where the fleet is, in how much of it is spare, and in how many of its regions fail.
 *
 * One outage takes half of a fleet in two regions and a tenth of one in ten: that says how bad an outage is, not whether
 * spreading pays, for a fleet in ten regions meets five times as many outages where each region fails as often. Hence
 * the design in which five of the ten fail, one after another: the same GPU-hours without power. Spare GPUs are not
 * free: their owners' profit stands beside what customers gain.
 */
const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** All regions cost the same, so that only what fails together differs. */
const places = (weights: Readonly<Record<string, number>>) =>
  inlineTable({
    region: Object.keys(weights),
    usd_per_kwh: Object.keys(weights).map(() => 0.12),
    gco2e_per_kwh: Object.keys(weights).map(() => 400),
    weight: Object.values(weights),
  });
const half = places({ North: 1, South: 1 });
const tenth = places({
  North: 1,
  ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`Site ${n + 2}`, 1])),
});

/** Twelve hours without power for one region after another, the first of them `after` such spells past day 15. */
const outages = (after: number, regions: readonly string[], as = "outage"): Use => ({
  mechanism: "shocks/region-outage",
  as,
  params: {
    outages: inlineTable({
      t: regions.map((_, n) => 15 * DAY + (after + n) * 12 * HOUR),
      region: [...regions],
      seconds: regions.map(() => 12 * HOUR),
    }),
  },
});

const fleet = (regions: ReturnType<typeof places>, providers: number) => [
  use("supply/cohorts", {
    gpu: "RTX 3090",
    hardware: "data/gpu-tdp.csv",
    regions,
    providers,
    // Nobody comes or goes: the outage alone moves the fleet.
    candidatesPerWeek: 0,
    switchingUsdPerGpu: 10_000,
  }),
];

export default defineScenario({
  title: "A region goes dark",
  question: "When a region loses power for twelve hours, what do spreading the fleet and spare GPUs save?",
  seed: 1,
  // Measured is from a day before the outage on; the last two days bring no new jobs.
  until: "20d",
  warmUp: "14d",
  sample: "1h",
  replications: 8,
  world: [
    use("pricing/outside-offers", { offers: "data/gpu-offers.csv", gpu: "RTX3090" }),
    use("demand/bootstrap-trace", {
      trace: "data/philly-b436b2.csv",
      replicas: 14,
      speedUp: 1.494,
      coolDown: "2d",
    }),
    use("pricing/utilisation-indexed", { initial: 0.17, sensitivity: 0, minimum: 0.01, maximum: 0.43 }),
    use("pricing/first-come"),
    use("contracts/escrow"),
    outages(0, ["North"]),
  ],
  designs: {
    "two regions": fleet(half, 100),
    "ten regions": fleet(tenth, 100),
    "ten regions, five fail": [
      ...fleet(tenth, 100),
      outages(1, ["Site 2", "Site 3", "Site 4", "Site 5"], "four more"),
    ],
    "two regions, a quarter spare": fleet(half, 125),
    "ten regions, a quarter spare": fleet(tenth, 125),
  },
  control: "two regions",
  measures: [
    "customers.surplusUsd",
    "providers.margin",
    "jobs.failed",
    "gpu.supply",
    "gpu.delivered",
    "jobs.waitP95",
    "jobs.lostToCloud",
    "gpu.utilisation",
  ],
  expect: {
    "the customers of a fleet in ten regions lose less by one outage": {
      compare: "[ten regions].customers.surplusUsd > [two regions].customers.surplusUsd",
      confidence: 0.95,
    },
    "where five of the ten regions fail, they lose more than where one does": {
      compare: "[ten regions, five fail].customers.surplusUsd < [ten regions].customers.surplusUsd",
      confidence: 0.95,
    },
    "a quarter spare helps customers less than spreading": {
      compare: "[two regions, a quarter spare].customers.surplusUsd < [ten regions].customers.surplusUsd",
    },
    "… and providers pay for it": {
      compare: "[two regions, a quarter spare].providers.margin < [two regions].providers.margin",
      confidence: 0.95,
    },
  },
});
