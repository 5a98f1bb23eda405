import { afterAll, beforeAll, expect, test } from "vitest";
import { MutatedScenarios } from "./mutated-scenarios.ts";

/** `npm run fuzz -- --mutated --count 20000` runs as many as you like; these are always the same. */
const SEED = 8;
const COUNT = 300;

let scenarios: MutatedScenarios;
beforeAll(async () => {
  scenarios = await MutatedScenarios.load();
});
afterAll(() => scenarios.close());

test(`${COUNT} scenario files that somebody got wrong are refused in words or run`, async () => {
  const kinds = { ran: 0, refused: 0 };
  for (let number = 0; number < COUNT; number++) {
    const { kind, words } = await scenarios.outcome(SEED, number);
    const { what } = scenarios.file(SEED, number);
    expect(["ran", "refused"], `${number}: ${what}\n${words}`).toContain(kind);
    if (kind === "refused") expect(words, what).toMatch(/\.$/m);
    kinds[kind as keyof typeof kinds]++;
  }
  // Neither is rare: the files are wrong in small ways.
  expect(Math.min(kinds.ran, kinds.refused)).toBeGreaterThan(COUNT / 10);
}, 300_000);
