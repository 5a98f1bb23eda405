import { findingOf } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import { measurePanels, panelsNote } from "./measure-panels.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { seriesDrawing } from "./wording.ts";

/** Energy used and carbon emitted. */
export const energyAndCarbon: Figure = {
  name: "energy-and-carbon",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: ["energy.joules", "energy.gCO2e"],
  plot: (input) => {
    const names = ["energy.joules", "energy.gCO2e"];
    const words = {
      title: findingOf(input, "energy.joules"),
      what: "Energy used and carbon dioxide equivalent emitted over time",
      caption: panelsNote(input, names, 2),
    };
    return seriesDrawing(input, words, measurePanels(input, names, 2), 2);
  },
};
