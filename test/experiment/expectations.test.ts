import { describe, expect, test } from "vitest";
import { brokenExpectations } from "../../sim/experiment/expectations.ts";
import type { ResolvedExpectation, ResolvedScenario } from "../../sim/scenario/scenario.ts";
import { runOf } from "./runs.ts";

const scenario = (...expect: ResolvedExpectation[]): ResolvedScenario =>
  ({ name: "by-hand", expect }) as unknown as ResolvedScenario;
const claim = (kind: ResolvedExpectation["kind"], expression: string): ResolvedExpectation => ({
  claim: "it holds",
  kind,
  expression,
});
const findings = (expectation: ResolvedExpectation, series: readonly number[]): string[] =>
  brokenExpectations(scenario(expectation), [runOf("a", 0, series)]).map(({ finding }) => finding);

describe("expectations", () => {
  test("always holds at every sample; the first that breaks it is named", () => {
    expect(findings(claim("always", "m <= 3"), [1, 2, 3])).toEqual([]);
    expect(findings(claim("always", "m < 2"), [1, 2, 3])).toEqual(["At 2 d, m = 2."]);
  });

  test("atEnd looks at the last value, summary at the mean", () => {
    expect(findings(claim("atEnd", "m == 6"), [0, 0, 6])).toEqual([]);
    expect(findings(claim("summary", "m == 2"), [0, 0, 6])).toEqual([]);
    expect(findings(claim("summary", "m > 2"), [0, 0, 6])).toEqual(["m = 2."]);
  });

  test("a sample without a value says nothing; at the end it breaks the claim", () => {
    expect(findings(claim("always", "m > 0"), [Number.NaN, 1])).toEqual([]);
    expect(findings(claim("atEnd", "m > 0"), [1, Number.NaN])).toEqual(["m has no value at the end."]);
  });

  test("every design and replication is held to the claim", () => {
    const runs = [runOf("a", 0, [1]), runOf("a", 1, [3]), runOf("b", 0, [4])];
    expect(
      brokenExpectations(scenario(claim("atEnd", "m < 2")), runs).map(
        ({ design, replication }) => `${design}/${replication}`,
      ),
    ).toEqual(["a/1", "b/0"]);
  });

  test("a claim about a measure that a design lacks says nothing of that design", () => {
    const other = { unit: "", kind: "level", doc: "", publisher: "test/other" } as const;
    const without = runOf("b", 0, [9], { measures: { other }, atEnd: { other: 9 } });
    const broken = brokenExpectations(scenario(claim("atEnd", "m < 2")), [without, runOf("a", 0, [3])]);
    expect(broken.map(({ design }) => design)).toEqual(["a"]);
  });

  test("the asset may be left out where there is one, and may not where there are two", () => {
    const measure = { unit: "", kind: "level", doc: "", publisher: "ledger" } as const;
    const supplies = (...assets: string[]) => {
      const names = assets.map((asset) => `supply[${asset}]`);
      const of = <T>(value: T) => Object.fromEntries(names.map((name) => [name, value]));
      return runOf("a", 0, [1], { measures: of(measure), atEnd: of(5) });
    };
    expect(brokenExpectations(scenario(claim("atEnd", "supply == 5")), [supplies("x")])).toEqual([]);
    expect(() => brokenExpectations(scenario(claim("atEnd", "supply == 5")), [supplies("x", "y")])).toThrow(
      'There is no measure "supply".',
    );
  });
});
