import { expect, test } from "vitest";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve, scenarioHash } from "../../sim/scenario/resolve.ts";
import { lines, messageOf } from "./problems.ts";

const YAML = `
title: A chain
until: 10d
world:
  - consensus/nakamoto: { blockTime: 10m }
    as: main
  - issuance/halving
`;

test("YAML, JSON and the same data in TypeScript are one scenario", () => {
  const data = {
    title: "A chain",
    until: "10d",
    world: [
      { mechanism: "consensus/nakamoto", params: { blockTime: "10m" }, as: "main" },
      { mechanism: "issuance/halving", params: {} },
    ],
  };
  const json = JSON.stringify({
    title: "A chain",
    until: "10d",
    world: [{ "consensus/nakamoto": { blockTime: 600 }, as: "main" }, "issuance/halving"],
  });
  const hashes = [parseScenario(YAML, "chain"), parseScenario(json, "chain"), data].map((scenario) =>
    scenarioHash(resolve(scenario, ORRERY)),
  );
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).toBe(hashes[0]);
});

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
title: *d`;

test("a mechanism by its field's name needs no parameters", () => {
  const { world } = parseScenario(
    "world: [{ mechanism: a/b, as: c }, { mechanism: a/b, params: { x: 1 } }]",
    "test",
  );
  expect(world).toEqual([
    { mechanism: "a/b", params: {}, as: "c" },
    { mechanism: "a/b", params: { x: 1 } },
  ]);
});

test.each([
  ["a text that is no scenario", "hello", ["  Expected a scenario: fields such as title, until, world."]],
  ["an empty file", "", ["  Expected a scenario: fields such as title, until, world."]],
  [
    "a broken line",
    "title: [1, 2\nuntil: 3",
    ["  line 2", "    Flow sequence in block collection must be sufficiently indented and end with a ]."],
  ],
  ["a key twice", "title: a\ntitle: b", ["  line 2", '    The name "title" stands here twice.']],
  [
    "two scenarios",
    "title: a\n---\ntitle: b",
    ["  line 2", "    The file holds several scenarios. Keep one."],
  ],
  [
    "a tag that would construct",
    "title: !!js/function 'x'",
    ["  line 1", "    Unresolved tag: tag:yaml.org,2002:js/function."],
  ],
  [
    "a key that reaches the prototype",
    "title: t\n__proto__: { a: 1 }",
    ["  __proto__", "    A scenario has no field of this name."],
  ],
  [
    "such a key in JSON",
    '{"title":"t","__proto__":{"x":1}}',
    ["  __proto__", "    A scenario has no field of this name."],
  ],
  [
    "such a key deep within",
    "title: t\nworld:\n  - a/b: { constructor: 1 }",
    ["  world › 0 › a/b › constructor", "    A scenario has no field of this name."],
  ],
  [
    "an alias bomb",
    bomb,
    [
      "  The aliases cannot be resolved: Excessive alias count indicates a resource exhaustion attack. Write the parts out.",
    ],
  ],
  [
    "an alias within itself",
    "title: t\nworld: &world\n  - *world",
    ["  world › 0", "    This alias stands within the part that it repeats. Write the parts out."],
  ],
  [
    "parts within parts",
    `title: ${"[".repeat(60)}${"]".repeat(60)}`,
    [`  title${" › 0".repeat(50)}`, "    Parts lie at most 50 deep in each other."],
  ],
  [
    "parts within more parts than can be read",
    `title: ${"[".repeat(20_000)}${"]".repeat(20_000)}`,
    ["  line 1", "    Parts lie at most 50 deep in each other."],
  ],
  ["bytes", "title: !!binary aGVsbG8=", ["  line 1", "    Unresolved tag: tag:yaml.org,2002:binary."]],
  [
    "a mechanism as code",
    "world: [{ mechanism: { name: issuance/fixed, params: {}, on: {} } }]",
    [
      "  world[0] › mechanism",
      "    Expected the name of a mechanism, such as issuance/halving, got an object.",
    ],
  ],
  [
    "parameters called mechanism",
    "designs: { a: [{ mechanism: [1] }] }",
    [
      '  designs["a"][0] › mechanism',
      "    Expected the name of a mechanism, such as issuance/halving, got a list.",
    ],
  ],
])("error: %s", (_, text, problem) => {
  expect(messageOf(() => parseScenario(text, "file"))).toBe(lines("file has 1 problem.", "", ...problem));
});

test("no prototype is touched", () => {
  messageOf(() => parseScenario('{"__proto__":{"polluted":1}}', "file"));
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
