import { areaY, axisX, axisY, gridX, gridY, lineY, type Markish } from "@observablehq/plot";
import { pow } from "../math.ts";
import type { Survival } from "../statistics/censored.ts";
import { spreadOf } from "../statistics/spread.ts";
import type { Seconds } from "../units.ts";
import type { Figure, FigureInput, Panel, ToldLine } from "./figure.ts";
import { summariesFrom } from "./future.ts";
import { contentWidth } from "./layout.ts";
import { numberText, quantityText } from "./number-text.ts";
import { designColor, designDash, isShown, lineLegend, MOST_OVERLAID, MUTED, RULE } from "./theme.ts";
import { type DesignCurve, waitCurve } from "./wait-curves.ts";
import { WAIT_TICKS } from "./wait-ticks.ts";
import { waitsCaption, waitsTitle } from "./wait-words.ts";
import { descriptionOf, futureSentence } from "./wording.ts";

/** Curves of the designs that have jobs, in the scenario's order; replications are pooled job by job. */
function curvesOf(input: FigureInput): DesignCurve[] {
  const from = summariesFrom(input);
  return input.scenario.designs.flatMap(({ name }) => {
    const runs = input.runs.filter(({ design, jobs }) => design === name && jobs);
    const curve = waitCurve(runs, from);
    return curve.count === 0
      ? []
      : [{ design: name, curve, each: runs.length > 1 ? runs.map((run) => waitCurve([run], from)) : [] }];
  });
}

/** The shares at rising times, NaN where nothing is known any more. */
function sharesAt({ time, share, longest }: Survival, times: readonly Seconds[]): number[] {
  let step = -1;
  return times.map((wait) => {
    while (step + 1 < time.length && time[step + 1]! <= wait) step++;
    const lasting = step < 0 ? 1 : share[step]!;
    return wait > longest && lasting > 0 ? Number.NaN : lasting;
  });
}

const POINTS = 240;

/** Times evenly on a log scale: from before waits end in numbers, a second at least, to the longest. */
function timesOf(curves: readonly DesignCurve[]): Seconds[] {
  const longest = Math.max(10, ...curves.map(({ curve }) => curve.longest));
  const first = Math.max(1, Math.min(longest / 10, ...curves.map(({ curve }) => 0.5 * firstEnd(curve))));
  return Array.from({ length: POINTS }, (_, at) => first * pow(longest / first, at / (POINTS - 1)));
}

/** When a fiftieth of the waits that are not over at once have ended; infinite where so many never do. */
function firstEnd({ time, share }: Survival): Seconds {
  const waiting = time[0] === 0 ? share[0]! : 1;
  return (
    time[share.findIndex((lasting, step) => time[step]! > 0 && lasting <= 0.98 * waiting)] ??
    Number.POSITIVE_INFINITY
  );
}

function curveMarks(
  { scenario }: FigureInput,
  { design, curve, each }: DesignCurve,
  times: Seconds[],
): Markish[] {
  const color = designColor(scenario, design);
  const dash = designDash(scenario, design);
  const isUnderlay = scenario.designs.length > 1 && design === scenario.control;
  const percent = (ratio: number) => ratio * 100;
  const shares = sharesAt(curve, times).map(percent);
  const line = lineY(shares, {
    x: times,
    y: shares,
    stroke: color,
    strokeWidth: isUnderlay ? 3 : 1.75,
    ...(dash === undefined ? {} : { strokeDasharray: dash }),
    curve: "step-after",
  });
  if (each.length === 0) return [line];
  const all = each.map((one) => sharesAt(one, times).map(percent));
  const spreads = times.map((_, at) => spreadOf(all.map((one) => one[at]!)));
  const band = areaY(spreads, {
    x: times,
    y1: "low",
    y2: "high",
    fill: color,
    fillOpacity: scenario.designs.length > 2 ? 0.08 : 0.16,
    curve: "step-after",
  });
  return [band, line];
}

