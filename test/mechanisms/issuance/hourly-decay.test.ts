import { describe, expect, test } from "vitest";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { hourlyDecay } from "../../../sim/mechanisms/issuance/hourly-decay.ts";
import { Simulation } from "../../../sim/run/simulation.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { HOUR } from "../../../sim/units.ts";
import { runExample } from "../consensus/small-world.ts";

/** Base units (10^−9) that are issued up to each of several hours. */
function issued(hours: readonly number[], given: object = {}): bigint[] {
  const scenario = {
    title: "decay",
    until: hours.at(-1)! * HOUR,
    world: [genesis({ supply: 500_000_000 }), hourlyDecay({ split: { treasury: 1 }, ...given })],
  };
  const simulation = new Simulation(resolve(scenario), catalogueOf(scenario), {
    design: "base",
    replication: 0,
    seed: 1,
  });
  return hours.map((hour) => {
    simulation.runTo({ time: hour * HOUR });
    return simulation.ledger.mintedUnits(simulation.chart.asset("token"));
  });
}
const tokensIn = (units: bigint): number => Number(units) / 1e9;

describe("io.net's schedule", () => {
  test("its first hours, as the table of its documentation has them", () => {
    const sums = issued([1, 2, 3, 4, 5, 6]);
    const hourly = sums.map((sum, at) => tokensIn(sum - (sums[at - 1] ?? 0n)).toFixed(2));
    expect(hourly).toEqual(["4566.21", "4566.15", "4566.08", "4566.02", "4565.96", "4565.89"]);
  });

  test("37,662,980.66 in the first year, by the geometric sum", () => {
    const decay = 1.38869523959793e-5;
    const sum = ((500e6 * 0.08) / 8_760) * (-Math.expm1(8_760 * Math.log1p(-decay)) / decay);
    expect(sum).toBeCloseTo(37_662_980.66, 2);
    expect(tokensIn(issued([8_760])[0]!)).toBeCloseTo(sum, 2);
  });

  test("300 million to the base unit after 175,319 hours, and nothing after", () => {
    const [before, then, after] = issued([175_318, 175_319, 175_400]);
    // By the rule alone the last hour would pass the cap by 0.0006.
    const last = ((500e6 * 0.08) / 8_760) * (1 - 1.38869523959793e-5) ** 175_318;
    expect(tokensIn(300_000_000_000_000_000n - before!)).toBeCloseTo(last - 0.0006, 3);
    expect([then, after]).toEqual([300_000_000_000_000_000n, 300_000_000_000_000_000n]);
  });
});

test("what came due is the floor of the sum, whatever the cap's last digits", () => {
  expect(issued([24], { decay: 0, base: 8_760, rate: 1, cap: "12.000000001" })).toEqual([12_000_000_001n]);
  expect(issued([24], { decay: 0, base: 1, rate: 0.1 })).toEqual([(24n * 10n ** 8n) / 8_760n]);
});

test("the example runs", () => {
  const { run } = runExample(hourlyDecay.mechanism);
  expect(run.summary["ledger.minted[token]"]).toBeCloseTo(240 * 4_558.6, -3);
});
