import { findingOf } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import { measurePanels, panelsNote } from "./measure-panels.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { seriesDrawing } from "./wording.ts";

const MEASURES = ["ledger.supply", "ledger.minted", "ledger.burned", "token.inflation"];

/** Tokens in existence, what is minted and burned, and the inflation that follows. */
export const supplyAndEmission: Figure = {
  name: "supply-and-emission",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: ["ledger.supply"],
  plot: (input) => {
    const words = {
      title: findingOf(input, "ledger.supply"),
      what: "Token supply, what is minted and burned, and inflation",
      caption: panelsNote(input, MEASURES, 2),
    };
    return seriesDrawing(input, words, measurePanels(input, MEASURES, 2), 2);
  },
};
