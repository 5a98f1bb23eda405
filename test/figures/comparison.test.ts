import { describe, expect, it } from "vitest";
import { findingOf, spreadOf } from "../../sim/figures/comparison.ts";
import type { FigureInput } from "../../sim/figures/figure.ts";
import type { MetricKind } from "../../sim/model/measures/entry.ts";
import { syntheticRunOf, syntheticScenario } from "./synthetic-runs.ts";

/** Runs whose summaries of one measure are given by design, a value a replication. */
function summaries(
  measure: string,
  unit: string,
  kind: MetricKind,
  values: Readonly<Record<string, readonly number[]>>,
): FigureInput {
  const names = Object.keys(values);
  const scenario = syntheticScenario({
    designs: names.map((name) => ({ name, uses: [] })),
    control: names[0]!,
  });
  const base = syntheticRunOf(scenario, { [measure]: { unit, kind, at: () => 1 } });
  const runs = names.flatMap((design) =>
    values[design]!.map((value, replication) => ({
      ...base,
      design,
      replication,
      summary: { [measure]: value },
    })),
  );
  return { scenario, runs, points: [] };
}

describe("findingOf", () => {
  it("names the design that differs most from the control, with its mean and the difference", () => {
    const input = summaries("gpu.supply", "GPUs", "level", {
      "no token": [710, 712, 714],
      "fixed emission": [740, 741, 742],
      "burn and mint": [810, 812, 814],
    });
    expect(findingOf(input, "gpu.supply")).toBe(
      "Burn and mint keeps 812 GPUs online on average, 14 % more than no token",
    );
  });

  it("names the designs that cannot be told from the one that differs most", () => {
    const input = summaries("gpu.supply", "GPUs", "level", {
      "no token": [710, 712, 714, 712],
      "fixed emission": [812, 809, 815, 811],
      "burn and mint": [810, 814, 812, 813],
      halving: [740, 741, 742, 741],
    });
    expect(findingOf(input, "gpu.supply")).toBe(
      "Burn and mint keeps 812 GPUs online on average, 14 % more than no token, not told apart from fixed emission",
    );
  });

  it("says less where it is less", () => {
    const input = summaries("gpu.supply", "GPUs", "level", { "no token": [1000, 1002], halving: [750, 751] });
    expect(findingOf(input, "gpu.supply")).toBe(
      "Halving keeps 751 GPUs online on average, 25 % fewer than no token",
    );
  });

  it("says that nothing differs clearly where the differences under common luck do not tell", () => {
    const input = summaries("gpu.supply", "GPUs", "level", {
      "no token": [700, 720, 740],
      halving: [740, 730, 720],
    });
    expect(findingOf(input, "gpu.supply")).toBe(
      "No clear difference in GPUs online between no token and halving: means from 720 to 730 GPUs",
    );
  });

  it("tells a difference that common luck shows, however far replications lie apart", () => {
    const input = summaries("gpu.supply", "GPUs", "level", {
      "no token": [700, 720, 740],
      halving: [800, 821, 839],
    });
    expect(findingOf(input, "gpu.supply")).toBe(
      "Halving keeps 820 GPUs online on average, 14 % more than no token",
    );
  });

  it("calls a difference of ratios percentage points", () => {
    const input = summaries("providers.margin", "ratio", "ratio", {
      "no token": [0.1, 0.1],
      halving: [0.14, 0.14],
    });
    expect(findingOf(input, "providers.margin")).toBe(
      "Halving leaves providers a margin of 14 %, 4 percentage points higher than no token",
    );
  });

  it("says how many times from twice on", () => {
    const input = summaries("energy.joules", "J", "flow", {
      "no token": [1e12, 1e12],
      work: [3.1e12, 3.1e12],
    });
    expect(findingOf(input, "energy.joules")).toBe("Work uses 3.1 TJ, 3.1 times that of no token");
  });

  it("divides by no control that is zero", () => {
    const input = summaries("ledger.minted", "tokens", "flow", { "no token": [0, 0], halving: [2e6, 2e6] });
    expect(findingOf(input, "ledger.minted")).toBe(
      "Halving mints 2 million tokens, against none under no token",
    );
  });

  it("compares with the first design that has a value where the control has none", () => {
    const input = summaries("token.usd", "USD", "level", {
      "no token": [Number.NaN],
      a: [1, 1],
      b: [1.5, 1.5],
    });
    expect(findingOf(input, "token.usd")).toBe("B has a mean token price of 1.5 USD, 50 % higher than a");
  });

  it("says where no run has a value", () => {
    const input = summaries("token.usd", "USD", "level", { "no token": [Number.NaN], halving: [Number.NaN] });
    expect(findingOf(input, "token.usd")).toBe("No value of the token's price in any run");
  });

  it("warns of a single replication", () => {
    const input = summaries("gpu.supply", "GPUs", "level", { "no token": [1000], halving: [1100] });
    expect(findingOf(input, "gpu.supply")).toMatch(/^In one replication, halving keeps 1,100 GPUs/);
  });
});

describe("spreadOf", () => {
  it("interpolates between order statistics and leaves out what has no value", () => {
    // Type 7 of Hyndman and Fan on 0, 1, …, 10: the tenth is at 1, the median at 5, nine tenths at 9.
    const values = [10, 3, Number.NaN, 0, 7, 1, 9, 2, 8, 4, 6, 5];
    expect(spreadOf("d", values)).toEqual({ design: "d", count: 11, low: 1, mean: 5, median: 5, high: 9 });
  });
});
