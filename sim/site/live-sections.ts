import { paragraph, type Section } from "../figures/html.ts";
import { markupText } from "../text/markup.ts";
import type { ExperimentData } from "./experiment.ts";

/** What the modules of a page read of it. Plain JSON. */
export interface PageData {
  /** Runs, packed to what figures read: address from the root of the site. */
  readonly runs?: { readonly url: string };
  readonly experiment?: ExperimentData;
}

/** Sections that a page's modules fill: what contents list, and what stands there as sent. Ids are those of the frame. */
export interface LiveSections {
  readonly whatIf: readonly Section[];
  readonly recomputed: readonly Section[];
}

/** The sections of a page that runs in its reader's browser; none where it has no experiment. */
export function liveSections({ experiment }: PageData = {}): LiveSections {
  if (experiment === undefined) return { whatIf: [], recomputed: [] };
  const whatIf: Section = {
    id: "section-what-if",
    title: "What if",
    content: `${paragraph("Where the page's scripts run, sliders stand here that run it otherwise.", "note")}
<div class="what-if-room" style="--sliders: ${experiment.sliders.length}"></div>`,
  };
  const recomputed: Section = {
    id: "section-recomputed",
    title: "Recomputed here",
    content: paragraph(
      "Where the page's scripts run, your browser runs it again here and compares digests.",
      "note",
    ),
  };
  return { whatIf: experiment.sliders.length > 0 ? [whatIf] : [], recomputed: [recomputed] };
}

/** Into the place that has the section's id already. */
export const placeholderHtml = (sections: readonly Section[]): string =>
  sections.map(({ title, content }) => `<h2>${markupText(title)}</h2>\n${content}`).join("\n");
