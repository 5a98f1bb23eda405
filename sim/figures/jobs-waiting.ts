import { findingOf } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import { measurePanels, panelsNote } from "./measure-panels.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { seriesDrawing } from "./wording.ts";

/** How many jobs wait, and for how long. */
export const jobsWaiting: Figure = {
  name: "jobs-waiting",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: ["jobs.waitP95"],
  plot: (input) => {
    const names = ["jobs.waiting", "jobs.waitP50", "jobs.waitP95"];
    const panels = measurePanels(input, names, 3);
    const words = {
      title: findingOf(input, "jobs.waitP95"),
      what: "Jobs waiting, and how long half of them and all but a twentieth wait at most",
      caption: panelsNote(input, names, 3),
    };
    return seriesDrawing(input, words, panels, 3);
  },
};
