import type { DrawnFigure } from "../figures/figure.ts";
import { figureHtml } from "../figures/report-sections.ts";
import { markupAttribute, markupText } from "../text/markup.ts";
import { addressFrom, type Page } from "./page.ts";

/** A page that the home page lists, with its question and what it found. */
export interface Listed {
  readonly path: string;
  readonly title: string;
  readonly question: string;
  readonly answer: string;
}

export interface HomeSource {
  /** Plain text. */
  readonly title: string;
  /** What the site is, as HTML, escaped. */
  readonly lead: string;
  /** The finding that the page leads with: its page, in one picture. */
  readonly featured: { readonly listed: Listed; readonly figure: DrawnFigure | undefined } | undefined;
  readonly scenarios: readonly Listed[];
  /** Further parts of the site, each a link and a sentence. */
  readonly parts: readonly { readonly path: string; readonly title: string; readonly description: string }[];
}

export const HOME = "index.html";

/** What the site is about, its leading finding in one picture, and every scenario with question and answer. */
export function homePage({ title, lead, featured, scenarios, parts }: HomeSource): Page {
  return {
    kind: "home",
    path: HOME,
    title,
    description: featured ? featured.listed.answer : `${scenarios.length} experiments that can be run again.`,
    slots: {
      title: markupText(title),
      lead,
      finding: featured ? featuredHtml(featured) : "",
      scenarios:
        scenarios.length === 0
          ? ""
          : `<h2>Scenarios</h2>\n<ul class="cards">\n${scenarios.map(card).join("\n")}\n</ul>`,
      more: partsHtml(parts),
    },
    files: [],
  };
}

const linkTo = (path: string, title: string): string =>
  `<a href="${markupAttribute(addressFrom(HOME, path))}">${markupText(title)}</a>`;

function featuredHtml({ listed, figure }: NonNullable<HomeSource["featured"]>): string {
  // A figure's title is the answer.
  const picture =
    figure === undefined
      ? `<p class="finding">${markupText(listed.answer)}</p>`
      : figureHtml(standingFigure(figure));
  return `<h2>${linkTo(listed.path, listed.title)}</h2>
<p class="question">${markupText(listed.question)}</p>
${picture}`;
}

/** No script draws on this page: a sheet for a screen, and one for a telephone. */
const standingFigure = ({ awaiting: _, ...figure }: DrawnFigure): DrawnFigure => figure;

const card = ({ path, title, question, answer }: Listed): string =>
  `<li><h3>${linkTo(path, title)}</h3>
${question === "" ? "" : `<p>${markupText(question)}</p>`}
${answer === "" || answer === question ? "" : `<p class="answer">${markupText(answer)}</p>`}</li>`;

function partsHtml(parts: HomeSource["parts"]): string {
  if (parts.length === 0) return "";
  const items = parts.map(
    ({ path, title, description }) =>
      `<li><h3>${linkTo(path, title)}</h3>\n<p>${markupText(description)}</p></li>`,
  );
  return `<h2>More</h2>\n<ul class="cards">\n${items.join("\n")}\n</ul>`;
}
