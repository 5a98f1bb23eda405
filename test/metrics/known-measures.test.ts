import { expect, test } from "vitest";
import { betterOf, phraseOf, rankOf } from "../../sim/metrics/known-measures.ts";

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

test("every measure is spoken of in words, those of a key and of a scenario's own too", () => {
  expect(phraseOf("gpu.supply[US]")).toMatchObject({
    label: "GPUs online (US)",
    verb: "keeps",
    less: "fewer",
  });
  expect(phraseOf("customers.inSystem")).toEqual({
    label: "Customers in the system",
    noun: "customers in the system",
    verb: "stands at",
    after: " in customers in the system",
    more: "higher",
    less: "lower",
  });
  const own = { words: "Jobs running", better: "more" } as const;
  expect(phraseOf("jobs.running", { own })).toMatchObject({ label: "Jobs running", noun: "jobs running" });
  expect(betterOf("jobs.running", { own })).toBe("higher");
  expect(betterOf("jobs.running", { own: { ...own, for: "providers" } })).toBeUndefined();
  expect(phraseOf("made.up").label).toBe("made.up");
});

test("what a scenario's own mechanism says changes nothing of a measure of the vocabulary", () => {
  const own = { words: "Something else", better: "less" } as const;
  expect(phraseOf("gpu.supply", { own }).label).toBe("GPUs online");
  expect(betterOf("gpu.supply", { own })).toBe("higher");
});
