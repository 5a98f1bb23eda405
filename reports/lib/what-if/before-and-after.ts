import { numberText, unitScale } from "../../../sim/figures/number-text.ts";
import type { Run } from "../../../sim/run/result.ts";
import type { ExperimentData } from "../../../sim/site/experiment.ts";
import { element } from "../dom.ts";

/** The headline measures of each design as they were published and as they are now, and whether the run has ended. */
export function beforeAndAfter(
  { measures, published }: ExperimentData,
  branch: string,
  runs: readonly Run[],
  ended: ReadonlySet<string>,
): HTMLElement {
  const rows = measures.flatMap(({ name, label, unit }, at) =>
    runs.map(({ design, summary }, position) => {
      const before =
        published.find((one) => one.design === design && one.branch === branch)?.values[at] ?? Number.NaN;
      const after = summary[name] ?? Number.NaN;
      const scale = unitScale(unit, Math.max(Math.abs(before) || 0, Math.abs(after) || 0));
      const text = (value: number): string => numberText(value / scale.factor);
      return element(
        "tr",
        {},
        ...(position === 0
          ? [
              element(
                "th",
                { scope: "rowgroup", rowspan: runs.length },
                `${label}, ${scale.unit}`.replace(/, $/, ""),
              ),
            ]
          : []),
        element("th", { scope: "row" }, design),
        element("td", {}, text(before)),
        element("td", {}, ended.has(design) ? text(after) : `${text(after)} …`),
        element("td", {}, changeText(before, after)),
      );
    }),
  );
  const head = ["Measure", "Design", "As published", "Now", "Change"].map((text) =>
    element("th", { scope: "col" }, text),
  );
  const table = element(
    "table",
    {},
    element("caption", {}, "One replication of each, with the same luck: what differs is what you changed"),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
  return element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "As published and now" },
    table,
  );
}

function changeText(before: number, after: number): string {
  if (Number.isNaN(before) || Number.isNaN(after)) return "–";
  if (before === after) return "none";
  const share = (after - before) / Math.abs(before);
  return before === 0 ? "from 0" : `${share > 0 ? "+" : ""}${numberText(100 * share, 2)} %`;
}
