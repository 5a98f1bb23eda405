import { areaY, axisX, axisY, dot, gridX, gridY, type Markish, rect, ruleY } from "@observablehq/plot";
import type { Seconds } from "../units.ts";
import type { FigureInput, Panel } from "./figure.ts";
import { type JobWindow, lanesOf } from "./job-spans.ts";
import { contentWidth } from "./layout.ts";
import { numberText } from "./number-text.ts";
import { INK, MUTED, RULE } from "./theme.ts";
import { type TimeUnit, timeUnit } from "./time-unit.ts";

export const WAITING_COLOR = "#b9c0c8";
const SIDES = { marginLeft: 60, marginRight: 24, marginTop: 26, marginBottom: 36 } as const;

const axis = { color: MUTED, labelArrow: "none" } as const;
const grid = { stroke: RULE, strokeOpacity: 1 } as const;
const tickFormat = (value: number): string => numberText(value, 6);
const timeAxis = ({ label }: TimeUnit): Markish =>
  axisX({ ...axis, tickFormat, tickSize: 4, label: `time (${label})` });

/** GPUs in bins of equal length over the run, drawn on top of those before. */
export interface UseLayer {
  readonly color: string;
  readonly gpus: readonly number[];
}

/** GPUs of all jobs over the whole run. */
export function usePanel(
  input: FigureInput,
  layers: readonly UseLayer[],
  { from, to, isWhole }: JobWindow,
): Panel {
  const { until } = input.scenario;
  const time = timeUnit(until);
  const frame = { x1: from / time.seconds, x2: to / time.seconds };
  return {
    title: "GPUs of all jobs: running, and on top waited for",
    titleOffset: SIDES.marginLeft,
    options: {
      ...SIDES,
      width: contentWidth(input),
      height: 190,
      x: { domain: [0, until / time.seconds] },
      y: { nice: true },
      marks: [
        gridY({ ...grid, ticks: 4 }),
        ...layerMarks(layers, until / time.seconds),
        ...(isWhole ? [] : [rect([0], { ...frame, stroke: INK, strokeWidth: 1, fill: "none" })]),
        timeAxis(time),
        axisY({ ...axis, tickFormat, tickSize: 0, ticks: 4, label: "GPUs", labelOffset: SIDES.marginLeft }),
      ],
    },
  };
}

function layerMarks(layers: readonly UseLayer[], until: number): Markish[] {
  let below: readonly number[] = layers[0]!.gpus.map(() => 0);
  return layers.map(({ color, gpus }) => {
    const [y1, y2] = [below, gpus.map((value, bin) => below[bin]! + value)];
    below = y2;
    const x = gpus.map((_, bin) => (bin * until) / gpus.length);
    return areaY(gpus, { x, y1, y2, fill: color, curve: "step-after" });
  });
}

/** A bar of a row: from a time to another. */
interface Bar {
  readonly row: number;
  readonly from: Seconds;
  readonly to: Seconds;
  readonly color: string;
}

interface Rows {
  readonly bars: readonly Bar[];
  readonly marks: readonly { readonly row: number; readonly end: Seconds; readonly outcome: string }[];
  readonly count: number;
  /** Where each machine's rows begin, and its number. */
  readonly machines: readonly { readonly row: number; readonly machine: number }[];
}

/** A row a job, in order of submission. */
function jobRows({ spans }: JobWindow, colors: ReadonlyMap<string, string>): Rows {
  const bars = spans.flatMap((span, row): Bar[] => [
    { row, from: span.submitted, to: span.started, color: WAITING_COLOR },
    { row, from: span.started, to: span.end, color: colors.get(span.class)! },
  ]);
  return {
    bars,
    marks: spans.map(({ end, outcome }, row) => ({ row, end, outcome })),
    count: spans.length,
    machines: [],
  };
}

/** Rows of a machine as many as it runs jobs at a time. */
function machineRows({ spans }: JobWindow, colors: ReadonlyMap<string, string>): Rows {
  const ran = spans.filter(({ started, end }) => end > started).sort((a, b) => a.started - b.started);
  const machines = [...new Set(ran.map(({ machine }) => machine))].sort((a, b) => a - b);
  const bars: Bar[] = [];
  const marks: Rows["marks"][number][] = [];
  const starts: Rows["machines"][number][] = [];
  let count = 0;
  for (const machine of machines) {
    const own = ran.filter((span) => span.machine === machine);
    const { lane, count: lanes } = lanesOf(own);
    starts.push({ row: count, machine });
    own.forEach((span, at) => {
      const row = count + lane[at]!;
      bars.push({ row, from: span.started, to: span.end, color: colors.get(span.class)! });
      marks.push({ row, end: span.end, outcome: span.outcome });
    });
    count += lanes;
  }
  return { bars, marks, count, machines: starts };
}

/** The window's jobs or machines from top to bottom. */
export function rowsPanel(input: FigureInput, window: JobWindow, colors: ReadonlyMap<string, string>): Panel {
  const { until } = input.scenario;
  const { from, to, byMachine } = window;
  const time = timeUnit(until);
  const { bars, marks, count, machines } = byMachine ? machineRows(window, colors) : jobRows(window, colors);
  const x = (end: Seconds) => Math.min(to, Math.max(from, end)) / time.seconds;
  const gap = count <= 120 ? 0.12 : 0;
  const ended = (outcome: string) => marks.filter((mark) => mark.outcome === outcome && mark.end < to);
  const place = { x: ({ end }: { end: Seconds }) => x(end), y: ({ row }: { row: number }) => row + 0.5 };
  const every = Math.max(1, Math.ceil(machines.length / 30));
  const labelled = machines.filter((_, at) => at % every === 0);
  const label = byMachine ? "machine" : "jobs, first submitted on top";
  return {
    title: byMachine ? "What each machine runs" : "Jobs one by one",
    titleOffset: SIDES.marginLeft,
    options: {
      ...SIDES,
      width: contentWidth(input),
      height: Math.round(62 + Math.min(560, Math.max(120, count * 12))),
      x: { domain: [from / time.seconds, to / time.seconds] },
      y: { domain: [count, 0] },
      marks: [
        gridX({ ...grid }),
        rect(
          bars.filter((bar) => bar.to > from && bar.from < to && bar.to > bar.from),
          {
            x1: (bar: Bar) => x(bar.from),
            x2: (bar: Bar) => x(bar.to),
            y1: (bar: Bar) => bar.row + gap,
            y2: (bar: Bar) => bar.row + 1 - gap,
            fill: "color",
          },
        ),
        ruleY(
          machines.map(({ row }) => row),
          { stroke: RULE },
        ),
        dot(ended("interrupted"), { ...place, symbol: "times", stroke: INK, r: 3 }),
        dot(ended("left"), { ...place, symbol: "circle", stroke: INK, fill: "white", r: 2 }),
        timeAxis(time),
        ...(byMachine
          ? [
              axisY(
                labelled.map(({ row }) => row + 0.5),
                {
                  ...axis,
                  tickSize: 0,
                  label,
                  labelOffset: SIDES.marginLeft,
                  text: (_: number, at: number) => String(labelled[at]!.machine),
                },
              ),
            ]
          : [axisY([], { ...axis, tickSize: 0, label, labelOffset: SIDES.marginLeft })]),
      ],
    },
  };
}
