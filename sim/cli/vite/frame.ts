/** The page that a notebook is put into: its policy, its style, its way to the others. */
import { markupAttribute, markupText } from "../../text/markup.ts";
import type { Contents } from "./contents.ts";

/** Nothing from elsewhere, and no script but the page's own modules; Plot writes styles into its figures. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'";

/** Of the site that the notebooks are a part of, from the notebooks. */
export interface Home {
  readonly href: string;
  readonly title: string;
}

/** The template of one page, for the Kit to put the cells into. */
export function frame(file: string, all: readonly Contents[], title: string, home: Home | undefined): string {
  const place = all.findIndex((one) => one.file === file);
  const own = all[place];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="${markupAttribute(own?.question ?? `${title}: ${all.length} notebooks that run in the page.`)}">
    <link rel="icon" href="data:,">
    <style>@import url("orrery:notebook.css");</style>
  </head>
  <body>
    <a class="skip" href="#cells">To the notebook</a>
    <header><nav aria-label="Site">${[
      home ? link(home.href, home.title) : "",
      own ? link("index.html", title) : `<span aria-current="page">${markupText(title)}</span>`,
    ].join("")}</nav></header>
    <main id="cells" tabindex="-1"></main>
    <footer><nav aria-label="Notebooks">${[
      own && place > 0 ? link(all[place - 1]!.file, `← ${all[place - 1]!.title}`) : "",
      own && place < all.length - 1 ? link(all[place + 1]!.file, `${all[place + 1]!.title} →`) : "",
    ].join("")}</nav></footer>
  </body>
</html>
`;
}

const link = (href: string, text: string): string =>
  `<a href="${markupAttribute(href)}">${markupText(text)}</a>`;
