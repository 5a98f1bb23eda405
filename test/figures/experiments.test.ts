import { describe, expect, it } from "vitest";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { drawAll } from "../../sim/figures/svg.ts";
import { expectSnapshot } from "./snapshot.ts";
import {
  branchedInput,
  factorialInput,
  frontierInput,
  gridInput,
  sampledInput,
  startsInput,
} from "./synthetic-experiments.ts";

const EXPERIMENTS: readonly [name: string, figure: string, input: () => FigureInput][] = [
  ["differences", "differences", branchedInput],
  ["differences-of-a-factorial", "differences", factorialInput],
  ["branch-effects", "branch-effects", branchedInput],
  ["headline", "headline", branchedInput],
  ["headline-of-a-factorial", "headline", factorialInput],
  ["frontier", "frontier", frontierInput],
  ["sweep", "sweep", frontierInput],
  ["sweep-of-a-grid", "sweep", gridInput],
  ["paths", "paths", startsInput],
  ["sensitivity", "sensitivity", sampledInput],
];

const draw = (input: FigureInput, name: string) => drawAll(input).find((figure) => figure.name === name)!;
const titleOf = (input: FigureInput, name: string) => draw(input, name).drawing.title;

describe("figures of experiments", () => {
  it.each(EXPERIMENTS)("%s looks as it did", (name, figure, input) => {
    expectSnapshot(name, draw(input(), figure).svg);
  });

  it("do not depend on the order of the runs", () => {
    for (const [, name, input] of EXPERIMENTS) {
      const made = input();
      expect(draw({ ...made, runs: made.runs.toReversed() }, name).svg).toBe(draw(made, name).svg);
    }
  });

  it("write no value that is none", () => {
    for (const [, , input] of EXPERIMENTS)
      for (const { svg } of drawAll(input())) expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("have words for those who cannot see them", () => {
    for (const [, name, input] of EXPERIMENTS) {
      const { svg, drawing } = draw(input(), name);
      expect(svg).toContain('role="img"');
      expect(drawing.description).toContain("no token, ");
    }
  });
});

// The numbers are those of synthetic-experiments.ts: what GPUs each design keeps in each future is written there.
describe("titles of experiments", () => {
  it("tell the largest difference from the control with its interval", () => {
    // 1030 − 300 + 120 = 850 against 1000 − 300 = 700.
    expect(titleOf(branchedInput(), "differences")).toMatch(
      /^Burn and mint keeps 850 GPUs online on average, 150 GPUs more than no token \(95 %: \d+ to \d+\)$/,
    );
  });

  it("tell what a shock takes from the control, and from the design that differs most", () => {
    expect(titleOf(branchedInput(), "branch-effects")).toBe(
      "Demand halves: 300 GPUs fewer under no token, 180 GPUs fewer under burn and mint",
    );
  });

  it("tell the lowest and the highest price of a gain", () => {
    // 500,000 / (150 × 8,760) = 0.38; 900,000 / (50 × 8,760) = 2.05.
    expect(titleOf(branchedInput(), "headline")).toMatch(
      /^USD of emission per GPU-hour retained: 0\.38 \(95 %: .*\) under burn and mint, 2\.1 under fixed emission$/,
    );
  });

  it("say for how many designs no price is established", () => {
    expect(titleOf(factorialInput(), "headline")).toMatch(/; not established for 5 designs$/);
  });

  it("say that nothing is established where no design gains", () => {
    const input = branchedInput();
    const level = input.runs.map((run) => ({ ...run, summary: { ...run.summary, "gpu.offered": 5 } }));
    expect(titleOf({ ...input, runs: level }, "headline")).toBe(
      "USD of emission per GPU-hour retained: not established for any design, none clearly gains over no token",
    );
  });

  it("draw no difference of a measure that all designs have the same of, and name it", () => {
    const input = branchedInput();
    const [first, measure] = Object.keys(input.runs[0]!.summary) as [string, string];
    const alike = input.runs.map((run) => ({ ...run, summary: { ...run.summary, [measure]: 7 } }));
    const scenario = { ...input.scenario, measures: [first, measure] };
    const { drawing } = draw({ ...input, scenario, runs: alike }, "differences");
    const [, same] = /The same under all designs: (.*)\./.exec(drawing.caption ?? "") ?? [];
    expect(same).toBeDefined();
    for (const { title } of drawing.panels) expect(same).not.toBe(title);
  });

  it("tell where a sweep gains most, and for how much", () => {
    // 100 × 2 × 6 / 7 = 171 GPUs; 300,000 × 6 × 1.2 = 2.16 million USD.
    expect(titleOf(frontierInput(), "frontier")).toMatch(
      /^Bonded ratio gains most, 171 GPUs over no token \(95 %: .*\), for 2\.16 million USD$/,
    );
  });

  it("say under which designs starts meet", () => {
    expect(titleOf(startsInput(), "paths")).toBe(
      "GPUs online from 3 starts meet under no token, fixed emission and bonded ratio, stay apart under burn and mint",
    );
  });

  it("tell in how many draws a claim holds, and what decides", () => {
    // 860 + 400 (0.2 − h) against 840: kept below a hurdle rate of 0.25, so in 45 of 60 evenly spread draws.
    expect(titleOf(sampledInput(), "sensitivity")).toBe(
      "Burn and mint is best in GPUs online in 45 of 60 draws: cohorts.hurdleRate decides most",
    );
  });
});

describe("figures of a factorial", () => {
  const drawn = drawAll(factorialInput());

  it("are those that bear sixteen designs", () => {
    expect(drawn.map(({ name }) => name)).toEqual(["differences", "headline"]);
  });

  it("colour designs by the leading part of their name, and say so", () => {
    expect(drawn[0]!.drawing.legend?.map(({ label }) => label)).toEqual(["PoW", "PoS"]);
  });
});

describe("figures of one replication", () => {
  const input = branchedInput();
  const single = { ...input, runs: input.runs.filter(({ replication }) => replication === 0) };

  it("claim nothing and have no intervals", () => {
    expect(titleOf(single, "differences")).toMatch(
      /^In one replication, burn and mint keeps .* than no token$/,
    );
    expect(draw(single, "differences").drawing.caption).toContain("One replication has no interval");
    expect(titleOf(single, "headline")).toContain("not established for any design");
    for (const { svg } of drawAll(single)) expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
