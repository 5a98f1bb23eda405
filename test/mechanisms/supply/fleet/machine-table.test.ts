import { expect, test } from "vitest";
import { inlineTable } from "../../../../sim/schema/table.ts";
import { happened } from "../small-market.ts";
import { fleet, machines, REGIONS, simulate } from "./small-fleet.ts";

function refusal(params: object): string[] {
  try {
    simulate([fleet(params)], "1d");
  } catch (error) {
    return (error as Error).message
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  }
  return [];
}

test("error: cells that no machine can have are named with what they should be", () => {
  expect(
    refusal({
      machines: machines(
        { count: 1.5, gpus: 0, memory_gb: Number.NaN },
        { throughput: 0, usd_per_gpu_hour: Number.NaN, tdp_watts: -1 },
      ),
    }),
  ).toEqual([
    "scenario has 6 problems.",
    "world[0] supply/fleet › machines › row 1 › count",
    "Expected a whole number, got 1.5.",
    "world[0] supply/fleet › machines › row 1 › gpus",
    "Expected at least 0.01 GPUs, got 0.",
    "world[0] supply/fleet › machines › row 1 › memory_gb",
    "Expected a number of GB, got NaN.",
    "world[0] supply/fleet › machines › row 2 › throughput",
    "Expected at least 0.000001, got 0.",
    "world[0] supply/fleet › machines › row 2 › usd_per_gpu_hour",
    "Expected a number of USD/GPU h, got NaN.",
    "world[0] supply/fleet › machines › row 2 › tdp_watts",
    "Expected at least 0 W, got -1.",
  ]);
});

test("error: every machine without a provider, a known region or a known cooling is named", () => {
  expect(refusal({ machines: machines({ provider: "" }, { region: "AA", cooling: "airy" }) })).toEqual([
    "supply/fleet cannot run these machines.",
    "machines, row 1: the provider has no name.",
    'machines, row 2: there is no electricity price of region "AA". Did you mean "A"?',
    'machines, row 2: there is no cooling class "airy". Did you mean "air"?',
  ]);
});

test("error: a region without electricity price, one that stands there twice, a PUE below 1", () => {
  const regions = (usd: number, pue: number) =>
    inlineTable({ region: ["A", "A"], usd_per_kwh: [usd, 0.1], gco2e_per_kwh: [1, 2], pue: [1, pue] });
  expect(refusal({ regions: regions(Number.NaN, 0.5) })).toEqual([
    "scenario has 2 problems.",
    "world[0] supply/fleet › regions › row 1 › usd_per_kwh",
    "Expected a number of USD/kWh, got NaN.",
    "world[0] supply/fleet › regions › row 2 › pue",
    "Expected at least 1, got 0.5.",
  ]);
  expect(refusal({ regions: regions(0.1, 1) })).toEqual([
    "supply/fleet cannot run these machines.",
    "regions, row 2 (A): the region stands there twice.",
  ]);
});

test("error: a fleet without machines; of hundreds of flaws ten are named", () => {
  const none = inlineTable(Object.fromEntries(Object.keys(machines({}).columns).map((name) => [name, []])));
  expect(refusal({ machines: none })).toEqual([
    "supply/fleet cannot run these machines.",
    "machines: there is no row, so there is no machine.",
  ]);
  const many = Array.from({ length: 300 }, () => ({ provider: "" }));
  expect(refusal({ machines: machines(...many) }).slice(10)).toEqual([
    "machines, row 10: the provider has no name.",
    "… and 290 more.",
  ]);
});

test("error: records of availability out of order, of unknown machines, or without a time", () => {
  const availability = inlineTable({ machine: [0, 0, 1, 0], t: [10, 5, 1, Number.NaN], up: [0, 1, 1, 0] });
  expect(refusal({ availability })).toEqual([
    "supply/fleet cannot run these machines.",
    "availability, row 2: 5 s of machine 0 comes after a later time.",
    "availability, row 3: there is no machine 1; they are numbered from 0 to 0.",
    "availability, row 4: it has neither t, in seconds, nor a time.",
  ]);
});

test("a machine may ask for nothing and electricity may be free", () => {
  const regions = { ...REGIONS, columns: { ...REGIONS.columns, usd_per_kwh: Float64Array.of(0, 0) } };
  const free = fleet({ machines: machines({ usd_per_gpu_hour: 0 }), regions, operatingUsdPerGpuHour: 0 });
  const outcome = simulate([free], "3d");
  expect(happened(outcome, "machineOffered")).toMatchObject([{ usdPerGpuHour: 0 }]);
  expect(outcome.run.summary["providers.arrearsUsd"]).toBe(0);
});

test("what a row leaves out is as the parameters say", () => {
  const outcome = simulate([fleet({ machines: machines({ tdp_watts: Number.NaN }), tdpWatts: 350 })], "2d");
  const told = simulate([fleet({})], "2d");
  expect(outcome.run.summary).toEqual(told.run.summary);
});
