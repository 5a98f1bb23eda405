import { distance } from "fastest-levenshtein";

/** Nobody mistypes a name so long. */
const LONGEST = 200;

/** ` Did you mean "interval"?`, or nothing where no name is near. */
export function didYouMean(given: string, names: readonly string[]): string {
  if (given.length > LONGEST) return "";
  let best = "";
  let least = given.length < 5 ? 2 : Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const name of names) {
    const edits = distance(given.toLowerCase(), name.toLowerCase());
    if (edits < least) [best, least] = [name, edits];
  }
  return best ? ` Did you mean "${best}"?` : "";
}
