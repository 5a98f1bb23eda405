/*
 * Text that others wrote: names, titles, cells of tables, messages. What a reader of plain text would obey instead of
 * show stands there as its code: `\x1b`, `\u{202e}`. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */

/** Controls (C0, DEL, C1), separators of lines, overrides of direction, halves of a character, and what is none. */
const OBEYED =
  /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF]/gu;
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function codeOf(character: string): string {
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

/** A name or a cell within a line: nothing in it moves the cursor, ends the line or turns its direction. */
export const visible = (text: string): string =>
  text.replace(OBEYED, (character) => SHORT[character] ?? codeOf(character));

/** Text of several lines: breaks and tabs stay, all else is shown. */
export const visibleLines = (text: string): string =>
  text.replace(OBEYED, (character) =>
    character === "\n" || character === "\t" ? character : codeOf(character),
  );

/** Prose, such as a question, as one line: what only broke its lines is a space. */
export const oneLine = (text: string): string => visible(text.replace(/\s+/g, " ").trim());

/** Whether a text has nothing that a terminal would obey: `visible` leaves it as it is. */
export const isPlain = (text: string): boolean => text.search(OBEYED) < 0;

/** JSON of a value that is safe to print: what would be obeyed is written as `\uXXXX`, which is the same data. */
export const visibleJson = (json: string): string =>
  json
    .replace(OBEYED, (character) => (character === "\n" ? character : unitsOf(character)))
    .replaceAll("##[", "#\\u0023[");

const unitsOf = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
  ).join("");
