import { findingOf } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import { panelWidth } from "./layout.ts";
import { fullName } from "./measure-catalogue.ts";
import { pointsFor } from "./measure-panels.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { thinningNote, timePanel } from "./time-panel.ts";
import { seriesDrawing } from "./wording.ts";

/** How many GPUs providers keep online. */
export const gpusOnline: Figure = {
  name: "gpus-online",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: ["gpu.supply"],
  plot: (input) => {
    const measure = fullName(input, "gpu.supply")!;
    const panel = timePanel(input, [{ measure }], {
      width: panelWidth(input, 1),
      height: 360,
      named: true,
      points: pointsFor(1),
    });
    const words = {
      title: findingOf(input, measure),
      what: "GPUs online over time",
      caption: thinningNote(input, pointsFor(1)),
    };
    return seriesDrawing(input, words, [panel], 1);
  },
};
