import { describe, expect, test } from "vitest";
import { genesis } from "../../../sim/mechanisms/issuance/genesis.ts";
import { vesting } from "../../../sim/mechanisms/issuance/vesting.ts";
import { Simulation } from "../../../sim/run/simulation.ts";
import { catalogueOf } from "../../../sim/scenario/catalogue.ts";
import { resolve } from "../../../sim/scenario/resolve.ts";
import { runExample } from "../consensus/small-world.ts";

const DAY = 86_400;

/** Tokens of accounts and in circulation at the beginning of some days. */
function at(days: readonly number[], given: object, names = ["locked", "team"]) {
  const scenario = {
    title: "vesting",
    until: (days.at(-1)! + 1) * DAY,
    world: [
      genesis({ supply: 1_000, allocation: { holders: 1 } }),
      vesting({ supply: 100, allocation: { team: 1 }, cliff: 0, duration: "10d", ...given }),
    ],
  };
  const simulation = new Simulation(resolve(scenario), catalogueOf(scenario), {
    design: "base",
    replication: 0,
    seed: 1,
  });
  const { ledger, chart } = simulation;
  return days.map((day) => {
    simulation.runTo({ time: day * DAY });
    const token = chart.asset("token");
    const balance = (name: string): number => ledger.sectorBalance(token, name);
    return [...names.map(balance), ledger.circulating(token)];
  });
}

describe("a grant", () => {
  test("comes free in a line by the day, and what is locked does not circulate", () => {
    expect(at([0, 1, 5, 10, 11], {})).toEqual([
      [100, 0, 1_000],
      [90, 10, 1_010],
      [50, 50, 1_050],
      [0, 100, 1_100],
      [0, 100, 1_100],
    ]);
  });

  test("waits for its cliff, and then has what was counted", () => {
    expect(at([2, 3, 4], { cliff: "3d" }).map(([, team]) => team)).toEqual([0, 30, 40]);
  });

  test("comes in equal steps, each at its end", () => {
    expect(at([4, 5, 9, 10], { steps: 2 }).map(([, team]) => team)).toEqual([0, 50, 50, 100]);
  });

  test("that started before the run is free in part as the books open", () => {
    expect(at([0, 1], { age: "4d" }).map(([, team]) => team)).toEqual([40, 50]);
    expect(at([0], { age: "1y" })).toEqual([[0, 100, 1_100]]);
  });

  test("that ends before its cliff is all free at the cliff; one of no duration, at once", () => {
    expect(at([2, 3], { duration: "1d", cliff: "3d" }).map(([, team]) => team)).toEqual([0, 100]);
    expect(at([0], { duration: 0 })).toEqual([[0, 100, 1_100]]);
  });

  test("to several is cut for each, to the last unit at the end", () => {
    const given = { supply: "0.000000010", allocation: { a: 1, b: 2 }, duration: "3d" };
    const [first, last] = at([1, 3], given, ["a", "b"]);
    expect(first!.slice(0, 2).map((tokens) => Math.round(tokens * 1e9))).toEqual([1, 2]);
    expect(last!.slice(0, 2).map((tokens) => Math.round(tokens * 1e9))).toEqual([3, 7]);
  });
});

test("the example runs", () => {
  const { run } = runExample(vesting.mechanism);
  expect(run.atEnd["ledger.circulating[token]"]).toBeCloseTo(800_000_000 + 200_000_000, 3);
});
