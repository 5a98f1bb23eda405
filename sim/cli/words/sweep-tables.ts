import { measuresIn, type Outcomes, ofFuture, summariesOf } from "../../comparison/outcomes.ts";
import { numberText } from "../../figures/number-text.ts";
import { momentsOf, present } from "../../statistics/moments.ts";
import { spreadOf } from "../../statistics/spread.ts";
import type { Outcome } from "../folders/run-and-store.ts";
import { tableText } from "../terminal/terminal.ts";
import { scaleOf } from "./effect-table.ts";

/** A row a point and design: the mean over replications of a few measures. */
export function pointTable(outcome: Outcome, measures: readonly string[], branch: string): string {
  const { resolved, points } = outcome.plan;
  const outcomes = { scenario: resolved, runs: outcome.runs };
  const known = measuresIn(outcome.runs);
  const values = points.flatMap(({ index, settings }) => {
    const own = ofFuture(outcomes, { branch, point: index });
    return resolved.designs.map(({ name }) => ({
      settings,
      design: name,
      means: measures.map((measure) => meanOf(own, name, measure)),
    }));
  });
  const scales = measures.map((measure, column) =>
    scaleOf(
      known.get(measure)!.unit,
      values.map(({ means }) => means[column]!),
    ),
  );
  const parameters = resolved.sweep!.parameters.map(({ path }) => path);
  return tableText(
    [
      ...parameters.map(shortPath),
      "design",
      ...measures.map((measure, column) => [measure, scales[column]!.unit]),
    ],
    values.map(({ settings, design, means }) => [
      ...parameters.map((parameter) => settingText(settings[parameter])),
      design,
      ...means.map((mean, column) => numberText(mean / scales[column]!.factor)),
    ]),
    [...parameters.map(() => "right" as const), "left", ...measures.map(() => "right" as const)],
  );
}

/** A row a design and measure: where the means of the points lie. */
export function rangeTable(outcome: Outcome, measures: readonly string[], branch: string): string {
  const { resolved, points } = outcome.plan;
  const outcomes = { scenario: resolved, runs: outcome.runs };
  const known = measuresIn(outcome.runs);
  const futures = points.map(({ index }) => ofFuture(outcomes, { branch, point: index }));
  const rows = measures.flatMap((measure) => {
    const own = resolved.designs
      .map(({ name }) => ({ name, means: present(futures.map((future) => meanOf(future, name, measure))) }))
      .filter(({ means }) => means.length > 0)
      .map((each) => ({ ...each, spread: spreadOf(each.means) }));
    const scale = scaleOf(
      known.get(measure)!.unit,
      own.map(({ spread }) => spread.median),
    );
    return own.map(({ name, means, spread: { median, low, high } }, order) => {
      const values = [Math.min(...means), low, median, high, Math.max(...means)];
      const [what, unit] = order === 0 ? [measure, scale.unit] : ["", ""];
      return [what, unit, name, ...values.map((value) => numberText(value / scale.factor))];
    });
  });
  const table = tableText(["measure", "unit", "design", "least", "10 %", "median", "90 %", "most"], rows, [
    "left",
    "left",
    "left",
    "right",
    "right",
    "right",
    "right",
    "right",
  ]);
  return `${table}\nWhere the ${points.length} points lie, by their means over replications. Every run: runs.${outcome.manifest.format} of the results.`;
}

/** Mean of a measure over the replications of one design. */
export const meanOf = (own: Outcomes, design: string, measure: string): number =>
  momentsOf(present(summariesOf(own, design, measure).values())).mean;

const shortPath = (path: string): string[] => {
  const at = path.lastIndexOf(".");
  return [path.slice(at + 1), path.slice(0, at)];
};

function settingText(value: unknown): string {
  if (value === undefined) return "as it is";
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  return typeof value === "string" ? value : JSON.stringify(value);
}
