import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogueOf, ORRERY } from "../../sim/scenario/catalogue.ts";
import { loadScenario } from "../../sim/scenario/load.ts";
import { parseScenario } from "../../sim/scenario/load-data.ts";
import { resolve, scenarioHash } from "../../sim/scenario/resolve.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import {
  onStep,
  positionOf,
  type Slider,
  slidersOf,
  valueAt,
  writtenValue,
} from "../../sim/scenario/sliders.ts";
import { DAY, HOUR, MINUTE } from "../../sim/units.ts";
import { COIN_TOSS } from "../cli/orrery.ts";
import { chain, refusal } from "./problems.ts";

const world: Scenario = {
  title: "test",
  until: "10d",
  world: [chain({}), { mechanism: "issuance/fixed", params: { tokensPerDay: 100, split: { treasury: 1 } } }],
};
const sliders = (scenario: Partial<Scenario>): Slider[] =>
  slidersOf(resolve({ ...world, ...scenario }), ORRERY);

describe("whatIf", () => {
  test("names ranges by path, with words where the mechanism's do not do", () => {
    const [blocks, tokens] = sliders({
      whatIf: {
        "consensus/nakamoto.blockTime": ["1m", "1h"],
        "issuance/fixed.tokensPerDay": { low: 0, high: 500, label: "Tokens a day" },
      },
    });
    expect(blocks).toMatchObject({ low: 60, high: HOUR, value: 600, unit: "s", kind: "duration", step: 15 });
    expect(tokens).toMatchObject({
      label: "Tokens a day",
      low: 0,
      high: 500,
      value: 100,
      step: 5,
      live: false,
    });
  });

  test("is read from YAML in the order of the file and is no part of the scenario's identity", () => {
    const text =
      "title: test\nuntil: 10d\nworld:\n  - consensus/nakamoto: { blockTime: 600 }\nwhatIf:\n  consensus/nakamoto.blockTime: [1m, 1h]\n";
    const [with_, without] = [text, text.slice(0, text.indexOf("whatIf"))].map((each) =>
      resolve(parseScenario(each, "test")),
    );
    expect(with_!.whatIf).toEqual([{ path: "consensus/nakamoto.blockTime", low: 60, high: HOUR, label: "" }]);
    expect(scenarioHash(with_!)).toBe(scenarioHash(without!));
  });

  test("a scenario that names none has its assumed parameters, a dozen at most", () => {
    const assumed = sliders({});
    expect(assumed.length).toBeGreaterThan(0);
    expect(assumed.length).toBeLessThanOrEqual(12);
    expect(assumed.every(({ low, high, value }) => low <= value && value <= high)).toBe(true);
  });

  test("a scenario that assumes nothing with a range has half to twice of what has no source", async () => {
    const { scenario } = await loadScenario(COIN_TOSS);
    const found = slidersOf(resolve(scenario), catalogueOf(scenario));
    expect(found.map(({ path }) => path)).toEqual([
      "test/toss.heads",
      "test/toss.period",
      "test/toss.stopAt",
    ]);
    expect(found[0]).toMatchObject({
      low: 0.25,
      high: 1,
      differs: [
        { design: "fair", value: 0.5 },
        { design: "heavy", value: 0.6 },
      ],
    });
  });

  test("may be set where futures part, where the mechanism says so and the range lies within what it says", () => {
    const branches = { at: "5d", none: {}, more: { set: { "issuance/fixed.tokensPerDay": 400 } } };
    const whatIf = {
      "issuance/fixed.tokensPerDay": [0, 300],
      "consensus/nakamoto.blockTime": ["5m", "20m"],
    } as const;
    const [tokens, blocks] = sliders({ branches, whatIf });
    expect(tokens).toMatchObject({ live: true, high: 400, inBranches: { more: 400 } });
    expect(blocks!.live).toBe(false);
  });

  test("designs that differ are told apart, and the control's value is where it starts", () => {
    const fixed = (tokensPerDay: number) => [
      { mechanism: "issuance/fixed", params: { tokensPerDay, split: { treasury: 1 } } },
    ];
    const [tokens] = sliders({
      world: [chain({})],
      designs: { few: fixed(10), many: fixed(20) },
      control: "many",
      whatIf: { "issuance/fixed.tokensPerDay": [0, 30] },
    });
    expect(tokens).toMatchObject({
      value: 20,
      differs: [
        { design: "few", value: 10 },
        { design: "many", value: 20 },
      ],
    });
  });

  test.each<[string, NonNullable<Scenario["whatIf"]>, string]>([
    ["a mistyped path", { "issuance/fxed.tokensPerDay": [0, 1] }, 'Did you mean "issuance/fixed"?'],
    ["a mistyped parameter", { "issuance/fixed.tokensPerDy": [0, 1] }, 'Did you mean "tokensPerDay"?'],
    ["an end beyond the bounds", { "issuance/fixed.tokensPerDay": [-5, 1] }, "Expected at least 0"],
    [
      "a range upside down",
      { "issuance/fixed.tokensPerDay": [2, 1] },
      "Expected [low, high] with low below high",
    ],
    ["what is no number", { "issuance/fixed.asset": [0, 1] }, "got 0"],
    [
      "a strange field",
      { "issuance/fixed.tokensPerDay": { low: 0, high: 1, lable: "x" } as never },
      'Did you mean "label"?',
    ],
    [
      "a label that hides text",
      { "issuance/fixed.tokensPerDay": { low: 0, high: 1, label: "a\u202eb" } },
      "cannot be printed",
    ],
  ])("error: %s", (_, whatIf, words) => {
    expect(refusal({ ...world, whatIf })).toContain(words);
  });
});

