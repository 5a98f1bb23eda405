import { expect, test } from "vitest";
import { sweepPoints } from "../../sim/experiment/points.ts";
import { run } from "../../sim/run/run.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { vary } from "../../sim/scenario/vary.ts";
import type { Field, Fields } from "../../sim/schema/fields.ts";

const { scenario } = await loadScenario("flagship-sensitivity");
const resolved = resolve(scenario, ORRERY, { name: "flagship-sensitivity", until: "2d" });
const points = sweepPoints(resolved);
const uses = new Map(
  resolved.designs.flatMap((design) => design.uses.map((use) => [use.mechanism, use] as const)),
);

test("every number that the mechanisms of the flagship assume has a range with its default in it", () => {
  const without: string[] = [];
  for (const mechanism of uses.keys())
    for (const [name, field] of Object.entries<Field>(ORRERY.get(mechanism)!.params as Fields)) {
      if (
        !field.source.startsWith("assumed") ||
        !["number", "integer", "duration", "amount"].includes(field.kind)
      )
        continue;
      const [low, high] = field.range ?? [Number.NaN, Number.NaN];
      if (!(low <= (field.default as number) && (field.default as number) <= high))
        without.push(`${mechanism}.${name}`);
    }
  expect(without).toEqual([]);
});

test("no range spans more than thirty times, so that no draw is beyond belief", () => {
  for (const { path, range } of resolved.sweep!.parameters)
    if (range[0]! > 0)
      expect([path, range[1]! / range[0]! <= 30 || path === "pricing/first-come.lookahead"]).toEqual([
        path,
        true,
      ]);
});

test("what a scenario sets stays within its own range, and emission stays matched", () => {
  const drawn = resolved.sweep!.parameters;
  for (const { path, range } of drawn) {
    const [, mechanism, name] = /^(.+)\.(\w+)$/.exec(path)!;
    const value = uses.get(mechanism!)!.params[name!] as number;
    expect([path, value >= range[0]! && value <= range[1]!]).toEqual([path, true]);
  }
  expect(drawn.filter(({ path }) => path.startsWith("issuance/"))).toEqual([]);
});

test.each(points.slice(0, 12))("draw $index runs in every design", ({ index, settings }) => {
  const drawn = vary(resolved, ORRERY, settings);
  for (const { name } of drawn.designs)
    expect(run(drawn, ORRERY, { design: name, replication: index }).t.length).toBeGreaterThan(0);
});
