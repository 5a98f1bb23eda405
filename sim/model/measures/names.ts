/** Names of measures as results have them: the name of the vocabulary, then its keys in brackets. */

/** `gpu.supply` of `gpu.supply[US]`: the name that the vocabulary knows a measure by. */
export const stemOf = (name: string): string => name.replace(/\[[^\]]*\]$/, "");

/** What stands in the brackets; empty where there are none. */
export const keyOf = (name: string): string => /\[([^\]]*)\]$/.exec(name)?.[1] ?? "";

/** The same name with these keys. */
export const named = (stem: string, keys: readonly string[]): string =>
  keys.length === 0 ? stem : `${stem}[${keys.join(", ")}]`;
