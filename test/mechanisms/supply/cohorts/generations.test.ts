import { describe, expect, test } from "vitest";
import { inlineTable } from "../../../../sim/schema/table.ts";
import { ALIKE, happened, job, moved, quotes, script, simulate, use } from "../small-market.ts";

const DAY = 86_400;
const faster = (release: number, throughput = 2, usd = 1500) =>
  inlineTable({
    name: ["Next"],
    release: [release],
    usd_per_gpu: [usd],
    throughput: [throughput],
    tdp_watts: [450],
  });

const market = (supply: object, usdPerGpuHour = 0.36, until = "200d", jobs = 40) =>
  simulate(
    [
      quotes({ usdPerGpuHour }),
      use("supply/cohorts", { ...ALIKE, memory: 0.1, candidatesPerWeek: 3, ...supply }),
      use("pricing/first-come"),
      use("contracts/escrow"),
      script(...Array.from({ length: jobs }, (_, n) => [0, "jobSubmitted", job(n, 8, 50 * DAY)] as const)),
    ],
    until,
  );

describe("generations of hardware", () => {
  test("entrants buy the newest once it is out, and not before", () => {
    const bought = (release: number) =>
      happened(market({ generations: faster(release) }, 0.8), "hardwareDelivered").map(
        ({ generation }) => generation ?? 0,
      );
    expect(bought(0).length).toBeGreaterThan(0);
    expect(new Set(bought(0))).toEqual(new Set([1]));
    expect(new Set(bought(1e8))).toEqual(new Set([0]));
  });

  test("they buy the older one where the newest is not worth its price", () => {
    const dear = market({ generations: faster(0, 1.1, 20_000) }, 0.8);
    expect(new Set(happened(dear, "hardwareDelivered").map(({ generation }) => generation ?? 0))).toEqual(
      new Set([0]),
    );
  });

  test("a job on GPUs twice as fast takes half the time and costs the same", () => {
    const outcome = market({ generations: faster(0) }, 0.8);
    const started = happened(outcome, "jobStarted");
    const fast = started.filter(({ usdPerGpuHour }) => usdPerGpuHour === 1.6);
    expect(fast.length).toBeGreaterThan(0);
    for (const { seconds } of fast) expect(seconds).toBe(25 * DAY);
    for (const { seconds, usdPerGpuHour } of started)
      expect(Number(seconds) * Number(usdPerGpuHour)).toBe(50 * DAY * 0.8);
    const { atEnd, summary } = outcome.run;
    expect(atEnd["gpu.supply[Next]"]! + atEnd["gpu.supply[NVIDIA GeForce RTX 3090]"]!).toBe(
      atEnd["gpu.supply"],
    );
    expect(summary["gpu.utilisation[Next]"]).toBeLessThanOrEqual(1);
  });

  test("hardware that was overtaken and aged brings less, and the books write off the rest", () => {
    // Sold after eight days: price 1000 × 0.75, of which the age of d days leaves 1 − 0.375 d / 365.
    const outcome = market(
      { generations: faster(DAY), candidatesPerWeek: 0, switchingUsdPerGpu: 0 },
      0.001,
      "20d",
      0,
    );
    const years =
      outcome.run.t[outcome.run.series["providers.exited"]!.findIndex((left) => left > 0)]! / DAY / 365;
    const soldAfter = Number(moved(outcome, "resale")) / 1e6;
    expect(outcome.run.atEnd["providers.count"]).toBe(0);
    expect(soldAfter).toBeLessThanOrEqual(8 * 750);
    expect(soldAfter).toBeGreaterThanOrEqual(8 * 750 * (1 - 0.375 * years) - 1e-6);
    const book = 8 * (1000 - ((800 / 3) * (1 - soldAfter / 6000)) / 0.375);
    expect(outcome.run.summary["providers.writeOffUsd"]).toBeCloseTo(book - soldAfter, 3);
  });

  test("that do no work, are listed twice or out of order are refused", () => {
    const given = (name: string[], release: number[], throughput: number[]) => () =>
      market({
        generations: inlineTable({
          name,
          release,
          throughput,
          usd_per_gpu: name.map(() => 1),
          tdp_watts: name.map(() => 1),
        }),
      });
    expect(given(["Next"], [0], [0])).toThrow(
      "supply/cohorts expects Next to do some work: its throughput is 0.",
    );
    expect(given(["Next", "Last"], [9, 3], [1, 1])).toThrow(
      'Rows must be in ascending order of "release": 3 comes after a later one.',
    );
    expect(given(["Next", "Next"], [1, 3], [1, 1])).toThrow('two measures by the name of "Next"');
    expect(given(["NVIDIA GeForce RTX 3090"], [1], [1])).toThrow(
      'supply/cohorts would record two measures by the name of "NVIDIA GeForce RTX 3090".',
    );
  });
});
