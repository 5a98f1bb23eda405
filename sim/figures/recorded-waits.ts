/*
 * Above 200 lines: two panels of one comparison, what was recorded and what is simulated, that share accounts, lines and
 * ticks.
 */

import { axisX, axisY, gridY, lineY, type Markish } from "@observablehq/plot";
import type { Index } from "../indexed.ts";
import { pow } from "../math.ts";
import type { RecordedJobs } from "../model/recorded-jobs.ts";
import type { Seconds } from "../units.ts";
import { sentenceStart } from "./comparison.ts";
import type { Figure, FigureInput, Panel } from "./figure.ts";
import { columnsOn, panelWidth } from "./layout.ts";
import { numberText, quantityText } from "./number-text.ts";
import { designColor, INK, isShown, MOST_OVERLAID, MUTED, RULE } from "./theme.ts";
import { timeUnit } from "./time-unit.ts";
import { WAIT_TICKS } from "./wait-ticks.ts";
import { descriptionOf, futureSentence } from "./wording.ts";

/** Times of one account of the same jobs: of the record, or of a design's run. */
interface Account {
  readonly name: string;
  readonly color: string;
  readonly dash?: string;
  /** When jobs started, rising; those that have. */
  readonly starts: Float64Array;
  /** What they waited for that, rising. */
  readonly waits: Float64Array;
  /** Jobs in all. */
  readonly count: number;
}

const DASH = "6 4";
const POINTS = 200;

/** The record first, and then each design's first replication. */
function accountsOf({ scenario, runs }: FigureInput): Account[] {
  const accounts = scenario.designs.flatMap(({ name }): (Account & { jobs: RecordedJobs })[] => {
    const own = runs.filter((run) => run.design === name && hasRecord(run.jobs));
    const first = own.sort((one, other) => one.replication - other.replication)[0];
    if (!first?.jobs) return [];
    const color = designColor(scenario, name);
    return [{ name, color, ...accountOf(first.jobs, (jobs, row) => jobs.started[row]), jobs: first.jobs }];
  });
  if (accounts.length === 0) return [];
  const recorded = accountOf(
    accounts[0]!.jobs,
    ({ submitted, recordedWait }, row) => submitted[row] + recordedWait[row],
  );
  return [{ name: "record", color: INK, dash: DASH, ...recorded }, ...accounts];
}

const hasRecord = (jobs: RecordedJobs | undefined): boolean =>
  jobs?.recordedWait.some((wait) => !Number.isNaN(wait)) ?? false;

/** Of the jobs of which the record knows the wait. */
function accountOf(
  jobs: RecordedJobs,
  startOf: (jobs: RecordedJobs, row: Index) => Seconds,
): Pick<Account, "starts" | "waits" | "count"> {
  const starts: number[] = [];
  const waits: number[] = [];
  let count = 0;
  for (let row: Index = 0; row < jobs.job.length; row++) {
    if (Number.isNaN(jobs.recordedWait[row])) continue;
    count++;
    const start = startOf(jobs, row);
    if (Number.isNaN(start)) continue;
    starts.push(start);
    waits.push(start - jobs.submitted[row]);
  }
  return { starts: Float64Array.from(starts).sort(), waits: Float64Array.from(waits).sort(), count };
}

