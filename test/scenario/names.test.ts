import { describe, expect, test } from "vitest";
import { figures } from "../../sim/figures/figures.ts";
import { ledgerMeasures } from "../../sim/model/ledger/measure-names.ts";
import { Ledger } from "../../sim/model/ledger.ts";
import { ledgerProbes } from "../../sim/run/ledger-measures.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { FIGURE_NAMES } from "../../sim/scenario/figures.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { chain, lines, messageOf, refusal } from "./problems.ts";

const HEAD = "title: t\nuntil: 10d\nworld: [consensus/nakamoto]\n";
const fromText = (text: string) => resolve(parseScenario(HEAD + text, "file"), ORRERY, { name: "file" });
const refusedText = (text: string) => messageOf(() => fromText(text));

describe("names that are numbers keep the order of the file", () => {
  const designs = "designs: { '7200': [], b: [], 100: [], '3600': [] }\n";
  const branches =
    "branches: { at: 5d, '100': {}, 50: { set: { consensus/nakamoto.blockTime: 300 } }, a: {} }\n";
  const expectations = "expect: { '20': { always: chain.blocks >= 0 }, 10: { never: chain.blocks < 0 } }\n";
  const headline =
    "headline: { 9: { cost: chain.blocks, gain: chain.hashrate }, 8: { cost: chain.blocks, gain: chain.hashrate } }\n";

  test.each([
    ["YAML", designs + branches + expectations + headline],
    [
      "JSON",
      `"designs": {"7200": [], "b": [], "100": [], "3600": []}, "branches": {"at": "5d", "100": {}, "50": {}, "a": {}}, "expect": {"20": {"always": "chain.blocks >= 0"}, "10": {"never": "chain.blocks < 0"}}, "headline": {"9": {"cost": "chain.blocks", "gain": "chain.hashrate"}, "8": {"cost": "chain.blocks", "gain": "chain.hashrate"}}`,
    ],
  ])("in %s", (format, text) => {
    const scenario =
      format === "YAML"
        ? fromText(text)
        : resolve(
            parseScenario(`{"title": "t", "until": "10d", "world": ["consensus/nakamoto"], ${text}}`, "file"),
          );
    expect(scenario.designs.map(({ name }) => name)).toEqual(["7200", "b", "100", "3600"]);
    expect(scenario.control).toBe("7200");
    expect(scenario.branches!.branches.map(({ name }) => name)).toEqual(["100", "50", "a"]);
    expect(scenario.expect.map(({ claim }) => claim)).toEqual(["20", "10"]);
    expect(scenario.headline.map(({ name }) => name)).toEqual(["9", "8"]);
  });

  test("and those that are chosen keep it too", () => {
    const given = parseScenario(HEAD + designs + branches, "file");
    const chosen = resolve(given, ORRERY, { designs: ["100", "7200"], branches: ["50", "100"] });
    expect(chosen.designs.map(({ name }) => name)).toEqual(["7200", "100"]);
    expect(chosen.branches!.branches.map(({ name }) => name)).toEqual(["100", "50"]);
  });

  test("in TypeScript as a Map; an object, which has lost it, is refused unless it has one name", () => {
    const given = { title: "t", until: "10d", world: [chain({})] };
    const mapped = new Map([
      ["7200", []],
      ["3600", []],
    ]);
    expect(resolve({ ...given, designs: mapped }).designs.map(({ name }) => name)).toEqual(["7200", "3600"]);
    expect(resolve({ ...given, designs: { "7200": [] } }).control).toBe("7200");
    expect(refusal({ designs: { "7200": [], base: [] } })).toBe(
      lines(
        "test has 1 problem.",
        "",
        "  designs",
        '    "7200" is a number, and JavaScript puts numbers first among the names of an object: the order that you wrote is lost. Write new Map([["7200", …], …]), or a name that is no number.',
      ),
    );
  });

  test("a name that is written as a number names it", () => {
    expect(fromText("designs: { 10: [], 20: [] }\ncontrol: 20").control).toBe("20");
    const claim = "expect: { it: { always: chain.blocks >= 0, design: 10 } }";
    expect(fromText(`designs: { 10: [], 20: [] }\n${claim}`).expect[0]!.design).toBe("10");
    expect(refusedText("designs: { 10: [], 20: [] }\ncontrol: 1")).toContain('There is no design "1".');
    expect(refusedText("control: [a]")).toContain("Expected the name of a design, got a list.");
  });
});

