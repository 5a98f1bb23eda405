import { markupText } from "../text/markup.ts";
import type { DrawnFigure, FigureInput } from "./figure.ts";
import { contentsHtml, paragraph, sectionHtml } from "./html.ts";
import { failureNote, originText, type ReportOptions } from "./report-facts.ts";
import { reportSections } from "./report-sections.ts";
import { policyOf, styleOf } from "./report-style.ts";

/** What brings the figures of a page to life. */
export interface LivePart {
  /** A module, without the end tag of a script in it. */
  readonly script: string;
  /** What it draws: packed runs, deflated, in base64. */
  readonly runs: string;
}

/** The runs before the script that reads them. */
const liveHtml = ({ script, runs }: LivePart): string =>
  `<script type="application/octet-stream" id="runs">${runs}</script>\n<script type="module">${script}</script>\n`;

/**
 * A scenario's results as one HTML page that needs nothing else: no network, no other file, and no script. Figures are
 * those of `drawForPage`; with a script that brings them to life those of `drawForScript`.
 */
export function reportPage(
  input: FigureInput,
  figures: readonly DrawnFigure[],
  options: ReportOptions = {},
  live?: LivePart,
): string {
  const { scenario } = input;
  const sections = reportSections(input, figures, options);
  const style = styleOf(live && figures.flatMap(({ awaiting = [] }) => awaiting));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, live?.script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${markupText(scenario.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${markupText(scenario.title)}</h1>
${scenario.question === "" ? "" : paragraph(scenario.question, "question")}
${paragraph(originText(input, options), "note")}
${failureNote(options)}
${contentsHtml(sections)}
${sections.map(sectionHtml).join("\n")}
</main>
${live ? liveHtml(live) : ""}</body>
</html>
`;
}
