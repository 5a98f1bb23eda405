import { describe, expect, test } from "vitest";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { exampleOf, mechanisms, resolved, runOf, SEED } from "./worlds.ts";

/** What a supply mechanism that tells of its providers owes. */
describe.each(mechanisms.filter(([, { providers }]) => providers))("%s", (name, mechanism) => {
  const scenario = resolved(exampleOf(mechanism));
  const told = run(scenario, ORRERY, { design: "base", seed: SEED, record: { providers: true } });
  const { names, t, supply, provider, region, kind, gpus, online, busy, revenueUsd } = told.providers!;
  const rows = [...t.keys()].filter((row) => names[supply[row]!] === name);

  test("tells of its providers at every sample, each once, and stays what it is", () => {
    expect(rows.length).toBeGreaterThan(0);
    const seen = new Set(rows.map((row) => `${t[row]} ${provider[row]}`));
    expect(seen.size).toBe(rows.length);
    expect(told.digest).toBe(runOf(scenario).digest);
  });

  test("no provider has more GPUs online than it owns, or busy than online; all numbers are finite", () => {
    for (const row of rows) {
      expect(Number.isSafeInteger(provider[row])).toBe(true);
      expect(online[row]).toBeLessThanOrEqual(gpus[row]!);
      expect(busy[row]).toBeLessThanOrEqual(online[row]!);
      expect(busy[row]).toBeGreaterThanOrEqual(0);
      expect(revenueUsd[row]).toBeGreaterThanOrEqual(0);
      expect([names[region[row]!], names[kind[row]!]]).not.toContain(undefined);
    }
  });
});
