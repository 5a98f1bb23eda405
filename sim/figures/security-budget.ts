import { findingOf } from "./comparison.ts";
import type { Figure } from "./figure.ts";
import { keyedNames } from "./measure-catalogue.ts";
import { measurePanels, panelsNote } from "./measure-panels.ts";
import { MOST_OVERLAID } from "./theme.ts";
import { seriesDrawing } from "./wording.ts";

/** What is paid to those who secure the chain, beside what an attack would cost. */
export const securityBudget: Figure = {
  name: "security-budget",
  ofPlaces: true,
  shows: "one future",
  mostDesigns: MOST_OVERLAID,
  needs: ["chain.securityBudgetUsd"],
  plot: (input) => {
    const attacks = keyedNames(input, "chain.attackCostUsd");
    const columns = attacks.length > 0 ? 2 : 1;
    const panels = measurePanels(input, ["chain.securityBudgetUsd", ...attacks], columns);
    const words = {
      title: findingOf(input, "chain.securityBudgetUsd"),
      what:
        columns === 2
          ? "Paid to miners or validators, and the cost of an attack"
          : "Paid to miners or validators",
      caption: panelsNote(input, ["chain.securityBudgetUsd", ...attacks], columns),
    };
    return seriesDrawing(input, words, panels, columns);
  },
};
