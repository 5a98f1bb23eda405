import { DAY, HOUR, MINUTE, type Seconds } from "../units.ts";

/** Where the axis of waits, a logarithm of time, has its ticks. */
export const WAIT_TICKS: readonly (readonly [Seconds, string])[] = [
  [1, "1 s"],
  [10, "10 s"],
  [MINUTE, "1 min"],
  [10 * MINUTE, "10 min"],
  [HOUR, "1 h"],
  [6 * HOUR, "6 h"],
  [DAY, "1 day"],
  [7 * DAY, "1 week"],
  [30 * DAY, "30 days"],
  [365 * DAY, "1 year"],
];
