import { describe, expect, test } from "vitest";
import { ALIKE, job, moved, quotes, script, simulate, use } from "../small-market.ts";

const DAY = 86_400;
/** Electricity and operation of an hour at full load and idle: 350 W, 80 % and 12 % of it, PUE 1.3, 0.12 USD/kWh. */
const BUSY = 0.8 * 0.35 * 1.3 * 0.12 + 0.05;
const IDLE = 0.12 * 0.35 * 1.3 * 0.12;

/** One provider of 8 GPUs; decisions every day from the second on, once a day of renting is known. */
const owner = (prices: object, supply: object = {}, jobs: readonly object[] = []) => [
  quotes({ usdPerGpuHour: 0.36, ...prices }),
  use("supply/cohorts", {
    ...ALIKE,
    expectations: "naive",
    uses: "any",
    usesEvery: 1,
    useSwitchingUsdPerGpu: 0.72,
    useSwitchingHorizon: "30d",
    workingCapital: 1000,
    ...supply,
  }),
  use("pricing/first-come"),
  use("contracts/escrow"),
  script(...jobs.map((payload) => [0, "jobSubmitted", payload] as const)),
];

describe("what owners do with their GPUs", () => {
  test("they mine where that pays more than renting to nobody, and pay for full load and the switch", () => {
    const outcome = simulate(owner({ miningUsdPerGpuHour: 0.2 }), "11d");
    const { summary, atEnd } = outcome.run;
    expect(atEnd["gpu.use[mine]"]).toBe(8);
    expect(atEnd["gpu.supply"]).toBe(0);
    expect(summary["gpu.switches"]).toBe(8);
    // From the first day's end on: ten days of 8 GPUs.
    expect(Number(moved(outcome, "mining")) / 1e6).toBeCloseTo(0.2 * 8 * 240, 4);
    expect(summary["providers.incomeUsd[mine]"]).toBeCloseTo(0.2 * 8 * 240, 4);
    expect(Number(moved(outcome, "electricity and operation")) / 1e6).toBeCloseTo(
      8 * 24 * (IDLE + 0.05) + 8 * 240 * BUSY + 8 * 0.72,
      4,
    );
  });

  test("the gain must repay the switch: 0.72 USD in 30 days are a tenth of a cent an hour", () => {
    // Renting to nobody leaves −(IDLE + 0.05), mining m − BUSY.
    const indifferent = BUSY - IDLE - 0.05 + 0.001;
    const mines = (miningUsdPerGpuHour: number) =>
      simulate(owner({ miningUsdPerGpuHour }, { uses: "rent or mine" }), "5d").run.atEnd["gpu.use[mine]"];
    expect(mines(indifferent - 1e-6)).toBe(0);
    expect(mines(indifferent + 1e-6)).toBe(8);
  });

  test("GPUs that a customer has are taken off the market when the job is done, the others at once", () => {
    const outcome = simulate(owner({ miningUsdPerGpuHour: 5 }, {}, [job(1, 3, 4 * DAY)]), "8d");
    const use = (day: number) => {
      const at = outcome.run.t.findIndex((t) => t >= day * DAY);
      return ["rent", "mine"].map((name) => outcome.run.series[`gpu.use[${name}]`]![at]);
    };
    expect(use(0.5)).toEqual([8, 0]);
    expect(use(3)).toEqual([3, 5]);
    expect(use(6)).toEqual([0, 8]);
    expect(outcome.run.summary["gpu.delivered"]).toBeCloseTo(3 * 96, 9);
  });

  test("they come back when renting is better", () => {
    const mining = (now: number) => (now < 5 * DAY ? 0.3 : 0);
    const outcome = simulate(owner({ miningUsdPerGpuHour: mining }, { uses: "rent or mine" }, []), "10d");
    expect(outcome.run.series["gpu.use[mine]"]![outcome.run.t.findIndex((t) => t >= 4 * DAY)]).toBe(8);
    expect(outcome.run.atEnd["gpu.use[mine]"]).toBe(0);
    expect(outcome.run.atEnd["gpu.supply"]).toBe(8);
    expect(outcome.run.summary["gpu.switches"]).toBe(16);
  });

  test("where nothing pays its electricity they idle", () => {
    const { atEnd } = simulate(owner({ miningUsdPerGpuHour: 0.001 }), "5d").run;
    expect(atEnd["gpu.use[idle]"]).toBe(8);
    expect(atEnd["gpu.use[mine]"]).toBe(0);
  });

  test("who may only rent does, whatever else is on offer; where nothing is on offer nobody mines", () => {
    const rent = simulate(owner({ miningUsdPerGpuHour: 50 }, { uses: "rent" }), "5d");
    expect(rent.run.atEnd["gpu.supply"]).toBe(8);
    expect(rent.run.measures["gpu.use[mine]"]).toBeUndefined();
    expect(simulate(owner({}, { uses: "rent or mine" }), "5d").run.atEnd["gpu.use[mine]"]).toBe(0);
  });

  test("a better use keeps an owner from leaving, and an idle GPU does not", () => {
    const leaving = { switchingUsdPerGpu: 0 };
    const exits = (miningUsdPerGpuHour: number) =>
      simulate(owner({ miningUsdPerGpuHour }, leaving), "30d").run.summary["providers.exited"];
    expect(exits(0.2)).toBe(0);
    expect(exits(0.001)).toBe(1);
  });

  test("not all leave at once: who stays has the customers of those who went", () => {
    const supply = { providers: 10, usesEvery: 1, uses: "rent or mine" };
    const jobs = Array.from({ length: 4 }, (_, n) => job(n, 8, 60 * DAY));
    const { atEnd } = simulate(owner({ miningUsdPerGpuHour: 0.2 }, supply, jobs), "4d").run;
    expect(atEnd["gpu.use[mine]"]).toBeGreaterThan(0);
    expect(atEnd["gpu.use[mine]"]).toBeLessThan(80);
  });
});
