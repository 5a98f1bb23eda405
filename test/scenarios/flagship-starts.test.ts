import { expect, test } from "vitest";
import { sweepPoints } from "../../sim/experiment/points.ts";
import type { Run } from "../../sim/run/result.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { vary } from "../../sim/scenario/vary.ts";

const { scenario } = await loadScenario("flagship-starts");
const resolved = resolve(scenario, ORRERY, { name: "flagship-starts", until: "1d" });
const points = sweepPoints(resolved);
/** A day in which nobody trades by chance. */
const first = (point: number, design: string) =>
  run(
    vary(resolved, ORRERY, {
      ...points[point]!.settings,
      "traders/noise.size": 0,
      "traders/value.error": 0,
    }),
    ORRERY,
    { design, replication: 0 },
  );

const TOKEN_DESIGNS = Object.keys(scenario.designs!).filter((name) => name !== "no token");

test("the first point is the flagship as it is", () => {
  expect(points.map(({ settings }) => Object.keys(settings).length)).toEqual([0, 5, 5, 1, 1]);
});

test.each(TOKEN_DESIGNS)(
  "%s starts from a third and three times the price, with the same genesis",
  (design) => {
    const [as, low, high] = [0, 1, 2].map((point) => first(point, design));
    const price = (start: Run | undefined) => start!.atEnd["token.usd"]!;
    expect(price(low) / price(as)).toBeCloseTo(1 / 3, 1);
    expect(price(high) / price(as)).toBeCloseTo(3, 0);
    for (const { balances } of [as!, low!, high!]) {
      const held = balances.filter(({ asset, opening }) => asset === "token" && opening > 0n);
      expect(held.reduce((sum, { opening }) => sum + Number(opening), 0) / 1e18).toBeCloseTo(100e6, 3);
    }
  },
);

test("the fleet starts at half and at twice its size", () => {
  const fleet = [0, 3, 4].map((point) => first(point, "no token").atEnd["gpu.supply"]!);
  expect(fleet[1]! / fleet[0]!).toBeCloseTo(66 / 131, 2);
  expect(fleet[2]! / fleet[0]!).toBeCloseTo(2, 2);
});
