/** Advance widths of DejaVu Sans for the characters 32 to 126, in hundredths of the font size, from its `hmtx` table. */
const REGULAR = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
];
/** The same for DejaVu Sans Bold. */
const BOLD = [
  35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40,
  40, 84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68,
  81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71,
  69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
];
const OTHER_CHARACTER = 70;
/** A character of Chinese, Japanese or Korean script, or a picture, fills the square of its line. */
const WIDE_CHARACTER = 100;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3ffff}]/u;
const COMBINING = /\p{M}/u;
const ELLIPSIS = "…";

/** Whether a text has characters of Chinese, Japanese or Korean script. */
export const hasWide = (text: string): boolean => WIDE.test(text);

function otherWidth(character: string): number {
  if (WIDE.test(character)) return WIDE_CHARACTER;
  return COMBINING.test(character) ? 0 : OTHER_CHARACTER;
}

/** Width of a line of text in pixels, for layout where no browser measures it. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const widths = bold ? BOLD : REGULAR;
  let total = 0;
  for (const character of text) total += widths[character.codePointAt(0)! - 32] ?? otherWidth(character);
  return (total * fontSize) / 100;
}

/** What lines may be broken between: words, and wide characters, which stand without spaces; each with whether a space comes before it. */
const unbroken = (text: string): { readonly part: string; readonly spaced: boolean }[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== "")
    .flatMap((word) =>
      (hasWide(word) ? word.split(AROUND_WIDE) : [word]).map((part, index) => ({
        part,
        spaced: index === 0,
      })),
    );
/** Before a wide character that ends no clause: "，" and "。" stay on the line that they end. */
const AROUND_WIDE = new RegExp(
  `(?=${WIDE.source})(?![\\u3001\\u3002\\uff01\\uff09\\uff0c\\uff1a\\uff1b\\uff1f])`,
  "u",
);

/** Lines no wider than `width` pixels, broken at spaces or between wide characters; a word that is wider by itself is broken where it must be. */
export function wrapText(text: string, width: number, fontSize: number, bold = false): string[] {
  const fits = (line: string) => textWidth(line, fontSize, bold) <= width;
  const lines: string[] = [];
  let line = "";
  for (const { part: word, spaced } of unbroken(text)) {
    const longer = line === "" ? word : `${line}${spaced ? " " : ""}${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = broken(word, fits);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1)!;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** A word in pieces that fit, of a character at least. */
function broken(word: string, fits: (text: string) => boolean): string[] {
  const pieces = [""];
  for (const character of word) {
    const longer = pieces.at(-1)! + character;
    if (longer === character || fits(longer)) pieces[pieces.length - 1] = longer;
    else pieces.push(character);
  }
  return pieces;
}

/** The text, or its beginning and an ellipsis where it is wider than `width` pixels. */
export function clipText(text: string, width: number, fontSize: number, bold = false): string {
  if (textWidth(text, fontSize, bold) <= width) return text;
  const clipped = [...text];
  while (clipped.length > 0 && textWidth(clipped.join("") + ELLIPSIS, fontSize, bold) > width) clipped.pop();
  return clipped.join("").trimEnd() + ELLIPSIS;
}

/** So many lines at most; the last one says that there was more. */
export function cutLines(lines: readonly string[], most: number, width: number, fontSize: number): string[] {
  if (lines.length <= most) return [...lines];
  const last = lines[most - 1]!;
  const room = width - textWidth(ELLIPSIS, fontSize);
  return [...lines.slice(0, most - 1), clipText(last, room, fontSize).replace(/…?$/, ELLIPSIS)];
}

/** `name: said` no wider than `width` pixels: the name gives way. */
export function clipName([name, said]: readonly [string, string], width: number, fontSize: number): string {
  const rest = `: ${said}`;
  return clipText(name, width - textWidth(rest, fontSize), fontSize) + rest;
}
