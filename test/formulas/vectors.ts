import { readFileSync } from "node:fs";

/** Reference numbers of `test/vectors`, each file with its source. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as T;
}