function panelOf(input: FigureInput, all: readonly DesignCurve[]): Panel {
  const curves = all.filter(({ design }) => isShown(input, design));
  const times = timesOf(curves);
  const [first, last] = [times[0]!, times.at(-1)!];
  const ticks = WAIT_TICKS.filter(([time]) => time >= first && time <= last);
  const shown = ticks.map(([time]) => time);
  const axis = { color: MUTED, labelArrow: "none" } as const;
  // A wide line of the control shows where a design's covers it.
  const beneath = curves.filter(({ design }) => design === input.scenario.control);
  const above = curves.filter(({ design }) => design !== input.scenario.control);
  const width = contentWidth(input);
  const top = topOf(curves, first);
  return {
    told: { lines: linesOf(input, curves, times), placeText: durationOf, domain: [0, top] },
    options: {
      width,
      height: 360,
      marginLeft: 60,
      marginRight: 24,
      marginTop: 26,
      marginBottom: 36,
      x: { type: "log", domain: [first, last] },
      y: { domain: [0, top], nice: true },
      marks: [
        gridY({ stroke: RULE, strokeOpacity: 1, ticks: 6 }),
        gridX(shown, { stroke: RULE, strokeOpacity: 0.6 }),
        axisX(shown, {
          ...axis,
          tickSize: 4,
          label: "time waited (log scale)",
          text: (_: Seconds, at: number) => ticks[at]![1],
        }),
        axisY({
          ...axis,
          tickSize: 0,
          ticks: 6,
          label: "% of jobs still waiting",
          labelOffset: 60,
          tickFormat: (value: number) => numberText(value, 6),
        }),
        ...[...beneath, ...above].flatMap((curve) => curveMarks(input, curve, times)),
      ],
    },
  };
}

/** What each design's curve says at the times of the axis. */
const linesOf = (
  { scenario }: FigureInput,
  curves: readonly DesignCurve[],
  times: readonly Seconds[],
): ToldLine[] =>
  curves.map(({ design, curve }) => {
    const shares = sharesAt(curve, times);
    const text = (share: number) => `${quantityText(share, "ratio")} still wait`;
    const dash = designDash(scenario, design);
    return {
      name: curves.length > 1 ? design : "",
      color: designColor(scenario, design),
      ...(dash === undefined ? {} : { dash }),
      points: times.map((x, at) => ({ x, y: 100 * shares[at]!, text: text(shares[at]!) })),
    };
  });

const durationOf = (time: Seconds): string => `after ${quantityText(time, "s", 2)}`;

/** The most that still wait where the axis begins, in percent; never so little that the axis magnifies a single job. */
function topOf(curves: readonly DesignCurve[], first: Seconds): number {
  const shares = curves.flatMap(({ curve, each }) =>
    [curve, ...each].flatMap((one) => sharesAt(one, [first])),
  );
  return Math.max(1, ...shares.filter((share) => !Number.isNaN(share)).map((share) => 100 * share));
}

/** How long jobs wait until they first run, those that gave up not forgotten. */
export const waits: Figure = {
  name: "waits",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: [],
  applies: (input) => curvesOf(input).length > 0,
  plot: (input) => {
    const curves = curvesOf(input);
    const title = waitsTitle(input, curves);
    const what = "Share of jobs that still wait after a time";
    const replications = Math.max(...curves.map(({ each }) => each.length));
    const pooled =
      replications > 1
        ? `; line: jobs of ${replications} replications, band: 10–90 % of replications`
        : "; one replication";
    return {
      title,
      subtitle: `${futureSentence(input)}${what}; waits until a job first runs${pooled}.`,
      caption: waitsCaption(curves),
      legend: lineLegend(
        input.scenario,
        curves.map(({ design }) => design),
      ),
      panels: [panelOf(input, curves)],
      columns: 1,
      description: descriptionOf(input, title, what),
    };
  },
};
