import { describe, expect, test } from "vitest";
import { OrreryError } from "../../../sim/errors.ts";
import { inlineTable } from "../../../sim/schema/table.ts";
import { simulate } from "../consensus/small-world.ts";
import { happened, use } from "../supply/small-market.ts";

const trace = (times: number[], tokensIn: number[], tokensOut: number[]) =>
  inlineTable({ TIMESTAMP: times, ContextTokens: tokensIn, GeneratedTokens: tokensOut });
const THREE = trace([100, 101, 104], [374, 396, 879], [44, 109, 55]);

const outcome = (params: object, until: number) =>
  simulate({ world: [use("demand/inference", params)], until });
const requests = (params: object, until: number) => happened(outcome(params, until), "requestArrived");
const count = (params: object, until = 200_000): number =>
  outcome(params, until).run.summary["requests.arrived"]!;
/** Four standard deviations of a Poisson number. */
const expectAbout = (found: number, expected: number) =>
  expect(Math.abs(found - expected), `${found} against ${expected}`).toBeLessThan(4 * Math.sqrt(expected));

describe("a trace", () => {
  test("is replayed to the second and the token", () => {
    const [first, second, third] = requests({ trace: THREE, repeat: false }, 1_000);
    expect(first).toMatchObject({ t: 0, tokensIn: 374, tokensOut: 44 });
    expect(second).toMatchObject({ t: 1, tokensIn: 396, tokensOut: 109 });
    expect(third).toMatchObject({ t: 4, tokensIn: 879, tokensOut: 55 });
    expect(requests({ trace: THREE, repeat: false }, 1_000)).toHaveLength(3);
  });

  test("begins again a mean gap after its end", () => {
    expect(requests({ trace: THREE }, 13).map(({ t }) => t)).toEqual([0, 1, 4, 6, 7, 10, 12, 13]);
  });

  test("is played slower or faster to fill a cycle", () => {
    expect(requests({ trace: THREE, cycle: 12 }, 20).map(({ t }) => t)).toEqual([0, 2, 8, 12, 14, 20]);
  });

  test("numbers its requests one by one", () => {
    const numbers = requests({ trace: THREE }, 100).map(({ request }) => request as number);
    expect(numbers.map((number) => number - numbers[0]!)).toEqual(numbers.map((_, at) => at));
  });

  test("is thinned by chance, and copied within a minute", () => {
    expectAbout(count({ trace: THREE, rateScale: 0.3 }), 200_000 * 0.5 * 0.3);
    const copied = requests({ trace: THREE, repeat: false, rateScale: 3 }, 1_000);
    expect(copied).toHaveLength(9);
    expect(copied.filter(({ tokensIn, t }) => tokensIn === 879 && (t < 4 || t > 64))).toEqual([]);
  });

  test("may come all at one instant", () => {
    const instant = trace(Array(1_000).fill(5), Array(1_000).fill(10), Array(1_000).fill(1));
    expect(requests({ trace: instant, repeat: false }, 10).every(({ t }) => t === 0)).toBe(true);
    expect(() => outcome({ trace: instant }, 10)).toThrow(
      new OrreryError(
        "A trace whose requests all come at one instant has no length after which it could begin again.",
      ).sentence,
    );
  });

  test.each([
    ["a share of a token", 1.5],
    ["more than any model reads", 1e9],
  ])("with %s is refused in a sentence", (_, tokens) => {
    expect(() => outcome({ trace: trace([0, 1], [tokens, 1], [1, 1]) }, 10)).toThrow(
      "Requests have whole numbers of tokens, at most 4000000.",
    );
  });
});

test("a day's swing is around the mean, highest at its peak", () => {
  for (const arrivals of ["trace", "poisson"]) {
    const params = { arrivals, trace: THREE, arrivalRate: 0.5, swing: 0.8, peak: "6h" };
    const day = requests(params, 86_400);
    expectAbout(day.length, 43_200);
    // ∫ of 1 + 0.8 cos over the half around the peak: 1/2 + 0.8 / π of the day.
    const highHalf = day.filter(({ t }) => t < 43_200).length;
    expectAbout(highHalf, 43_200 * (0.5 + 0.8 / Math.PI));
  }
});

describe("the law", () => {
  test("sends requests at its rate, with tokens of its means", () => {
    const all = requests({ arrivals: "poisson", arrivalRate: 1 }, 20_000);
    expectAbout(all.length, 20_000);
    const mean = (field: string) => all.reduce((sum, each) => sum + (each[field] as number), 0) / all.length;
    // Coefficients of variation 1.29 and 1.05: four standard errors, and half a token of rounding up.
    expect(Math.abs(mean("tokensIn") / 1_155.5 - 1)).toBeLessThan((4 * 1.29) / Math.sqrt(20_000));
    expect(Math.abs(mean("tokensOut") / 211.5 - 1)).toBeLessThan((4 * 1.05) / Math.sqrt(20_000));
  });

  test("of exponential tokens has their mean, and a prompt of none where that is 0", () => {
    const params = {
      arrivals: "poisson",
      tokenLaw: "exponential",
      arrivalRate: 1,
      meanIn: 0,
      meanOut: 1_000,
    };
    const all = requests(params, 20_000);
    expect(all.every(({ tokensIn }) => tokensIn === 0)).toBe(true);
    const mean = all.reduce((sum, { tokensOut }) => sum + (tokensOut as number), 0) / all.length;
    expect(Math.abs(mean / 1_000.5 - 1)).toBeLessThan(4 / Math.sqrt(20_000));
  });
});

test("a limit of 0 is any price, and is left out", () => {
  expect(requests({ trace: THREE, repeat: false }, 10)[0]).not.toHaveProperty("usdPerMillionTokens");
  expect(requests({ trace: THREE, repeat: false, usdPerMillionTokens: 2 }, 10)[0]).toMatchObject({
    usdPerMillionTokens: 2,
  });
});
