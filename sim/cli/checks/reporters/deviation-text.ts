import type { Deviation } from "../../../experiment/golden.ts";

const valueText = (value: number | null | undefined): string =>
  value === undefined ? "not there" : value === null ? "no value" : String(value);

const bothNumbers = ({ expected, found }: Deviation): boolean =>
  typeof expected === "number" && typeof found === "number";

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Number(Math.abs(value).toPrecision(4))}`;

/** `old`, `new`, `difference` and `inErrors` as a reader sees them; empty where there is no such number. */
export interface DeviationWords {
  readonly old: string;
  readonly new: string;
  /** `+20` */
  readonly difference: string;
  /** `at most 3.1, from 20 batches` */
  readonly inErrors: string;
}

export function deviationWords(deviation: Deviation): DeviationWords {
  const { expected, found, standardError } = deviation;
  const difference = bothNumbers(deviation) ? found! - expected! : Number.NaN;
  const known = standardError !== undefined && !Number.isNaN(difference);
  return {
    old: valueText(expected),
    new: valueText(found),
    difference: Number.isNaN(difference) ? "" : signed(difference),
    inErrors: known
      ? `${standardError.tooSmall ? "at most " : ""}${Number((Math.abs(difference) / standardError.value).toPrecision(2))}, from ${standardError.count} ${standardError.basis}`
      : "",
  };
}

/** `halving  ledger.supply[token]: old 20.5, new 21, +0.5 (standard errors: 1.2, from 8 replications; 2.4e-2 apart, tolerance 1e-9)` */
export function deviationText(deviation: Deviation): string {
  const { place, measure, relative, tolerance } = deviation;
  const words = deviationWords(deviation);
  const errors = words.inErrors === "" ? "" : `standard errors: ${words.inErrors}; `;
  const apart =
    words.difference === ""
      ? ""
      : `, ${words.difference} (${errors}${relative.toExponential(1)} apart, tolerance ${tolerance})`;
  return `${place}  ${measure}: old ${words.old}, new ${words.new}${apart}`;
}
