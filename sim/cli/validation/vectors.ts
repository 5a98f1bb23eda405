import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../scenario/load-bundle.ts";
import type { Quantity, ValidationCase } from "../../site/validation.ts";

/** Reference numbers of `test/vectors`, each file with its source. */
export const vectors = <T>(name: string): T & { readonly source: string } =>
  JSON.parse(readFileSync(path.join(ROOT, `test/vectors/${name}.json`), "utf8"));

/** The source that a file of `test/vectors` names. */
export const sourceOf = (name: string): string => vectors<object>(name).source;

/** A case for each row: what it is called, what is published, what ours gives. */
export const casesOf = <T>(
  rows: readonly T[],
  each: (row: T, at: number) => readonly [label: string, published: Quantity, ours: Quantity],
): ValidationCase[] =>
  rows.map((row, at) => {
    const [label, published, ours] = each(row, at);
    return { label, published, ours };
  });
