import type { RecordedJobs } from "../model/recorded-jobs.ts";
import type { Run } from "../run/result.ts";
import { durationText } from "../units.ts";
import { sentenceStart } from "./comparison.ts";
import type { Figure, FigureInput, LegendItem } from "./figure.ts";
import { summariesFrom } from "./future.ts";
import { rowsPanel, type UseLayer, usePanel, WAITING_COLOR } from "./gantt-panels.ts";
import { gpuUse, type JobSpan, type JobWindow, jobSpans, windowOf } from "./job-spans.ts";
import { numberText } from "./number-text.ts";
import { DESIGN_COLORS } from "./theme.ts";
import { waitCurve, waitFinding } from "./wait-curves.ts";
import { futureSentence } from "./wording.ts";

type RunWithJobs = Run & { readonly jobs: RecordedJobs };

const BINS = 440;
/** The first replication of the control, or of the first design that has jobs where the control has none. */
function chosenRun({ scenario, runs }: FigureInput): RunWithJobs | undefined {
  const order = [scenario.control, ...scenario.designs.map(({ name }) => name)];
  return runs
    .filter((run): run is RunWithJobs => (run.jobs?.job.length ?? 0) > 0)
    .sort((a, b) => order.indexOf(a.design) - order.indexOf(b.design) || a.replication - b.replication)[0];
}

/** A colour a class where there are no more than colours, else one for all. */
function classColors(spans: readonly JobSpan[]): ReadonlyMap<string, string> {
  const names = [...new Set(spans.map((span) => span.class))].sort();
  const isTold = names.length <= DESIGN_COLORS.length;
  return new Map(names.map((name, at) => [name, DESIGN_COLORS[isTold ? at : 0]!]));
}

function legendOf(colors: ReadonlyMap<string, string>): LegendItem[] {
  const waiting = { label: "waits", color: WAITING_COLOR };
  const distinct = new Set(colors.values());
  if (distinct.size < colors.size || colors.size === 1)
    return [waiting, { label: "runs", color: DESIGN_COLORS[0] }];
  return [waiting, ...[...colors].map(([name, color]) => ({ label: `runs: ${name || "no class"}`, color }))];
}

/** GPUs that run, a layer a colour, and on top those that are waited for. */
function layersOf(
  spans: readonly JobSpan[],
  colors: ReadonlyMap<string, string>,
  horizon: number,
): UseLayer[] {
  const running = [...new Set(colors.values())].map((color): UseLayer => {
    const own = spans.filter((span) => colors.get(span.class) === color);
    return { color, gpus: gpuUse(own, horizon, BINS).map((bin) => bin.running) };
  });
  const waiting = gpuUse(spans, horizon, BINS).map((bin) => bin.waiting);
  return [...running, { color: WAITING_COLOR, gpus: waiting }];
}

function captionOf({ from, to, isWhole, every, byMachine, spans }: JobWindow): string {
  const most = `the ${durationText(Math.round(to - from))} in which most GPUs were waited for, framed above`;
  const shown = isWhole ? "" : `Below: ${most}${every > 1 ? `, one in ${every} of its jobs` : ""}. `;
  const wentOn = spans.some(
    ({ running, outcome }) => running < 0.999 && ["finished", "running"].includes(outcome),
  )
    ? "A job that was stopped and went on is drawn as running throughout."
    : "";
  const hasOutcome = (name: string) => spans.some(({ outcome }) => outcome === name);
  const lost = hasOutcome("interrupted") ? "×: interrupted, its result lost. " : "";
  const left = hasOutcome("left") && !byMachine ? "○: left the queue. " : "";
  return `${shown}${lost}${left}${wentOn}`.trimEnd();
}

/** Who waits, who runs and how it ends: the jobs of one run, one by one. */
export const gantt: Figure = {
  name: "gantt",
  ofPlaces: true,
  shows: "one future",
  needs: [],
  applies: (input) => chosenRun(input) !== undefined,
  plot: (input) => {
    const run = chosenRun(input)!;
    const spans = jobSpans(run.jobs, input.scenario.until);
    const use = gpuUse(spans, input.scenario.until, BINS);
    const window = windowOf(spans, use, input.scenario.until);
    const colors = classColors(spans);
    const under = input.scenario.designs.length > 1 ? `under ${run.design}, ` : "";
    const title = sentenceStart(under + waitFinding(waitCurve([run], summariesFrom(input))));
    const what = `${numberText(spans.length, 9)} jobs of one run: design ${run.design}, replication ${run.replication}`;
    return {
      title,
      subtitle: `${futureSentence(input)}${what}.`,
      caption: captionOf(window),
      legend: legendOf(colors),
      panels: [
        usePanel(input, layersOf(spans, colors, input.scenario.until), window),
        rowsPanel(input, window, colors),
      ],
      columns: 1,
      description: `${title}. ${what}, from submission over start to end.`,
    };
  },
};
