import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { metricsListed } from "../../sim/model/measures.ts";
import type { Field } from "../../sim/schema/fields.ts";
import { mechanisms } from "./worlds.ts";

/** What a mechanism says of itself. How it behaves: worlds.test.ts and parameters.test.ts. */

const FOLDER = path.resolve(import.meta.dirname, "../../sim/mechanisms");

const files = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(path.join(FOLDER, name))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${name}/${file.replace(/\.ts$/, "")}`),
  )
  .sort();

test("the registry holds every mechanism of the tree, and nothing else", () => {
  expect(mechanisms.map(([name]) => name).sort()).toEqual(files);
});

describe.each(mechanisms)("%s", (name, mechanism) => {
  const fields = Object.entries<Field>(mechanism.params);

  test("is named after its file", () => {
    expect(name).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(existsSync(path.join(FOLDER, `${name}.ts`))).toBe(true);
  });

  test("says in one sentence, verb first, what it does, and names what it follows", () => {
    expect(mechanism.summary).toMatch(/^[A-Z][a-z]+s\b[^.].*[^.]\.$/);
    expect(mechanism.source.length).toBeGreaterThan(0);
  });

  test("has its fields in the order of all mechanisms", () => {
    const order = [
      "name",
      "summary",
      "source",
      "params",
      "settable",
      "accounts",
      "assets",
      "reads",
      "after",
      "spares",
      "emits",
      "sets",
      "init",
      "recorded",
      "estimate",
      "on",
      "accrue",
      "adopt",
      "signals",
      "metrics",
      "metricsOfEach",
      "providers",
      "invariants",
      "example",
      "examples",
      "unreached",
    ];
    expect(Object.keys(mechanism)).toEqual(order.filter((field) => Object.hasOwn(mechanism, field)));
  });

  test("has defaults within their own bounds", () => {
    for (const [param, field] of fields) {
      if (field.default === undefined) continue;
      expect(field.schema.safeParse(field.normalise(field.default)).error, param).toBeUndefined();
    }
  });

  test("documents every parameter, and says where its default comes from or that it is assumed, and how far it may lie", () => {
    for (const [param, field] of fields) {
      expect(field.doc, param).toMatch(/[.…]$/);
      expect(field.source, param).not.toBe("");
      if (field.range) expectRange(param, field);
    }
  });

  test("has parameters named in camel case", () => {
    for (const [param] of fields) expect(param).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });

  test("publishes signals in camel case, and measures with a unit and a sentence", () => {
    for (const signal of Object.keys(mechanism.signals ?? {})) expect(signal).toMatch(/^[a-z][A-Za-z0-9]*$/);
    for (const [measure, { unit, doc }] of Object.entries(metricsListed(mechanism))) {
      expect(measure).toMatch(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+(\[[^\]]+\])?$/);
      expect(typeof unit, measure).toBe("string");
      expect(doc, measure).toMatch(/^[A-Z0-9].*[.]$/);
    }
  });

  test("states its claims as sentences without a full stop", () => {
    for (const claim of Object.keys(mechanism.invariants ?? {})) expect(claim).toMatch(/^\S.* .*[^.]$/);
  });
});

/** The prior of an assumption holds its default and stays within the bounds. */
function expectRange(param: string, { range, default: given, min, max }: Field): void {
  const [low, high] = range!;
  expect(low, param).toBeLessThan(high);
  expect(low, param).toBeGreaterThanOrEqual(min ?? Number.NEGATIVE_INFINITY);
  expect(high, param).toBeLessThanOrEqual(max ?? Number.POSITIVE_INFINITY);
  if (given !== undefined) {
    expect(given as number, param).toBeGreaterThanOrEqual(low);
    expect(given as number, param).toBeLessThanOrEqual(high);
  }
}
