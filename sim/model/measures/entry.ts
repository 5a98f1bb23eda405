/** Level: an amount at a time; flow: an amount over a time; ratio: a quotient; duration: a quantile of seconds. */
export type MetricKind = "level" | "flow" | "ratio" | "duration";

/** Completes a sentence: "burn and mint {verb} {value}{after}, 14 % {more} than no token". */
export interface Sentence {
  readonly verb: string;
  /** Follows the value. */
  readonly after?: string;
  readonly more?: string;
  readonly less?: string;
}

interface Entry {
  /** A unit in braces is the key in the brackets: `ledger.supply[btc]` is in btc. */
  readonly unit: string;
  /** Heads a chart or a column: short, in sentence case, without the unit. */
  readonly words: string;
  /** Within a sentence, as in "no clear difference in …"; left out: the words in small letters. */
  readonly noun?: string;
  /** How sentences say its value; left out: plainly. */
  readonly says?: Sentence;
  /** Which end is the better one, all else being equal; `neither` where that depends on whom one asks. */
  readonly better: "more" | "less" | "neither";
  /** Whose direction it is; left out: everybody's in the model. What one side gains by it, another may pay. */
  readonly for?: string;
  /** What it is, in a sentence that stands alone. */
  readonly doc: string;
  /** What the keys in its brackets may be: `gpu.supply[region]`. */
  readonly by?: readonly string[];
  /** Nobody measures it without a key. */
  readonly only?: true;
}

/** A measure of a kind, as everybody who implements, draws or reads it knows it. */
export type MeasureOf<K extends MetricKind> = Entry & { readonly kind: K } & (K extends "duration"
    ? { readonly quantile: number }
    : {});
export type MeasureEntry = { [K in MetricKind]: MeasureOf<K> }[MetricKind];

/** Measures by name. */
export type MeasureEntries = { readonly [name: string]: MeasureEntry };
