import { visibleLines } from "./visible.ts";

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
