/**
 * How hot a GPU runs and what clock it keeps: one thermal mass, dT/dt = (P·R − (T − T_ambient)) / τ (Newton's law of
 * cooling), and a clock that falls with temperature from the onset of throttling.
 */
import { cos } from "../math.ts";
import { DAY, HOUR, YEAR } from "../units.ts";

/** °C at which data-centre GPUs begin to throttle (H100: 83 to 90), and at which they are at their slowest. */
const ONSET = 83;
const HOTTEST = 95;
const SLOWEST = 0.5;
/** Kelvin that would take the clock from 1 to 0. */
const SPAN = (HOTTEST - ONSET) / (1 - SLOWEST);

/**
 * The clock at which heat and throttling balance. Power follows the clock c, so T = T_ambient + rise·c, and with
 * c = 1 − (T − 83)/24 on the slope: c = (107 − T_ambient) / (24 + rise).
 *
 * @param rise kelvin above ambient at full clock: watts × thermal resistance
 */
export function steadyClock(rise: number, ambient: number): number {
  return Math.max(SLOWEST, Math.min(1, (ONSET + SPAN - ambient) / (SPAN + rise)));
}

/** Air around machines, °C: a yearly mean, and how far it swings up and down within a day and within a year. */
export interface Climate {
  readonly mean: number;
  readonly daily: number;
  /** Below 0 on the southern half of the globe. */
  readonly yearly: number;
}

const HOTTEST_HOUR = 15 * HOUR;
/** 15 July. */
const HOTTEST_DAY = 195 * DAY;

/** °C at a time counted from a midnight of 1 January: warmest at three in the afternoon and in the middle of July. */
export function ambientAt({ mean, daily, yearly }: Climate, time: number): number {
  const turn = 2 * Math.PI;
  return (
    mean +
    daily * cos((turn * (time - HOTTEST_HOUR)) / DAY) +
    yearly * cos((turn * (time - HOTTEST_DAY)) / YEAR)
  );
}
