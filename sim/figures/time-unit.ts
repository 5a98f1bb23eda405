import { DAY, HOUR, MINUTE, type Seconds, YEAR } from "../units.ts";

/** Unit of a time axis, and of the rates drawn over it. */
export interface TimeUnit {
  readonly seconds: Seconds;
  readonly label: string;
  /** "a day": what a flow is divided by. */
  readonly rate: string;
}

const UNITS: readonly (TimeUnit & { readonly from: Seconds })[] = [
  { from: 6 * YEAR, seconds: YEAR, label: "years", rate: "a year" },
  { from: 4 * DAY, seconds: DAY, label: "days", rate: "a day" },
  { from: 4 * HOUR, seconds: HOUR, label: "hours", rate: "an hour" },
  { from: 4 * MINUTE, seconds: MINUTE, label: "minutes", rate: "a minute" },
  { from: 0, seconds: 1, label: "seconds", rate: "a second" },
];

/** The unit in which a horizon of this length reads best: days for months and a few years, years beyond. */
export const timeUnit = (horizon: Seconds): TimeUnit =>
  UNITS.find((unit) => horizon >= unit.from) ?? UNITS.at(-1)!;
