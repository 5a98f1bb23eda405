import { findingOf } from "./comparison.ts";
import type { Figure, FigureInput, Panel } from "./figure.ts";
import { columnsOn } from "./layout.ts";
import { measurePanels, pointsFor } from "./measure-panels.ts";
import { thinningNote } from "./time-panel.ts";
import { descriptionOf, seriesSubtitle } from "./wording.ts";

const MEASURES = ["ledger.supply", "token.usd"];
const COLUMNS = 4;

/** Supply and price of each of many designs by itself: mean over replications, and between which ends they lie. */
export const fans: Figure = {
  name: "fans",
  shows: "one future",
  needs: ["ledger.supply"],
  // Many charts, and of no use where designs share a schedule: drawn where a scenario asks for it.
  applies: ({ scenario }) => scenario.figures.includes("fans"),
  plot: (input) => {
    const title = findingOf(input, "token.dilution");
    const what = "Supply and price of the token, each design by itself";
    return {
      title,
      subtitle: seriesSubtitle(input, what),
      caption: [thinningNote(input, pointsFor(COLUMNS)), "Each chart has an axis of its own."]
        .filter((text) => text !== "")
        .join(" "),
      panels: input.scenario.designs.flatMap(({ name }) => fansOf(input, name)),
      columns: columnsOn(input, COLUMNS),
      description: descriptionOf(input, title, what),
    };
  },
};

function fansOf(input: FigureInput, design: string): Panel[] {
  const { scenario, runs } = input;
  const alone: FigureInput = {
    ...input,
    scenario: {
      ...scenario,
      control: design,
      designs: scenario.designs.filter(({ name }) => name === design),
    },
    runs: runs.filter((run) => run.design === design),
  };
  return measurePanels(alone, MEASURES, COLUMNS).map((panel) => ({
    ...panel,
    title: `${design}: ${panel.title}`,
  }));
}
