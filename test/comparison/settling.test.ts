import { expect, test } from "vitest";
import { type Settling, settling, settlingSentence } from "../../sim/comparison/settling.ts";
import type { Run } from "../../sim/run/result.ts";
import { DAY } from "../../sim/units.ts";
import { runOf } from "../experiment/runs.ts";
import { branched, outcomesOf } from "./by-hand.ts";

const SAMPLES = 400;

/** 1,000 GPUs, a few more and fewer by turns; the first `late` days lie 300 below. */
function fleet(replication: number, late: number, more: Partial<Run> = {}): Run {
  const supply = Array.from(
    { length: SAMPLES },
    (_, day) => (day < late ? 700 : 1_000) + (day % 2 === 0 ? 5 : -5) + replication,
  );
  const measures = { "gpu.supply": { unit: "GPUs", kind: "level", doc: "", publisher: "test" } } as const;
  return runOf("base", replication, supply, {
    series: { "gpu.supply": Float64Array.from(supply) },
    measures,
    ...more,
  });
}

const settled = (runs: readonly Run[], warmUp: number, more = {}): Settling => {
  const outcomes = outcomesOf(runs, more);
  return settling({ ...outcomes, scenario: { ...outcomes.scenario, warmUp } })[0]!;
};

test("a transient within the warm-up is left out of the summaries, and that is said", () => {
  const found = settled(
    [0, 1, 2].map((replication) => fleet(replication, 50)),
    60 * DAY,
  );
  expect(found).toMatchObject({ design: "base", measure: "gpu.supply", outcome: "left out" });
  // Means of five samples: it ends with sample 50.
  expect(found.found).toMatchObject({ steady: true, index: 50 });
  expect(settlingSentence(found, 60 * DAY)).toBe(
    "GPUs online of base has settled after 51 d (MSER-5), within the warm-up of 60 d",
  );
});

test("a transient that lasts longer than the warm-up is in the summaries", () => {
  const found = settled(
    [0, 1, 2].map((replication) => fleet(replication, 100)),
    60 * DAY,
  );
  expect(found.outcome).toBe("counted");
  expect(settlingSentence(found, 60 * DAY)).toMatch(/later than the warm-up of 60 d, so that summaries hold/);
});

test("only what lies before futures part is asked: a shock is no transient", () => {
  const shocked = [0, 1].map((replication) => {
    const run = fleet(replication, 50, { branch: "none" });
    run.series["gpu.supply"]!.fill(0, 300);
    return run;
  });
  const branches = { ...branched("none", "shock"), at: 300 * DAY };
  expect(settled(shocked, 60 * DAY, { branches }).outcome).toBe("left out");
});

test("a series that is too short, and runs whose series were not kept, say nothing", () => {
  const short = runOf("base", 0, [1, 2, 3], {
    series: { "gpu.supply": Float64Array.of(1, 2, 3) },
    measures: { "gpu.supply": { unit: "GPUs", kind: "level", doc: "", publisher: "test" } },
  });
  expect(settled([short], DAY).outcome).toBe("too short");
  expect(settled([{ ...short, series: {} }], DAY)).toBeUndefined();
});
