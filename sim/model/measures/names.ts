/**
 * Names of measures as results have them: the name of the vocabulary, which has one dot, then its keys in brackets; in
 * front the place that it is measured in.
 */

/** `gpu.supply` of `gpu.supply[US]`. */
export const withoutKey = (name: string): string => name.replace(/\[[^\]]*\]$/, "");

/** What stands in the brackets; empty where there are none. */
export const keyOf = (name: string): string => /\[([^\]]*)\]$/.exec(name)?.[1] ?? "";

/** A measure's place and its name there: `btc.chain.blocks` is `chain.blocks` of btc. The world's is empty. */
export function placedMeasure(measure: string): { readonly place: string; readonly name: string } {
  const [, place = "", name = measure] = /^([^.[\]]+)\.([^.[\]]+\.[^.].*)$/s.exec(measure) ?? [];
  return { place, name };
}

/** The name that the vocabulary knows a measure by: `chain.blocks` of `btc.chain.blocks`, `gpu.supply` of `gpu.supply[US]`. */
export const stemOf = (measure: string): string => withoutKey(placedMeasure(measure).name);

/** The same name with these keys. */
export const named = (stem: string, keys: readonly string[]): string =>
  keys.length === 0 ? stem : `${stem}[${keys.join(", ")}]`;
