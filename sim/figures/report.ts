import { markupText } from "../text/markup.ts";
import type { DrawnFigure, FigureInput } from "./figure.ts";
import { contentsHtml, paragraph, sectionHtml } from "./html.ts";
import { failureNote, originText, type ReportOptions } from "./report-facts.ts";
import { reportSections } from "./report-sections.ts";
import { REPORT_POLICY, REPORT_STYLE } from "./report-style.ts";

/**
 * A scenario's results as one HTML page that needs nothing else: no script, no network, no other file. Figures are
 * those of `drawForPage`.
 */
export function reportPage(
  input: FigureInput,
  figures: readonly DrawnFigure[],
  options: ReportOptions = {},
): string {
  const { scenario } = input;
  const sections = reportSections(input, figures, options);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${markupText(scenario.title)}</title>
<style>${REPORT_STYLE}</style>
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
</body>
</html>
`;
}
