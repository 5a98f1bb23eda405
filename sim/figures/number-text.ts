import { log10 } from "../math.ts";
import { DAY, HOUR, MINUTE, YEAR } from "../units.ts";

/** How a quantity is written: divided by `factor`, followed by `unit`. */
export interface UnitScale {
  readonly factor: number;
  readonly unit: string;
}

const NO_VALUE = "–";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const WORDS: readonly (readonly [number, string])[] = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];
const SI_PREFIXES: readonly (readonly [number, string])[] = [
  [1e21, "Z"],
  [1e18, "E"],
  [1e15, "P"],
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];
const MASSES: readonly (readonly [number, string])[] = [
  [1e12, "Mt"],
  [1e9, "kt"],
  [1e6, "t"],
  [1e3, "kg"],
];
const TIMES: readonly (readonly [number, string])[] = [
  [2 * YEAR, "years"],
  [2 * DAY, "days"],
  [2 * HOUR, "h"],
  [2 * MINUTE, "min"],
];
const SECONDS: Readonly<Record<string, number>> = { years: YEAR, days: DAY, h: HOUR, min: MINUTE };

/** An integer in superscript digits: ⁻¹². */
export function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]!).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** A number to `digits` significant digits, four at least from a thousand on: `1,243`, `31,040`, `0.82`, `−3.1`, `1.2×10¹⁸`. */
export function numberText(value: number, digits = 3): string {
  if (Number.isNaN(value)) return NO_VALUE;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const magnitude = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (magnitude === 0) return "0";
  if (magnitude >= 1e15 || magnitude < 1e-4) {
    const [mantissa, exponent] = magnitude.toExponential(digits - 1).split("e");
    return `${sign}${Number(mantissa)}×10${superscript(Number(exponent))}`;
  }
  const rounded = Number(magnitude.toPrecision(digits));
  if (rounded < 1_000) return sign + String(rounded);
  const whole = String(Math.round(Number(magnitude.toPrecision(Math.max(4, digits)))));
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",");
}

const largestBelow = (steps: readonly (readonly [number, string])[], magnitude: number) =>
  steps.find(([step]) => magnitude >= step);

function prefixScale(unit: string, magnitude: number): UnitScale {
  const step = largestBelow(SI_PREFIXES, magnitude);
  return step ? { factor: step[0], unit: step[1] + unit } : { factor: 1, unit };
}

function massScale(unit: string, magnitude: number): UnitScale {
  const step = largestBelow(MASSES, magnitude);
  return step ? { factor: step[0], unit: step[1] + unit.slice(1) } : { factor: 1, unit };
}

function timeScale(magnitude: number): UnitScale {
  const step = largestBelow(TIMES, magnitude);
  if (step) return { factor: SECONDS[step[1]]!, unit: step[1] };
  return magnitude > 0 && magnitude < 0.1 ? { factor: 1e-3, unit: "ms" } : { factor: 1, unit: "s" };
}

function wordScale(unit: string, magnitude: number): UnitScale {
  const spaced = unit === "" ? "" : ` ${unit}`;
  if (magnitude >= 1e15) {
    const exponent = 3 * Math.floor(log10(magnitude) / 3);
    return { factor: Number(`1e${exponent}`), unit: `10${superscript(exponent)}${spaced}` };
  }
  const step = largestBelow(WORDS, magnitude);
  return step ? { factor: step[0], unit: step[1] + spaced } : { factor: 1, unit };
}

/**
 * The scale in which a quantity of this magnitude reads best: percent for a ratio, SI prefixes for J, W and H/s,
 * grams to megatonnes for CO2e, seconds to years for a duration, and million, billion, trillion for the rest.
 */
export function unitScale(unit: string, magnitude: number): UnitScale {
  if (/^ratio\b/.test(unit)) return { factor: 0.01, unit: `%${unit.slice(5)}` };
  if (unit === "s") return timeScale(magnitude);
  if (/^(J|W|H\/s)\b/.test(unit)) return prefixScale(unit, magnitude);
  if (/^gCO2/.test(unit)) return massScale(unit, magnitude);
  return wordScale(unit === "1" ? "" : unit, magnitude);
}

/** A quantity with its unit, in the scale that suits it: `812 GPUs`, `63 %`, `3.4 TJ`, `2.1 million USD`. */
export function quantityText(value: number, unit: string, digits = 3): string {
  if (Number.isNaN(value)) return NO_VALUE;
  const scale = unitScale(unit, Math.abs(value));
  return `${numberText(value / scale.factor, digits)} ${scale.unit}`.trimEnd();
}