/** How many of rising values are at most so much. */
function countUpTo(values: Float64Array, most: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle: Index = (low + high) >>> 1;
    if (values[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

function stepLines(
  accounts: readonly Account[],
  x: readonly number[],
  y: (of: Account) => number[],
): Markish[] {
  // The record lies on top: it is what the others are held against.
  return [...accounts].reverse().map((account) => {
    const values = y(account);
    return lineY(values, {
      x,
      y: values,
      stroke: account.color,
      // A run that does as the record does shows on both sides of it.
      strokeWidth: account.dash ? 1.5 : 2.75,
      ...(account.dash ? { strokeDasharray: account.dash } : {}),
      curve: "step-after",
    });
  });
}

const FRAME = { height: 320, marginLeft: 60, marginRight: 20, marginTop: 26, marginBottom: 36 } as const;
const AXIS = { color: MUTED, labelArrow: "none" } as const;
const GRID = gridY({ stroke: RULE, strokeOpacity: 1, ticks: 6 });

const axisOfCounts = (label: string): Markish =>
  axisY({
    ...AXIS,
    tickSize: 0,
    ticks: 6,
    label,
    labelOffset: 60,
    tickFormat: (value: number) => numberText(value, 6),
  });

const COLUMNS = 2;

const widthOn = (input: FigureInput): number => panelWidth(input, columnsOn(input, COLUMNS));

function startsPanel(input: FigureInput, accounts: readonly Account[]): Panel {
  const { scenario } = input;
  const last = Math.min(scenario.until, Math.max(...accounts.map(({ starts }) => starts.at(-1) ?? 0)));
  const unit = timeUnit(last);
  const times = Array.from({ length: POINTS }, (_, at) => (last * at) / (POINTS - 1));
  return {
    title: "Jobs that have started",
    titleOffset: FRAME.marginLeft,
    options: {
      ...FRAME,
      width: widthOn(input),
      y: { domain: [0, Math.max(...accounts.map(({ count }) => count))], nice: true },
      marks: [
        GRID,
        axisX({ ...AXIS, tickSize: 4, ticks: 6, label: unit.label }),
        axisOfCounts("jobs"),
        ...stepLines(
          accounts,
          times.map((time) => time / unit.seconds),
          ({ starts }) => times.map((time) => countUpTo(starts, time)),
        ),
      ],
    },
  };
}

/** This panel is half as wide as the figure of waits. */
const TICKS = WAIT_TICKS.filter(([time]) => time !== 10);

function waitsPanel(input: FigureInput, accounts: readonly Account[]): Panel {
  const longest = Math.max(10, ...accounts.map(({ waits }) => waits.at(-1) ?? 0));
  const times = Array.from({ length: POINTS }, (_, at) => pow(longest, at / (POINTS - 1)));
  const ticks = TICKS.filter(([time]) => time <= longest);
  return {
    title: "Jobs that wait longer than a time",
    titleOffset: FRAME.marginLeft,
    options: {
      ...FRAME,
      width: widthOn(input),
      x: { type: "log", domain: [1, longest] },
      y: { domain: [0, 100] },
      marks: [
        GRID,
        axisX(
          ticks.map(([time]) => time),
          {
            ...AXIS,
            tickSize: 4,
            label: "time waited (log scale)",
            text: (_: Seconds, at: number) => ticks[at]![1],
          },
        ),
        axisOfCounts("% of jobs"),
        ...stepLines(accounts, times, ({ waits, count }) =>
          times.map((time) => (100 * (count - countUpTo(waits, time))) / count),
        ),
      ],
    },
  };
}

/** "Half of the jobs wait longer than 12 min in the record, 3 min here"; by design where there are several. */
function titleOf(accounts: readonly Account[]): string {
  const [record, ...designs] = accounts.map(({ name, waits, count }) => {
    const middle = waits[Math.floor((count - 1) / 2)];
    return { name, text: middle === undefined ? "the run" : quantityText(middle, "s", 2) };
  });
  const simulated =
    designs.length === 1
      ? `${designs[0]!.text} here`
      : designs.map(({ name, text }) => `${text} under ${name}`).join(", ");
  return sentenceStart(`half of the jobs wait longer than ${record!.text} in the record, ${simulated}`);
}

/** When jobs started in the record that they come from, and when they do here. */
export const recordedWaits: Figure = {
  name: "recorded-waits",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: [],
  applies: (input) => accountsOf(input).length > 0,
  plot: (input) => {
    const accounts = accountsOf(input);
    const shown = accounts.filter(({ name, dash }) => dash !== undefined || isShown(input, name));
    const title = titleOf(accounts);
    const what = "First starts of recorded jobs, in the record and in the first replication";
    const [record] = accounts;
    const waiting = accounts.filter(({ starts, count }) => starts.length < count);
    return {
      title,
      subtitle: `${futureSentence(input)}${what}; ${numberText(record!.count, 9)} jobs of which the record knows the wait.`,
      caption:
        waiting.length === 0
          ? ""
          : `Not started by the end: ${waiting.map(({ name, starts, count }) => `${numberText(count - starts.length, 9)} (${name})`).join(", ")}.`,
      legend: accounts.map(({ name, color, dash }) =>
        dash ? { label: name, color, dash } : { label: name, color, designs: [name] },
      ),
      panels: [startsPanel(input, shown), waitsPanel(input, shown)],
      columns: columnsOn(input, COLUMNS),
      description: descriptionOf(input, title, what),
    };
  },
};
