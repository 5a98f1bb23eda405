import type { Scenario, Use } from "orrery";

/*
 * The world of the flagship and of the scenarios beside it: everything that no design touches. Jobs, their worth,
 * failures, noise and shocks are the same in all designs. Nothing strikes it of itself: shocks are futures that part
 * from it after a year. The numbers that are assumed say so in `orrery describe
 * flagship`; change one with `--set family/kind.parameter=value`.
 */

export const use = (mechanism: string, params: object = {}): Use => ({ mechanism, params });

/** FP32 throughput of an RTX 3090 over a P100, 35.58 / 19.05 (vector peak), times 0.80: of that peak's ratio, this is what training measured (Gavel: P100 to V100 1.31 of 1.64). */
export const SPEED_UP = (35.58 / 19.05) * 0.8;

/**
 * The free-entry fleet: without token and shock, as many GPUs are online in the mean of days 180 to 365 as on day 0, at
 * a price of 0.17 to 0.18 USD. Of 24 replications: 131 providers, 95 % interval 129 to 134.
 */
export const PROVIDERS = 131;
const FIRST_PRICE = 0.17;

/** Nobody works for less than the electricity of the work: 68 % of 350 W, in a building of PUE 1.3, where a kWh costs least (Iceland, 0.06 USD). */
const LEAST_PRICE = (0.8 - 0.12) * 0.35 * 1.3 * 0.06;

/** The cloud's price of the same GPU: nobody pays more. */
const MOST_PRICE = 0.43;

export const YEARS = 2;

/** When futures part, and what strikes in them: half of the jobs are gone for good; an early holder sells at once. */
export const SHOCK = "365d";
export const demandHalves = { "shocks/demand.factor": 0.5 };
export const priceHalves = { "shocks/token-sale.factor": 0.5 };

/** The year after demand has halved, alone: where a question is about nothing else. */
export const shocked: NonNullable<Scenario["branches"]> = {
  at: SHOCK,
  "demand halves": { set: demandHalves },
};

/** What emission costs for each GPU-hour that is online because of it. */
export const headline: NonNullable<Scenario["headline"]> = {
  "USD of emission per GPU-hour retained above no token": { cost: "emission.usd", gain: "gpu.offered" },
};

/** Two years, of which half a year is left to entry and exit to settle. */
/** What the scenarios leave open, and why. */
export const meant: NonNullable<Scenario["meant"]> = {
  "issuance/genesis.supply": "with the pool, the sale and the traders the opening supply is 100 million",
};

export const clock = { seed: 1, until: `${YEARS}y`, warmUp: "180d", sample: "1d" } as const;

export const world = [
  use("pricing/outside-offers", { offers: "data/gpu-offers.csv", gpu: "RTX3090" }),
  use("demand/bootstrap-trace", {
    trace: "data/philly-b436b2.csv",
    replicas: 18,
    speedUp: SPEED_UP,
    coolDown: "2d",
  }),
  use("supply/cohorts", {
    gpu: "RTX 3090",
    hardware: "data/gpu-tdp.csv",
    regions: "data/regions.csv",
    providers: PROVIDERS,
    gpusEach: 8,
  }),
  use("pricing/utilisation-indexed", {
    initial: FIRST_PRICE,
    hold: "21d",
    sensitivity: 0.02,
    minimum: LEAST_PRICE,
    maximum: MOST_PRICE,
  }),
  use("pricing/first-come"),
  use("shocks/demand", { at: SHOCK, factor: 1 }),
];
