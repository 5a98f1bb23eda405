import { markupAttribute, markupText } from "../text/markup.ts";
import { addressFrom } from "./page.ts";

/** Where pages of a site stand, by what they are about: a path, with `#` and a part of the page behind it; undefined: there is none. */
export interface Links {
  readonly scenario: (name: string) => string | undefined;
  readonly mechanism: (name: string) => string | undefined;
  /** By the name that results or the vocabulary know it by. */
  readonly measure: (name: string) => string | undefined;
}

/** Of a site that has scenarios alone. */
export const NO_LINKS: Links = {
  scenario: () => undefined,
  mechanism: () => undefined,
  measure: () => undefined,
};

/** A link to a page or a part of one; without one the words alone. `html`: escaped already. */
export function linkHtml(page: string, target: string | undefined, html: string): string {
  if (target === undefined) return html;
  const [path, part] = target.split("#", 2) as [string, string?];
  const address = addressFrom(page, path) + (part === undefined ? "" : `#${encodeURIComponent(part)}`);
  return `<a href="${markupAttribute(address)}">${html}</a>`;
}

/** Text in which names of code stand between backticks. */
export const proseHtml = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 === 1 ? codeHtml(part) : markupText(part)))
    .join("");

export const codeHtml = (text: string): string => `<code>${markupText(text)}</code>`;

/** Characters from which on a cell is a sentence. */
const LONG = 60;

/** A table whose cells are HTML; the first of each row heads it, and those of long text get more room. */
export function tableOf(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const columns = headings.slice(1).map((_, at) => at);
  const sentences = new Set(columns.filter((at) => rows.some((row) => row[at + 1]!.length > LONG)));
  const head = headings.map((heading) => `<th scope="col">${markupText(heading)}</th>`).join("");
  const body = rows.map(
    ([first = "", ...rest]) =>
      `<tr><th scope="row">${first}</th>${rest.map((cell, at) => `<td${sentences.has(at) ? ' class="sentence"' : ""}>${cell}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${markupAttribute(caption)}"><table class="prose">
<caption>${markupText(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table></div>`;
}
