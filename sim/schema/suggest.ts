import { distance } from "fastest-levenshtein";
import { quoted } from "./shown.ts";

/** More names are no help. */
const LISTED = 12;
/** Nobody mistypes a name so long. */
const LONGEST = 200;

/** ` Did you mean "interval"?`, or nothing where no name is near. What looks alike says what tells it apart. */
export function didYouMean(given: string, names: readonly string[]): string {
  if (given.length > LONGEST) return "";
  let best = "";
  let least = given.length < 5 ? 2 : Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const name of names) {
    if (name === given) continue;
    const edits = distance(given.toLowerCase(), name.toLowerCase());
    if (edits < least) [best, least] = [name, edits];
  }
  return best ? ` Did you mean "${best}"?${difference(given, best)}` : "";
}

/** The name that is near, or where none is, those that there are, a few at most. */
export function nearOrAll(given: string, names: readonly string[]): string {
  const few = names.slice(0, LISTED).map(quoted).join(", ");
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : "";
  return didYouMean(given, names) || ` There are: ${few}${more}.`;
}

/** What an eye may miss: capitals, and characters that are blank, do not show or resemble others. */
function difference(given: string, best: string): string {
  if (given.toLowerCase() === best.toLowerCase()) return " Capitals count.";
  const [ours, theirs] = [strange(given, best), strange(best, given)];
  if (ours !== "") return ` What was given holds ${ours}.`;
  return theirs === "" ? "" : ` That one holds ${theirs}.`;
}

const PLAIN = /^[!-~]$/;
const VISIBLE = /^[\p{L}\p{N}\p{P}\p{S}]$/u;

function strange(text: string, beside: string): string {
  const characters = new Set(
    Array.from(text).filter((character) => !PLAIN.test(character) && !beside.includes(character)),
  );
  return Array.from(characters, named).join(", ");
}

function named(character: string): string {
  if (character === " ") return "a blank";
  const point = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
  return VISIBLE.test(character) ? `"${character}" (${point})` : point;
}
