import { markupAttribute, markupText } from "../text/markup.ts";

/** Cells of a table: text, or numbers that stand to the right. */
export interface Cell {
  readonly text: string;
  readonly isNumber?: boolean;
  /** Follows the text, smaller. */
  readonly aside?: string;
  /** Stands below, smaller. */
  readonly note?: string;
  /** Heads its row. */
  readonly isHeading?: boolean;
}

function cellHtml({ text, aside, note, isNumber, isHeading }: Cell): string {
  const tag = isHeading ? "th" : "td";
  const scope = isHeading ? ' scope="row"' : "";
  const below = note ? `<br><small>${markupText(note)}</small>` : "";
  const beside = aside ? ` <small>${markupText(aside)}</small>` : "";
  return `<${tag}${scope}${isNumber ? ' class="number"' : ""}>${markupText(text)}${beside}${below}</${tag}>`;
}

/** A table with a caption and headings that a screen reader announces; headings of numbers stand to the right. */
export function tableHtml(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  const alignment = (column: number) => (rows[0]?.[column]?.isNumber ? ' class="number"' : "");
  const head = headings
    .map((heading, column) => `<th scope="col"${alignment(column)}>${markupText(heading)}</th>`)
    .join("");
  const body = rows.map((row) => `<tr>${row.map(cellHtml).join("")}</tr>`).join("\n");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${markupAttribute(caption)}"><table>
<caption>${markupText(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}

/** A titled part of a page, found under its id. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: string;
  /** Parts of it that the contents list, by id. */
  readonly parts?: readonly { readonly id: string; readonly title: string }[];
}

/** A link to a part of the page, which a reader may pass on. */
const anchor = (id: string, title: string): string =>
  `<a class="anchor" href="#${markupAttribute(id)}" aria-label="${markupAttribute(`Link to: ${title}`)}"></a>`;

export const sectionHtml = ({ id, title, content }: Section): string =>
  `<section id="${markupAttribute(id)}">\n<h2>${markupText(title)}${anchor(id, title)}</h2>\n${content}\n</section>`;

const linkTo = (id: string, title: string): string =>
  `<a href="#${markupAttribute(id)}">${markupText(title)}</a>`;

/** What the page holds, each a link. */
export function contentsHtml(sections: readonly Section[]): string {
  const items = sections.map(({ id, title, parts = [] }) => {
    const own = parts.map((part) => `<li>${linkTo(part.id, part.title)}</li>`);
    return `<li>${linkTo(id, title)}${own.length === 0 ? "" : `\n<ol>\n${own.join("\n")}\n</ol>`}</li>`;
  });
  return `<nav aria-label="Contents">\n<ol>\n${items.join("\n")}\n</ol>\n</nav>`;
}

/** A paragraph of a class. */
export const paragraph = (text: string, kind: string): string => `<p class="${kind}">${markupText(text)}</p>`;

/** Sentences as a list; nothing where there is none. */
export const list = (sentences: readonly string[]): string =>
  sentences.length === 0
    ? ""
    : `<ul>\n${sentences.map((text) => `<li>${markupText(text)}</li>`).join("\n")}\n</ul>`;

/** Content behind a summary, which a reader opens; nothing where there is none. */
export const details = (summary: string, content: string, isOpen = false): string =>
  content === ""
    ? ""
    : `<details${isOpen ? " open" : ""}>\n<summary>${markupText(summary)}</summary>\n${content}\n</details>`;
