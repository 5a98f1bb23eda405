import { defineScenario, inlineTable, type Use } from "orrery";

/*
 * The flagship's market without a token, and a day on which half of the power goes: is it worse when all sit in one
 * place? Both fleets have 100 providers, the same jobs, prices and luck; they differ in where they are, and in how much
 * of them is spare.
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
    use("shocks/region-outage", {
      outages: inlineTable({ t: [15 * DAY], region: ["North"], seconds: [12 * HOUR] }),
    }),
  ],
  designs: {
    "two regions": fleet(half, 100),
    "ten regions": fleet(tenth, 100),
    "two regions and a quarter spare": fleet(half, 125),
  },
  control: "two regions",
  expect: {
    "GPUs free and busy stay below what is online": { always: "gpu.utilisation <= 1" },
    "a fleet in ten regions keeps more GPUs on the day": {
      compare: "[ten regions].gpu.delivered > [two regions].gpu.delivered",
    },
    "and its customers lose less": {
      compare: "[ten regions].customers.surplusUsd > [two regions].customers.surplusUsd",
    },
  },
});