test.each([
  [
    "designs:\n  1: []\n  '1': []",
    'line 6\n  The name "1" stands here twice. A number and the same in quotes are one name.',
  ],
  ["designs:\n  a: []\n  a: []", 'line 6\n  The name "a" stands here twice.'],
  ["designs:\n  1.10: []", 'line 5\n  YAML reads the name 1.10 as 1.1. Write "1.10", in quotes.'],
  ["designs:\n  007: []", 'line 5\n  YAML reads the name 007 as 7. Write "007", in quotes.'],
  ["designs:\n  [a]: []", "line 5\n  Expected a name, got a part of its own."],
  ["designs:\n  ~: []", "line 5\n  Expected a name, got nothing."],
  [
    'designs:\n  "a\\e[31m": []',
    'designs › "a\\u001b[31m"\n  The character U+001B at place 2 of "a\\u001b[31m" cannot be printed. Leave it out.',
  ],
  [
    'designs:\n  "a\\u202eb": []',
    'designs › "a\\u202eb"\n  The character U+202E at place 2 of "a\\u202eb" cannot be printed. Leave it out.',
  ],
  [
    'title: "a\\u0085"',
    'title\n  The character U+0085 at place 2 of "a\\u0085" cannot be printed. Leave it out.',
  ],
  ["designs: { ' ': [] }", 'designs › " "\n  Expected a name that is not empty, got " ".'],
  [
    `designs: { ${"x".repeat(201)}: [] }`,
    `designs › "${"x".repeat(60)}…"\n  Expected a name of at most 200 characters, got one of 201: "${"x".repeat(60)}…".`,
  ],
])("error: the names of %j", (text, problem) => {
  const file = text.startsWith("title") ? HEAD.replace("title: t", text) : HEAD + text;
  const message = messageOf(() => resolve(parseScenario(file, "file"), ORRERY, { name: "file" }));
  expect(message).toBe(lines("file has 1 problem.", "", ...problem.split("\n").map((line) => `  ${line}`)));
});

test("a question may have several lines, and a folded text's last line break is none of the title", () => {
  const { title, question } = resolve(
    parseScenario(
      "title: >\n  Two\n  words\nquestion: |\n  One?\n  Two?\nuntil: 1d\nworld: [consensus/nakamoto]",
      "file",
    ),
  );
  expect([title, question]).toEqual(["Two words", "One?\nTwo?"]);
});

