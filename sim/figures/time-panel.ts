import { bands, type DrawnBand, samplesPerPoint } from "./bands.ts";
import type { FigureInput, Panel } from "./figure.ts";
import { linePanel } from "./line-panel.ts";
import { definitionOf } from "./measure-catalogue.ts";
import { designColor, designDash } from "./theme.ts";
import { type TimeUnit, timeUnit } from "./time-unit.ts";

/** A measure to draw over time, with how its lines stand apart from the designs' where several are drawn. */
export interface TimeSeries {
  readonly measure: string;
  /** Left out: the designs' colours, with bands. */
  readonly reference?: { readonly name: string; readonly color: string; readonly dash: string };
}

export interface TimePanelOptions {
  readonly title?: string;
  readonly width: number;
  readonly height: number;
  /** Whether the lines bear their names at their ends, where there is room. */
  readonly named?: boolean;
  /** Points of a line at most. */
  readonly points: number;
}

function bandsOfSeries(input: FigureInput, series: TimeSeries, time: TimeUnit, points: number): DrawnBand[] {
  const isFlow = definitionOf(input, series.measure)?.kind === "flow";
  const own = bands(input, series.measure, isFlow ? { points, rateOver: time.seconds } : { points });
  const { reference } = series;
  // A reference is the same in every design: the first that has it stands for all.
  if (reference) {
    return own
      .slice(0, 1)
      .map((band) => ({ ...band, ...reference, width: 1.2, isReference: true, isUnderlay: true }));
  }
  const { scenario } = input;
  return own.map((band) => {
    const isUnderlay = scenario.designs.length > 1 && band.design === scenario.control;
    const color = designColor(scenario, band.design);
    const dash = designDash(scenario, band.design);
    return { ...band, color, dash, width: isUnderlay ? 3 : 1.75, isReference: false, isUnderlay };
  });
}

/** A panel of measures of one unit over time: means of the designs with their 10–90 % bands, warm-up shaded. */
export function timePanel(
  input: FigureInput,
  series: readonly TimeSeries[],
  options: TimePanelOptions,
): Panel {
  const time = timeUnit(input.scenario.until);
  const drawn = series.flatMap((one) => bandsOfSeries(input, one, time, options.points));
  return linePanel(input, drawn, definitionOf(input, series[0]!.measure), options);
}

/** "Each point is the mean of 2 samples" where a series is too long for its panel; empty otherwise. */
export function thinningNote({ runs }: FigureInput, points: number): string {
  const samples = runs.reduce((most, run) => Math.max(most, run.t.length), 0);
  const stride = samplesPerPoint(samples, points);
  return stride === 1 ? "" : `Each point is the mean of ${stride} samples.`;
}
