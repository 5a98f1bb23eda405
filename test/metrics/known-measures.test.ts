import { expect, test } from "vitest";
import { betterOf, KNOWN_MEASURES, rankOf } from "../../sim/metrics/known-measures.ts";

test("more GPUs and shorter waits are better for everybody, of any instance or asset", () => {
  expect(betterOf("gpu.supply")).toBe("higher");
  expect(betterOf("gpu.supply[second]")).toBe("higher");
  expect(betterOf("jobs.waitP95")).toBe("lower");
});

test("what one side gains and another pays has no better end", () => {
  for (const disputed of [
    "gpu.usdPerGpuHour",
    "providers.margin",
    "token.usd",
    "ledger.supply[token]",
    "gpu.utilisation",
  ])
    expect([disputed, betterOf(disputed)]).toEqual([disputed, undefined]);
  expect(betterOf("constructor")).toBeUndefined();
  expect(Object.keys(KNOWN_MEASURES).some((measure) => betterOf(measure) === undefined)).toBe(true);
});

test("the measure of a region or an instance stands after those of the whole, that of an asset among them", () => {
  const measures = ["gpu.supply[US]", "made.up", "providers.nakamoto", "ledger.supply[token]", "gpu.supply"];
  expect(measures.sort((one, other) => rankOf(one) - rankOf(other))).toEqual([
    "gpu.supply",
    "ledger.supply[token]",
    "providers.nakamoto",
    "gpu.supply[US]",
    "made.up",
  ]);
});