test("every name of a figure, a measure, a field that is misspelt is told at once, with what was probably meant", () => {
  const scenario = {
    headline: {
      "tokens a block": { cost: "ledger.mintd[token]", gain: "chain.blocks" },
      x: { cos: "a" },
      y: 5,
    },
    figures: ["supply-and-emmission", 3],
    tolerance: { "ledger.mintd": 0.5, default: "one percent", "chain.blocks": -1 },
    measures: ["chain.block"],
    expect: { it: { always: "chain.block >= 0" }, that: { atEnd: "chain.blocks >" } },
    assets: { token: { decimals: 9, decimal: 8 } },
    world: [{ ...chain({}), parms: { blockTime: 3 } }],
  };
  expect(refusal({ ...scenario, world: [chain({})], assets: undefined })).toBe(
    lines(
      "test has 12 problems.",
      "",
      '  expect › "it" › always',
      '    There is no measure "chain.block". Did you mean "chain.blocks"?',
      '  expect › "that" › atEnd',
      '    "chain.blocks >" is no expression: Expected expression after >.',
      '  headline › "tokens a block" › cost',
      '    No design records "ledger.mintd[token]". Did you mean "ledger.minted[token]"?',
      '  headline › "x" › cos',
      '    There is no such field. Did you mean "cost"?',
      '  headline › "x"',
      '    Expected two measures, such as { cost: "emission.usd", gain: "gpu.offered" }.',
      '  headline › "y"',
      '    Expected two measures, such as { cost: "emission.usd", gain: "gpu.offered" }.',
      "  tolerance › ledger.mintd",
      '    No design records "ledger.mintd". Did you mean "ledger.minted"?',
      "  tolerance › default",
      '    Expected a number of at least 0, such as 1e-9, got "one percent".',
      "  tolerance › chain.blocks",
      "    Expected a number of at least 0, such as 1e-9, got -1.",
      "  measures[0]",
      '    No design records "chain.block". Did you mean "chain.blocks"?',
      "  figures[0]",
      '    There is no figure "supply-and-emmission". Did you mean "supply-and-emission"?',
      "  figures[1]",
      `    Expected the name of a figure, got 3. There are: ${FIGURE_NAMES.join(", ")}.`,
    ),
  );
  expect(refusal({ world: scenario.world, assets: scenario.assets })).toBe(
    lines(
      "test has 2 problems.",
      "",
      "  assets › token › decimal",
      '    There is no such field. Did you mean "decimals"?',
      "  world[0] consensus/nakamoto › parms",
      '    There is no such field. Did you mean "params"?',
    ),
  );
});

test.each([
  ["figures", {}, "figures", /^Expected a list of names, .* got an object\.$/],
  ["headline", 5, "headline", /^Expected two measures by .*, got 5\.$/],
  ["expect", 5, "expect", /^Expected claims by .*, got 5\.$/],
  ["expect", null, "expect", /^Expected claims by .*, got null\.$/],
  ["tolerance", [1], "tolerance", /^Expected relative tolerances .* got a list\.$/],
  ["assets", 5, "assets", /^Expected assets by name, .* got 5\.$/],
  ["assets", { token: null }, "assets › token", /^Expected \{ decimals: 9 \}, got null\.$/],
  ["designs", null, "designs", /^Expected lists of mechanisms .* got null\.$/],
  ["control", null, "control", /^Expected the name of a design, got null\.$/],
  ["measures", null, "measures", /^Expected a list of names/],
  ["branches", null, "branches", /^Expected a time and at least one branch/],
  ["sweep", null, "sweep", /^Expected one of grid/],
  ["world", null, "world", /^Expected a list of mechanisms, got null\.$/],
  ["seed", null, "seed", /^Expected a value, got null\. Leave it out to take the default\.$/],
])("error: %s is %j", (field, value, path, message) => {
  const whole = { title: "test", until: "10d", world: [chain({})], [field]: value } as unknown as Scenario;
  try {
    resolve(whole, ORRERY);
    expect.unreachable();
  } catch (error) {
    const { problems } = error as { problems: { path: string; message: string }[] };
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)!.message).toMatch(message);
  }
});

test("the names that scenarios are checked against are those that are drawn and recorded", () => {
  expect(figures.map(({ name }) => name)).toEqual(FIGURE_NAMES);
  const probes = ledgerProbes(
    new Ledger([
      { name: "usd", decimals: 6 },
      { name: "x", decimals: 9 },
    ]),
  );
  expect(probes.map(({ name }) => name)).toEqual(ledgerMeasures("x"));
});

test("an instance is not called by another mechanism's name", () => {
  expect(refusal({ world: [{ ...chain({}), as: "issuance/fixed" }] })).toContain(
    "issuance/fixed is another mechanism. Give the instance another name.",
  );
});
