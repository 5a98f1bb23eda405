import { oneLine } from "./visible.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text within a line of Markdown that is shown as it is: no markup and no HTML. */
export const markdownText = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]|~]/g, "\\$&")
    .replace(/[&<>]/g, (character) => ENTITIES[character]!);

/** A paragraph of such text: it begins no heading and no list either. */
export const markdownParagraph = (text: string): string =>
  markdownText(text)
    .replace(/^(?=[#+\-=])/, "\\")
    .replace(/^(\d+)(?=[.)])/, "$1\\");

/** Text as code: between more backticks than it has in a row. `|` is escaped where it stands in a table. */
export function markdownCode(text: string, inTable = false): string {
  const shown = oneLine(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = /^`|`$/.test(shown) || shown === "" ? " " : "";
  const code = `${fence}${room}${shown}${room}${fence}`;
  return inTable ? code.replaceAll("|", "\\|") : code;
}
