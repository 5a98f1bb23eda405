import type { Paths, Start } from "../../comparison/paths.ts";
import { startLabel } from "../../comparison/sentences.ts";
import { durationText } from "../../units.ts";
import { tableText } from "../terminal/terminal.ts";
import { rowScale } from "./effect-table.ts";

/** A row a design and measure: whether its paths meet, when, and how far the two farthest starts end apart. */
export function pathTable(found: readonly Paths[], starts: readonly Start[]): string {
  return tableText(
    ["measure", "unit", "design", "paths", "met after", "apart by", "interval", "margin", "starts"],
    found.map(({ measure, unit, design, outcome, metAt, margin, means, farthest }, row) => {
      const { mean, low, high } = farthest.difference;
      const scale = rowScale(unit, means, [{ mean: margin, low, high }]);
      const again = found[row - 1]?.measure === measure;
      return [
        again ? "" : measure,
        scale.unit,
        design,
        outcome,
        outcome === "meet" && metAt !== undefined ? durationText(metAt) : "",
        scale.difference(mean),
        Number.isFinite(low) ? `${scale.difference(low)} to ${scale.difference(high)}` : "none",
        scale.difference(margin),
        mean === 0 ? "" : `${startLabel(starts[farthest.high]!)} − ${startLabel(starts[farthest.low]!)}`,
      ];
    }),
    ["left", "left", "left", "left", "right", "right", "right", "right", "left"],
  );
}
