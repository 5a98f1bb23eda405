import { findingOf } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import { panelWidth } from "./layout.ts";
import { fullName } from "./measure-catalogue.ts";
import { pointsFor } from "./measure-panels.ts";
import { INK, MOST_OVERLAID } from "./theme.ts";
import { type TimeSeries, thinningNote, timePanel } from "./time-panel.ts";
import { seriesDrawing } from "./wording.ts";

const CLOUD = { name: "cloud", color: INK, dash: "1 4" };

/** What a GPU-hour costs in the network, beside the cloud's price where the scenario has one. */
export const pricePerGpuHour: Figure = {
  name: "price-per-gpu-hour",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: ["gpu.usdPerGpuHour"],
  plot: (input) => {
    const measure = fullName(input, "gpu.usdPerGpuHour")!;
    const cloud = fullName(input, "market.cloudUsdPerGpuHour");
    const series: TimeSeries[] = [
      { measure },
      ...(cloud === undefined ? [] : [{ measure: cloud, reference: CLOUD }]),
    ];
    const panel = timePanel(input, series, {
      width: panelWidth(input, 1),
      height: 360,
      named: true,
      points: pointsFor(1),
    });
    const words = {
      title: findingOf(input, measure),
      what:
        cloud === undefined ? "Price of a GPU-hour" : "Price of a GPU-hour in the network and in the cloud",
      caption: thinningNote(input, pointsFor(1)),
    };
    const drawing = seriesDrawing(input, words, [panel], 1);
    return cloud === undefined
      ? drawing
      : {
          ...drawing,
          legend: [...(drawing.legend ?? []), { label: CLOUD.name, color: CLOUD.color, dash: CLOUD.dash }],
        };
  },
};
