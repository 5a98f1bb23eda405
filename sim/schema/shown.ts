/**
 * What cannot be printed, line breaks apart: control characters, halves of characters, what turns or hides the text
 * beside it, separators of lines, and what XML forbids.
 */
export const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\u{61c}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}\u{2066}-\u{2069}\u{feff}\u{fffe}\u{ffff}]/u;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, "gu");

/** Of a long text so much is shown. */
const SHOWN = 60;

/** A text in quotes as a message shows it: short, and every character of it printable. */
export function quoted(text: string): string {
  const start = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return JSON.stringify(start).replace(
    EACH_UNPRINTABLE,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  );
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
