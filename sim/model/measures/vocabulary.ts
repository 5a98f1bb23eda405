import { CHAIN_MEASURES } from "./chain.ts";
import { CONTRACTS_MEASURES } from "./contracts.ts";
import { CUSTOMERS_MEASURES } from "./customers.ts";
import type { MeasureEntries, MeasureEntry } from "./entry.ts";
import { HARDWARE_MEASURES } from "./hardware.ts";
import { JOBS_MEASURES } from "./jobs.ts";
import { MARKET_MEASURES } from "./market.ts";
import { stemOf } from "./names.ts";
import { PAYMENTS_MEASURES } from "./payments.ts";
import { PROVIDERS_MEASURES } from "./providers.ts";
import { SERVING_MEASURES } from "./serving.ts";
import { SHARES_MEASURES } from "./shares.ts";
import { TOKEN_MEASURES } from "./token.ts";
import { VERIFICATION_MEASURES } from "./verification.ts";

/** Every measure of Orrery's mechanisms and of the ledger. A name has one meaning, whoever implements it. */
export const MEASURES = {
  ...HARDWARE_MEASURES,
  ...JOBS_MEASURES,
  ...CUSTOMERS_MEASURES,
  ...PROVIDERS_MEASURES,
  ...MARKET_MEASURES,
  ...CONTRACTS_MEASURES,
  ...PAYMENTS_MEASURES,
  ...VERIFICATION_MEASURES,
  ...SERVING_MEASURES,
  ...SHARES_MEASURES,
  ...TOKEN_MEASURES,
  ...CHAIN_MEASURES,
} as const;

/** The same as a type, by a name that errors of the compiler can show. */
interface Vocabulary extends Readonly<typeof MEASURES> {}
export type MeasureName = keyof Vocabulary;

/** Names that are measured as they stand, and those with a key: `gpu.supply[region]`. */
export type PlainName = {
  [K in MeasureName]: Vocabulary[K] extends { readonly only: true } ? never : K;
}[MeasureName];
export type KeyedName = {
  [K in MeasureName]: Vocabulary[K] extends { readonly by: readonly (infer Key extends string)[] }
    ? `${K}[${Key}]`
    : never;
}[MeasureName];

/** The kind of the measure of a name, with brackets or without. */
export type KindOf<Name extends string> = Name extends MeasureName
  ? Vocabulary[Name]["kind"]
  : Name extends `${infer Stem extends MeasureName}[${string}]`
    ? Vocabulary[Stem]["kind"]
    : never;

/** What the vocabulary, or a mechanism of the user's own, says of a measure; undefined: nobody declares it. */
export function entryOf(name: string, own: MeasureEntries = {}): MeasureEntry | undefined {
  const stem = stemOf(name);
  const entries: MeasureEntries = Object.hasOwn(MEASURES, stem) ? MEASURES : own;
  return Object.hasOwn(entries, stem) ? entries[stem] : undefined;
}
