import { axisX, axisY, gridY, rectY, ruleY } from "@observablehq/plot";
import type { Seconds } from "../units.ts";
import type { LegendItem, Panel } from "./figure.ts";
import { numberText, unitScale } from "./number-text.ts";
import { clipText } from "./text-width.ts";
import { INK, MUTED, RULE } from "./theme.ts";
import { timeUnit } from "./time-unit.ts";

/** What flows of a part from one time to another, at a rate a month: above 0 or below it. */
export interface FlowBar {
  readonly part: string;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly value: number;
}

export interface FlowBarsOptions {
  readonly title: string;
  readonly unit: string;
  /** Designs that it draws. */
  readonly designs: readonly string[];
  readonly until: Seconds;
  readonly width: number;
  readonly height: number;
  /** Parts in the order in which they are stacked, with their colours. */
  readonly parts: readonly LegendItem[];
}

const MARGIN_LEFT = 60;
const TITLE_FONT = 13;

/** A panel of bars over time that are stacked on both sides of 0. */
export function flowBarsPanel(bars: readonly FlowBar[], options: FlowBarsOptions): Panel {
  const { title, unit, designs, until, width, height, parts } = options;
  const time = timeUnit(until);
  const [low, high] = extentOf(bars);
  const scale = unitScale(unit, Math.max(-low, high));
  const colors = new Map(parts.map(({ label, color }) => [label, color]));
  const axis = { color: MUTED, labelArrow: "none" } as const;
  const tickFormat = (value: number) => numberText(value, 6);
  return {
    title: clipText(title, width, TITLE_FONT),
    designs,
    options: {
      width,
      height,
      marginLeft: MARGIN_LEFT,
      marginRight: 14,
      marginTop: 26,
      marginBottom: 36,
      x: { domain: [0, until / time.seconds] },
      y: { domain: [low / scale.factor, high / scale.factor], nice: true },
      marks: [
        gridY({ stroke: RULE, strokeOpacity: 1, ticks: 5 }),
        axisX({ ...axis, tickFormat, tickSize: 4, label: `time (${time.label})` }),
        axisY({
          ...axis,
          tickFormat,
          tickSize: 0,
          ticks: 5,
          label: `${scale.unit} a month`,
          labelOffset: MARGIN_LEFT,
        }),
        rectY([...bars], {
          x1: ({ start }: FlowBar) => start / time.seconds,
          x2: ({ end }: FlowBar) => end / time.seconds,
          y: ({ value }: FlowBar) => value / scale.factor,
          z: "part",
          order: parts.map(({ label }) => label),
          fill: ({ part }: FlowBar) => colors.get(part)!,
          insetLeft: 0.5,
          insetRight: 0.5,
          title: ({ part, value }: FlowBar) =>
            `${part}: ${numberText(value / scale.factor)} ${scale.unit} a month`,
        }),
        ruleY([0], { stroke: INK }),
      ],
    },
  };
}

/** Lowest and highest end of the stacks. */
function extentOf(bars: readonly FlowBar[]): [low: number, high: number] {
  const ends = (sign: 1 | -1): number[] => {
    const stacks = new Map<Seconds, number>();
    for (const { start, value } of bars)
      if (value * sign > 0) stacks.set(start, (stacks.get(start) ?? 0) + value);
    return [...stacks.values()];
  };
  return [Math.min(0, ...ends(-1)), Math.max(0, ...ends(1))];
}
