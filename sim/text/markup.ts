import { visibleJson, visibleLines } from "./visible.ts";

/** Of HTML, XML and SVG alike. */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Text of an element of HTML, XML or SVG that is shown as it is; lines stay lines. */
export const markupText = (text: string): string => escaped(visibleLines(text));

/** Text of a quoted attribute, where a parser would make spaces of tabs and line breaks. */
export const markupAttribute = (text: string): string =>
  markupText(text).replace(/[\t\n]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A written document without the characters that XML 1.0 has none for, and that would turn its text: once, at its end. */
export const markupDocument = (document: string): string => visibleLines(document);

/**
 * JSON within a script element: no character is left that could end the element, open a comment in it or a second
 * script, or turn the text. `JSON.parse` gives the same value.
 */
export const markupJson = (value: unknown): string =>
  visibleJson(JSON.stringify(value)).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
