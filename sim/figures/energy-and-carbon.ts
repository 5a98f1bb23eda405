import { findingOf } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import { measurePanels, pointsFor } from "./measure-panels.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { thinningNote } from "./time-panel.ts";
import { seriesDrawing } from "./wording.ts";

/** Energy used and carbon emitted. */
export const energyAndCarbon: Figure = {
  name: "energy-and-carbon",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: ["energy.joules", "energy.gCO2e"],
  plot: (input) => {
    const words = {
      title: findingOf(input, "energy.joules"),
      what: "Energy used and carbon dioxide equivalent emitted over time",
      caption: thinningNote(input, pointsFor(2)),
    };
    return seriesDrawing(input, words, measurePanels(input, ["energy.joules", "energy.gCO2e"], 2), 2);
  },
};
