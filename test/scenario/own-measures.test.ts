import { expect, test } from "vitest";
import { lines, type Part, refusal, use } from "./problems.ts";

const refused = (part: object): string | undefined => refusal({ world: [use(part as Part)] });

const LENGTH = {
  unit: "jobs",
  kind: "level",
  words: "Length of the queue",
  better: "less",
  doc: "Jobs in the queue.",
  value: () => 1,
};

test("a measure of a mechanism's own is declared in full, beside how it is computed", () => {
  expect(refused({ ownMetrics: { "queue.length": LENGTH } })).toBeUndefined();
  const { words, better, ...rest } = LENGTH;
  expect(refused({ ownMetrics: { "queue.length": rest } })).toContain(
    lines("test/part › ownMetrics › queue.length", "    Says nothing of its words, better."),
  );
  expect(refused({ ownMetrics: { "queue.length": { ...LENGTH, better: "higher" } } })).toContain(
    'better: expected one of more, less, neither, got "higher".',
  );
});

test("a shared name is not declared anew, whatever the unit", () => {
  expect(refused({ ownMetrics: { "gpu.supply": { ...LENGTH, unit: "racks" } } })).toContain(
    lines(
      "test/part › ownMetrics › gpu.supply",
      '    "gpu.supply" is a measure of Orrery\'s, in GPUs: GPUs online, mean over time. Say in metrics how it is computed here, or take another name.',
    ),
  );
});

test("a shared name is computed in a form that fits its kind", () => {
  expect(refused({ metrics: { "gpu.supply": { value: () => 1 } } })).toBeUndefined();
  expect(refused({ metrics: { "gpu.delivered": { value: () => 1 } } })).toContain(
    lines("test/part › metrics › gpu.delivered", "    A flow is computed by total."),
  );
  expect(refused({ metrics: { "jobs.waitP95": { total: () => 1 } } })).toContain(
    "A duration is computed by distribution.",
  );
});

test("a name that nobody declares is told where to stand, and what was meant", () => {
  expect(refused({ metrics: { "gpu.suply": { value: () => 1 } } })).toContain(
    lines(
      "test/part › metrics › gpu.suply",
      '    The vocabulary of measures has no such name. Did you mean "gpu.supply"? A measure of your own stands in ownMetrics, in full: unit, kind, words, better, doc.',
    ),
  );
});

test("keys are those that the vocabulary knows", () => {
  const ofEach = { keys: () => ["a"], metric: () => ({ value: () => 1 }) };
  expect(refused({ metricsOfEach: { "gpu.supply[region]": ofEach } })).toBeUndefined();
  expect(refused({ metricsOfEach: { "gpu.supply[moon]": ofEach } })).toContain(
    'Its keys are not "moon". There is gpu.supply[generation], gpu.supply[kind], gpu.supply[place], gpu.supply[region].',
  );
  expect(refused({ ownMetrics: { "queue.length[line]": { ...LENGTH, ...ofEach } } })).toBeUndefined();
});

test("two mechanisms of a scenario may share a name, with one meaning", () => {
  const named = (name: string, more: object) =>
    use({ name, ownMetrics: { "queue.length": { ...LENGTH, ...more } } } as Part);
  const designs = (more: object) => ({ one: [named("test/one", {})], other: [named("test/other", more)] });
  expect(refusal({ world: [], designs: designs({}) })).toBeUndefined();
  expect(refusal({ world: [], designs: designs({ unit: "GPUs" }) })).toBe(
    lines(
      "test has 1 problem.",
      "",
      "  test/other › ownMetrics › queue.length",
      '    test/one declares it otherwise, as "Length of the queue" in jobs. A name has one meaning in a scenario.',
    ),
  );
});
