import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { judge, type Verdict } from "../../sim/experiment/expectations.ts";
import type { Run } from "../../sim/run/result.ts";
import { resolveExpectations } from "../../sim/scenario/expectations.ts";
import type { ResolvedExpectation, ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { brokenExpectations } from "./broken.ts";
import { runOf } from "./runs.ts";

const DAY = 86_400;

const claim = (
  kind: ResolvedExpectation["kind"],
  expression: string,
  more: Partial<ResolvedExpectation> = {},
): ResolvedExpectation => ({
  claim: "it holds",
  kind,
  expression,
  before: 1_000 * DAY,
  after: 0,
  direction: "rising",
  design: "",
  branch: "",
  confidence: 0,
  share: 0.9,
  ...more,
});
const scenario = (expect: readonly ResolvedExpectation[], antithetic = false): ResolvedScenario =>
  ({ name: "by-hand", expect, antithetic }) as unknown as ResolvedScenario;
const broken = (expectation: ResolvedExpectation, ...runs: Run[]): string[] =>
  brokenExpectations(scenario([expectation]), runs).flatMap(({ findings }) => findings);
/** The samples lie a day apart, the first at 1 d. */
const findings = (expectation: ResolvedExpectation, series: readonly number[]): string[] =>
  broken(expectation, runOf("a", 0, series));
const verdict = (expectation: ResolvedExpectation, runs: readonly Run[], antithetic = false): Verdict =>
  judge(scenario([expectation], antithetic), runs)[0]!;
/** A run for each value of m, of one design. */
const replications = (values: readonly number[], design = "a", first = 0): Run[] =>
  values.map((value, index) => runOf(design, first + index, [value]));

describe("a kind of expectation", () => {
  test("always holds at every sample; the first that breaks it is named", () => {
    expect(findings(claim("always", "m <= 3"), [1, 2, 3])).toEqual([]);
    expect(findings(claim("always", "m < 2"), [1, 2, 3])).toEqual(["a/0: At 2 d, m = 2."]);
  });

  test("never holds at no sample", () => {
    expect(findings(claim("never", "m > 3"), [1, 2, 3])).toEqual([]);
    expect(findings(claim("never", "m == 2"), [1, 2, 3])).toEqual(["a/0: At 2 d, m = 2."]);
  });

  test("eventually holds at some sample, at the latest at its time", () => {
    const early = claim("eventually", "m >= 3", { before: 2 * DAY });
    expect(findings(claim("eventually", "m >= 3"), [1, 3, 1])).toEqual([]);
    expect(verdict(claim("eventually", "m >= 3"), [runOf("a", 0, [1, 3, 1])]).notes).toEqual(["a/0: at 2 d"]);
    expect(findings(early, [1, 3, 1])).toEqual([]);
    expect(findings(early, [1, 2, 3])).toEqual(["a/0: At no sample up to 2 d; first at 3 d, when m = 3."]);
    expect(findings(claim("eventually", "m >= 3", { before: 3 * DAY }), [1, 2.5, 2])).toEqual([
      "a/0: At no sample up to 3 d; nearest at 2 d, when m = 2.5.",
    ]);
    expect(findings(early, [Number.NaN, Number.NaN, 3])).toEqual(["a/0: m has no value up to 2 d."]);
  });

  test("recovers says when the run came back, and how long it was away", () => {
    const back = claim("recovers", "m >= 3", { after: 2 * DAY, before: 5 * DAY });
    const run = (...series: number[]) => [runOf("a", 0, series)];
    expect(verdict(back, run(3, 3, 1, 1, 3, 1)).notes).toEqual(["a/0: Away from 3 d, back at 5 d after 2 d"]);
    // A shock that strikes late: what holds right after the time has not come back yet.
    expect(findings(back, [3, 3, 3, 1, 1, 1])).toEqual(["a/0: Away from 4 d and never back: at 6 d, m = 1."]);
    expect(findings(back, [3, 3, 1, 1, 1, 3])).toEqual([
      "a/0: Away from 3 d, back at 6 d after 3 d, too late by 1 d.",
    ]);
    expect(verdict(back, run(1, 1, 3, 3, 3, 1)).notes).toEqual(["a/0: never left from 2 d to 5 d"]);
    expect(findings(back, [3, 3])).toEqual(["a/0: m has no value from 2 d to 5 d."]);
  });

  test("monotone never turns back, in either direction", () => {
    expect(findings(claim("monotone", "m"), [1, 1, Number.NaN, 2])).toEqual([]);
    expect(findings(claim("monotone", "m"), [1, 3, Number.NaN, 2])).toEqual([
      "a/0: At 4 d, m falls from 3 (at 2 d) to 2.",
    ]);
    expect(findings(claim("monotone", "m * 2", { direction: "falling" }), [3, 3, 1])).toEqual([]);
    expect(findings(claim("monotone", "m * 2", { direction: "falling" }), [3, 1, 2])).toEqual([
      "a/0: At 3 d, m * 2 rises from 2 (at 2 d) to 4.",
    ]);
  });

  test("atEnd looks at the last value, summary at the mean", () => {
    expect(findings(claim("atEnd", "m == 6"), [0, 0, 6])).toEqual([]);
    expect(findings(claim("summary", "m == 2"), [0, 0, 6])).toEqual([]);
    expect(findings(claim("summary", "m > 2"), [0, 0, 6])).toEqual(["a/0: m = 2."]);
  });

  test("compare looks at the summaries of one replication and branch, design by design", () => {
    const dearer = claim("compare", "[b].m >= 1.1 * [no token].m");
    const runs = [...replications([10, 10], "no token"), ...replications([11, 10.5], "b")];
    expect(broken(dearer, ...runs)).toEqual(["replication 1: [b].m = 10.5, [no token].m = 10."]);
    const branches = runs.flatMap((run) => [
      { ...run, branch: "none" },
      { ...run, branch: "shock", summary: { m: 10 } },
    ]);
    expect(broken({ ...dearer, branch: "shock" }, ...branches)).toEqual([
      "replication 0 · shock: [b].m = 10, [no token].m = 10.",
      "replication 1 · shock: [b].m = 10, [no token].m = 10.",
    ]);
    // A run that failed leaves a replication that cannot be compared.
    expect(broken(dearer, ...runs.slice(0, 3))).toEqual([]);
  });

  test("a sample without a value says nothing; at the end it breaks the claim", () => {
    expect(findings(claim("always", "m > 0"), [Number.NaN, 1])).toEqual([]);
    expect(findings(claim("atEnd", "m > 0"), [1, Number.NaN])).toEqual(["a/0: m has no value at the end."]);
  });
});

describe("the scope", () => {
  const shocked = (run: Run): Run => ({ ...run, branch: "shock" });

  test("is every design, replication and branch", () => {
    const runs = [runOf("a", 0, [1]), runOf("a", 1, [3]), runOf("b", 0, [4]), shocked(runOf("b", 0, [5]))];
    expect(broken(claim("atEnd", "m < 2"), ...runs)).toEqual([
      "a/1: m = 3.",
      "b/0: m = 4.",
      "b/0 · shock: m = 5.",
    ]);
  });

  test("is narrowed by a design and by a branch", () => {
    const runs = [runOf("a", 0, [3]), shocked(runOf("a", 0, [4])), runOf("b", 0, [5])];
    expect(broken(claim("atEnd", "m < 2", { design: "b" }), ...runs)).toEqual(["b/0: m = 5."]);
    expect(broken(claim("atEnd", "m < 2", { branch: "shock" }), ...runs)).toEqual(["a/0 · shock: m = 4."]);
  });

  test("a claim about a measure that a design lacks says nothing of that design", () => {
    const other = { unit: "", kind: "level", doc: "", publisher: "test/other" } as const;
    const without = runOf("b", 0, [9], { measures: { other }, atEnd: { other: 9 } });
    expect(broken(claim("atEnd", "m < 2"), without, runOf("a", 0, [3]))).toEqual(["a/0: m = 3."]);
    expect(() => broken(claim("atEnd", "m < 2", { design: "b" }), without, runOf("a", 0, [3]))).toThrow(
      'There is no measure "m".',
    );
    expect(() => broken(claim("atEnd", "m < other"), without, runOf("a", 0, [3]))).toThrow(
      "No design has all of m, other. Measures of several designs stand in a compare.",
    );
  });

  test("the asset may be left out where there is one, and may not where there are two", () => {
    const measure = { unit: "", kind: "level", doc: "", publisher: "ledger" } as const;
    const supplies = (...assets: string[]) => {
      const names = assets.map((asset) => `supply[${asset}]`);
      const of = <T>(value: T) => Object.fromEntries(names.map((name) => [name, value]));
      return runOf("a", 0, [1], { measures: of(measure), atEnd: of(5), summary: of(5) });
    };
    expect(broken(claim("atEnd", "supply == 5"), supplies("x"))).toEqual([]);
    expect(broken(claim("compare", "[a].supply == 5"), supplies("x"))).toEqual([]);
    expect(broken(claim("compare", "[a].supply[y] == 6"), supplies("x", "y"))).toEqual([
      "replication 0: [a].supply[y] = 5.",
    ]);
    expect(() => broken(claim("atEnd", "supply == 5"), supplies("x", "y"))).toThrow(
      'There is no measure "supply".',
    );
  });
});

describe("a claim with a confidence", () => {
  const mean = (expression: string) => claim("summary", expression, { confidence: 0.95 });

  test("wants more replications until it is decided, then stands", () => {
    const alternating = Array.from({ length: 40 }, (_, index) => 1.5 + (index % 2));
    const at = (count: number) => verdict(mean("m >= 1"), replications(alternating.slice(0, count)));
    expect(at(1)).toMatchObject({
      outcome: "undecided",
      wanting: [{ designs: ["a"], branch: "", replications: 4 }],
    });
    // Mean 2, deviation 1/√3: the t quantile of 3 degrees at 98.75 % is 5.392, so 1 ± 1.56.
    expect(at(4)).toMatchObject({
      outcome: "undecided",
      wanting: [{ designs: ["a"], branch: "", replications: 8 }],
    });
    // At 8 the deviation is √(2/7), the quantile of 7 degrees 3.3353: 1 ± 0.6303.
    expect(at(8)).toMatchObject({ outcome: "holds", wanting: [] });
    expect(at(40).notes).toEqual(at(8).notes);
    expect(at(8).notes).toEqual([
      "a: m − 1 is at least 0: it lies between 0.3697 and 1.63 (95 % over all looks, 8 replications).",
    ]);
  });

  test("is broken where the mean lies on the other side, and not established where it lies on neither", () => {
    expect(verdict(mean("m > 5"), replications([1, 2, 1, 2]))).toMatchObject({
      outcome: "broken",
      findings: [
        "a: m − 5 is not above 0: it lies between -5.057 and -1.943 (95 % over all looks, 4 replications).",
      ],
    });
    const even = Array.from({ length: 32 }, (_, index) => (index % 2 === 0 ? -1 : 1));
    const undecided = verdict(mean("m > 0"), replications(even));
    expect(undecided).toMatchObject({ outcome: "undecided", wanting: [] });
    expect(undecided.findings[0]).toMatch(
      /^a: whether m is above 0 is undecided: it lies between -.* \(95 % over all looks, 32 replications\)\.$/,
    );
  });

  test("a comparison of designs is about differences under the same luck", () => {
    // The luck spreads by far more than the designs differ.
    const luck = [0, 100, -50, 30];
    const runs = [
      ...replications(luck, "a"),
      ...replications(
        luck.map((value, index) => value + 1 + index / 10),
        "b",
      ),
    ];
    const found = verdict(claim("compare", "[b].m > [a].m", { confidence: 0.9 }), runs);
    expect(found.outcome).toBe("holds");
    expect(found.notes[0]).toMatch(/^between designs: \[b\]\.m − \[a\]\.m is above 0: it lies between /);
    const wanting = verdict(claim("compare", "[b].m > [a].m", { confidence: 0.9 }), runs.slice(3, 5)).wanting;
    expect(wanting).toEqual([{ designs: ["a", "b"], branch: "", replications: 4 }]);
  });

  test("a missing value breaks it, unless it was decided before", () => {
    expect(verdict(mean("m > 0"), replications([1, 1, 1, 1, Number.NaN])).outcome).toBe("holds");
    expect(verdict(mean("m > 0"), replications([1, Number.NaN]))).toMatchObject({
      outcome: "broken",
      findings: ["a: a/1: m has no value after the warm-up."],
    });
  });

  test("of any other kind is about the share of replications that keep it", () => {
    const often = claim("always", "m > 0", { confidence: 0.95 });
    const kept = (count: number) => verdict(often, replications(new Array(count).fill(1)));
    // ln 20 / ln(0.9 / 0.7) = 11.9 replications that all keep it.
    expect(kept(1)).toMatchObject({
      outcome: "undecided",
      wanting: [{ designs: ["a"], branch: "", replications: 4 }],
    });
    expect(kept(5).wanting).toEqual([{ designs: ["a"], branch: "", replications: 10 }]);
    expect(kept(8).wanting).toEqual([{ designs: ["a"], branch: "", replications: 12 }]);
    expect(kept(11).outcome).toBe("undecided");
    expect(kept(12)).toMatchObject({
      outcome: "holds",
      notes: [
        'a: "it holds" held in 12 of 12 replications: its share lies above 70 % where at least 90 % is claimed (confidence 95 %).',
      ],
    });
    // One that breaks it weighs ln(0.3 / 0.1) = 1.1 to the other side: three of the first three decide.
    const bad = verdict(often, replications([-1, -2, -3, 1]));
    expect(bad.outcome).toBe("broken");
    expect(bad.findings[0]).toContain("held in 0 of 3 replications");
    expect(bad.findings[0]).toContain("The first that broke it: a/0: At 1 d, m = -1.");
  });

  test("an equality is about a share, too: no sample establishes that a mean is exactly something", () => {
    const exact = claim("atEnd", "m == 1", { confidence: 0.95 });
    expect(verdict(exact, replications(new Array(12).fill(1))).outcome).toBe("holds");
  });

  test("takes mirrored replications as pairs", () => {
    // Each pair has the mean 2 exactly: one look of four pairs decides.
    const mirrored = [1, 3, 0, 4, 2, 2, -5, 9];
    expect(verdict(mean("m > 1"), replications(mirrored.slice(0, 6)), true)).toMatchObject({
      outcome: "undecided",
      wanting: [{ replications: 8 }],
    });
    expect(verdict(mean("m > 1"), replications(mirrored), true).notes[0]).toContain(
      "4 pairs of replications",
    );
    // A share looks at one of each pair: the twelve independent ones are of 24.
    const often = claim("always", "m > 0", { confidence: 0.95 });
    const alternating = (count: number) => Array.from({ length: count }, (_, index) => 1 - 2 * (index % 2));
    expect(verdict(often, replications(alternating(20)), true).wanting).toEqual([
      { designs: ["a"], branch: "", replications: 24 },
    ]);
    expect(verdict(often, replications(alternating(24)), true).outcome).toBe("holds");
  });

  test("asks for no more than it may", () => {
    const [found] = judge(
      scenario([claim("always", "m > 0", { confidence: 0.95 })]),
      replications([1, 1, 1, 1]),
      6,
    );
    expect(found!.wanting).toEqual([{ designs: ["a"], branch: "", replications: 6 }]);
    const [last] = judge(
      scenario([claim("always", "m > 0", { confidence: 0.95 })]),
      replications(new Array(6).fill(1)),
      6,
    );
    expect(last).toMatchObject({ outcome: "undecided", wanting: [] });
  });

  test("each design is decided on its own; one that breaks the claim breaks it", () => {
    const often = claim("always", "m > 0", { confidence: 0.95 });
    const found = verdict(often, [...replications([1, 1], "good"), ...replications([-1, -1, -1], "bad")]);
    expect(found).toMatchObject({ outcome: "broken", wanting: [] });
  });
});

test("the examples of the documentation are expectations", () => {
  const text = readFileSync(new URL("../../docs/checks.md", import.meta.url), "utf8");
  const blocks = [...text.matchAll(/```yaml\n(expect:[\s\S]*?)```/g)].map(
    ([, block]) => parse(block!).expect,
  );
  const names = { designs: ["burn", "no token"], branches: ["none"], until: 730 * DAY };
  const resolved = blocks.map((block) => resolveExpectations(block, names));
  expect(resolved.flatMap(({ problems }) => problems)).toEqual([]);
  const kinds = resolved.flatMap(({ expect }) => expect.map(({ kind }) => kind));
  expect(new Set(kinds).size).toBe(8);
});

describe("error", () => {
  const runs = [runOf("burn", 0, [1]), runOf("no token", 0, [1])];
  test.each([
    [
      claim("monotone", "m > 1"),
      '"m > 1" is a claim, not a number. Leave out the comparison: a number rises or falls.',
    ],
    [claim("compare", "[burnt].m > 1"), 'There is no design "burnt". Did you mean "burn"?'],
    [
      claim("compare", "[burn].mm > [no token].m"),
      'There is no measure "[burn].mm". Did you mean "[burn].m"?',
    ],
    [claim("compare", "m > 1"), '"m" of which design? Write [burn].m, for instance.'],
    [claim("compare", "2 > 1"), '"2 > 1" compares no measure. Write [burn].measure, for instance.'],
    [claim("summary", "[burn].m > 1"), 'There is no measure "[burn].m".'],
    [
      claim("compare", "[burn].m > 1", { design: "burn" }),
      'A comparison names its designs itself; leave out design: "burn".',
    ],
    [claim("atEnd", "m >"), '"m >" is no expression: Expected expression after >.'],
  ])("%o", (expectation, message) => {
    expect(() => broken(expectation, ...runs)).toThrow(message);
  });

  test("all expressions that cannot be read are told at once", () => {
    const expectations = [claim("always", "n > 1"), claim("atEnd", "m")];
    expect(() => brokenExpectations(scenario(expectations), runs)).toThrow("by-hand has 2 problems.");
  });
});