describe("a slider's values", () => {
  const [tokens] = sliders({ whatIf: { "issuance/fixed.tokensPerDay": [0, 0.35] } });

  test("lie on round steps, but for the ends and the scenario's own value", () => {
    const slider = { ...tokens!, low: 0.011, high: 0.35, step: 0.002 };
    expect(onStep(0.1234, slider, 0.1111)).toBe(0.124);
    expect(onStep(0.1115, slider, 0.1111)).toBe(0.1111);
    expect(onStep(0.3499, slider, 0.1111)).toBe(0.35);
    expect(onStep(0.0111, slider, 0.1111)).toBe(0.011);
  });

  test("are spread by ratio where the range is over ten times or more", () => {
    const [wide, narrow] = sliders({
      whatIf: { "issuance/fixed.tokensPerDay": [1, 10_000], "consensus/nakamoto.blockTime": ["2m", "15m"] },
    });
    expect([wide!.scale, narrow!.scale]).toEqual(["ratio", "even"]);
    expect(positionOf(100, wide!)).toBeCloseTo(0.5, 12);
    expect(valueAt(0.25, wide!)).toBeCloseTo(10, 12);
    expect([0, 1].map((end) => valueAt(end, narrow!))).toEqual([2 * MINUTE, 15 * MINUTE]);
    expect([12.34, 1234, 103].map((value) => onStep(value, wide!, 100))).toEqual([12.5, 1250, 105]);
  });

  test("stand where they were put, whatever the scale", () => {
    const [wide] = sliders({ whatIf: { "issuance/fixed.tokensPerDay": [1, 10_000] } });
    fc.assert(
      fc.property(
        fc.constantFrom("even", "ratio"),
        fc.double({ min: 1, max: 10_000, noNaN: true }),
        (scale, value) => {
          const slider: Slider = { ...wide!, scale };
          expect(valueAt(positionOf(value, slider), slider) / value).toBeCloseTo(1, 9);
          const placed = onStep(value, slider, slider.value);
          expect(placed).toBeGreaterThanOrEqual(slider.low);
          expect(placed).toBeLessThanOrEqual(slider.high);
          expect(onStep(placed, slider, slider.value)).toBe(placed);
        },
      ),
    );
  });

  test("act where futures part if a branch of the scenario sets them there, and from the start if none may", () => {
    const { live, inBranches } = sliders({
      world: [
        { mechanism: "defi/constant-product", params: {} },
        { mechanism: "shocks/token-sale", params: { at: "5d" } },
      ],
      branches: { at: "5d", sale: { set: { "shocks/token-sale.factor": 0.5 } } },
      whatIf: { "shocks/token-sale.factor": [0.1, 1] },
    })[0]!;
    expect([live, inBranches]).toEqual([true, { sale: 0.5 }]);
  });

  test("are written as a file has them", () => {
    expect([2 * DAY, 6 * HOUR, 90, 0].map((time) => writtenValue(time, "duration"))).toEqual([
      "2d",
      "6h",
      "90",
      "0",
    ]);
    expect(writtenValue(0.05, "number")).toBe("0.05");
  });
});
