import { describe, expect, test } from "vitest";
import type { Outcome } from "../../sim/cli/folders/run-and-store.ts";
import { comparisonJson, comparisonText } from "../../sim/cli/words/compare-text.ts";
import { closingText, outcomeJson } from "../../sim/cli/words/run-summary.ts";
import { sweepJson, sweepText } from "../../sim/cli/words/sweep-text.ts";
import { DefectError } from "../../sim/errors.ts";
import { runName } from "../../sim/experiment/store/columns.ts";
import type { Manifest } from "../../sim/experiment/store/manifest.ts";
import type { FigureInput } from "../../sim/figures/figure.ts";
import { reportPage } from "../../sim/figures/report.ts";
import { drawAll } from "../../sim/figures/svg.ts";
import type { Run } from "../../sim/run/result.ts";
import { chainInput, queueInput } from "./generic-runs.ts";
import {
  branchedInput,
  factorialInput,
  frontierInput,
  sampledInput,
  startsInput,
} from "./synthetic-experiments.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

/** Experiments of every kind, in whole. */
const EXPERIMENTS: readonly (readonly [string, FigureInput])[] = [
  ["a queue", queueInput()],
  ["a chain", chainInput()],
  ["a network", syntheticNetwork()],
  ["branches", branchedInput()],
  ["a factorial", factorialInput()],
  ["a branched factorial", factorialInput(["none", "halves"])],
  ["a frontier", frontierInput()],
  ["starts", startsInput()],
  ["a sample", sampledInput()],
];

/** A job is a run with all of its branches. */
const jobOf = (run: Run): string => runName({ ...run, branch: "" });

/** What may come to nothing: all of a design, of a replication or of a point, and combinations. */
function lacking({ runs, scenario }: FigureInput): [what: string, runs: Run[]][] {
  const [first, second] = scenario.designs.map(({ name }) => name);
  const points = [...new Set(runs.map(({ point }) => point))];
  const last = points.at(-1)!;
  const names = [...new Set(runs.map(jobOf))];
  const without = (what: string, isGone: (run: Run) => boolean): [string, Run[]] => [
    what,
    runs.filter((run) => !isGone(run)),
  ];
  return [
    without("the control", ({ design }) => design === scenario.control),
    without("the first design", ({ design }) => design === first),
    without("the second design", ({ design }) => design === second),
    without("all but the first design", ({ design }) => design !== first),
    without(
      "the control's first replication",
      (run) => run.design === scenario.control && run.replication === 0,
    ),
    without("all but one replication of a design", (run) => run.design === first && run.replication > 0),
    without("the last point", ({ point }) => point === last && points.length > 1),
    without(
      "the control at the first point",
      (run) => run.design === scenario.control && run.point === points[0],
    ),
    without("what two designs have in common", (run) =>
      run.design === first ? run.replication % 2 === 0 : run.replication % 2 === 1,
    ),
    without("all but the first job", (run) => jobOf(run) !== names[0]),
    without("every second job", (run) => names.indexOf(jobOf(run)) % 2 === 0),
  ].filter(([, left]) => left!.length > 0 && left!.length < runs.length) as [string, Run[]][];
}

describe.each(EXPERIMENTS.filter(([, whole]) => lacking(whole).length > 0))(
  "where runs of %s came to nothing",
  (_, whole) => {
    test.each(lacking(whole))("%s: the rest is drawn and told", (_what, runs) => {
      const input = { ...whole, runs };
      const drawn = drawAll(input);
      expect(reportPage(input, drawn, { version: "0.0.0", assumptions: [], failures: [] })).toContain(
        "<html",
      );
      for (const { svg } of drawn) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      const counts = whole.scenario.designs.map(
        ({ name }) => runs.filter((run) => run.design === name).length,
      );
      if (new Set(counts).size > 1)
        for (const { drawing } of drawn) expect(drawing.caption).toContain("Some runs came to nothing:");
      const outcome = outcomeOf(whole, runs);
      const asked = { measures: undefined, defaulted: false };
      const texts = [closingText(outcome), comparisonText(outcome, asked)];
      const json: object[] = [outcomeJson(outcome), comparisonJson(outcome, asked)];
      if (whole.points.length > 0) {
        texts.push(sweepText(outcome, asked));
        json.push(sweepJson(outcome, asked));
      }
      for (const text of texts) {
        expect(text).not.toMatch(/NaN|Infinity|undefined/);
        expect(text).toContain("came to nothing");
      }
      for (const each of json) expect(each).toMatchObject({ failures: expect.arrayContaining([]) });
    });
  },
);

/** The outcome of a command in which the other runs came to nothing. */
function outcomeOf({ runs: all, scenario, points }: FigureInput, runs: readonly Run[]): Outcome {
  const jobs = [...new Map(all.map((run) => [jobOf(run), run]))].map(([name, run]) => ({
    ...run,
    key: name,
    name,
    luck: "own" as const,
    settings: {},
  }));
  const made = new Set(runs.map(jobOf));
  const replications = 1 + Math.max(...all.map(({ replication }) => replication));
  return {
    plan: { resolved: scenario, scenarioHash: "", code: "", replications, points, jobs },
    runs,
    failures: jobs
      .filter(({ name }) => !made.has(name))
      .map((job) => ({ job, error: new DefectError("It came to nothing.") })),
    manifest: { files: {}, runs: [], format: "parquet" } as unknown as Manifest,
    reused: 0,
    folder: "results/lacking",
    movedTo: undefined,
    allMeasures: false,
  };
}
