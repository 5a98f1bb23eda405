import type { BranchEffect, DesignEffect, MeasureEffects } from "../../comparison/effects.ts";
import { numberText, type UnitScale, unitScale } from "../../figures/number-text.ts";
import type { Difference } from "../../statistics/paired.ts";
import colors from "../terminal/colors.ts";
import { tableText, wrapped } from "../terminal/terminal.ts";

const RIGHT = "right" as const;
const LEFT = "left" as const;
const NOTHING = numberText(Number.NaN);

/** How the numbers of a row are written: one unit, and one number of decimals for all differences. */
export interface RowScale extends UnitScale {
  readonly difference: (value: number) => string;
}

/** A row a measure: the control's mean, and each design's difference from it with its interval below. */
export function effectTable(rows: readonly MeasureEffects[]): string {
  const { control, effects } = rows[0]!;
  const designs = effects.map(({ design }) => design);
  return tableText(
    ["measure", "unit", ...[control, ...designs].map(heading)],
    rows.map(({ measure, unit, reference, effects }) => {
      const means = [reference.mean, ...effects.map(({ mean }) => mean.mean)];
      const scale = rowScale(
        unit,
        means,
        effects.map(({ difference }) => difference),
      );
      return [
        measure,
        scale.unit,
        numberText(reference.mean / scale.factor),
        ...effects.map((effect) => designCell(effect, scale)),
      ];
    }),
    [LEFT, LEFT, RIGHT, ...designs.map(() => RIGHT)],
  );
}

/** A row a measure: what a branch does to each design, the control first. */
export function branchTable(effects: readonly BranchEffect[], control: string): string {
  const designs = [...new Set(effects.map(({ design }) => design))].sort(
    (one, other) => Number(other === control) - Number(one === control),
  );
  const measures = [...new Set(effects.map(({ measure }) => measure))];
  return tableText(
    ["measure", "unit", ...designs.map(heading)],
    measures.map((measure) => {
      const own = effects.filter((effect) => effect.measure === measure);
      const means = own.map(({ before }) => before.mean);
      const scale = rowScale(
        own[0]!.unit,
        means,
        own.map(({ effect }) => effect),
      );
      const cells = designs.map((design) =>
        branchCell(
          own.find((effect) => effect.design === design),
          scale,
        ),
      );
      return [measure, scale.unit, ...cells];
    }),
    [LEFT, LEFT, ...designs.map(() => RIGHT)],
  );
}

/** A design's name over lines that are no wider than the numbers below. */
export const heading = (name: string): string[] => wrapped(name, 14).split("\n");

/** From here on thousands are written as such. */
const THOUSANDS = 10_000;

/** The unit in which values read best; a ratio far above 1, such as a difficulty, is no percentage. */
export function scaleOf(unit: string, values: readonly number[]): UnitScale {
  const magnitude = Math.max(0, ...values.map(Math.abs).filter(Number.isFinite));
  const scale = unit === "ratio" && magnitude > 10 ? { factor: 1, unit } : unitScale(unit, magnitude);
  return scale.factor === 1 && magnitude >= THOUSANDS && unit !== "s"
    ? { factor: 1_000, unit: `thousand ${scale.unit}`.trimEnd() }
    : scale;
}

/** Means set the unit together with the bounds of the differences; the bounds set the decimals of all differences. */
export function rowScale(
  unit: string,
  means: readonly number[],
  differences: readonly Pick<Difference, "mean" | "low" | "high">[],
): RowScale {
  const bounds = differences.flatMap(({ mean, low, high }) => [mean, low, high]).filter(Number.isFinite);
  const scale = scaleOf(unit, [...means, ...bounds]);
  const largest = Math.max(0, ...bounds.map((bound) => Math.abs(bound / scale.factor)));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(largest)));
  const isPlain = decimals < 8 && largest < 1e15;
  return {
    ...scale,
    difference: (value) =>
      isPlain ? fixed(value / scale.factor, decimals) : numberText(value / scale.factor),
  };
}

function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return numberText(value);
  const [whole = "", part] = Math.abs(value).toFixed(decimals).split(".");
  const text = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${part === undefined ? "" : `.${part}`}`;
  return /[1-9]/.test(text) ? `${value < 0 ? "−" : ""}${text}` : "0";
}

function designCell({ mean, difference }: DesignEffect, scale: RowScale): string {
  if (difference.count > 0) return differenceText(difference, scale);
  return mean.count > 0 ? `only ${numberText(mean.mean / scale.factor)}` : NOTHING;
}

function branchCell(found: BranchEffect | undefined, scale: RowScale): string {
  if (!found || found.effect.count === 0) return NOTHING;
  const special = (found.beyondControl?.verdict ?? "undecided") === "undecided" ? "" : "†";
  return differenceText(found.effect, scale, special);
}

/** `+241 *` over `205 to 277`; `=` where the two are always the same, `≈ 0 ?` where both bounds round to 0. */
export function differenceText(
  difference: Pick<Difference, "mean" | "low" | "high"> & { readonly verdict: string },
  { factor, difference: text }: RowScale,
  special = "",
): string {
  const { mean, low, high, verdict } = difference;
  if (mean === 0 && low === high) return `=${special}`;
  const tiny = [mean, low, high].every((value) => text(value) === "0");
  if (tiny && verdict === "undecided") return `≈ 0 ${colors.dim("?")}${special}`;
  // A clear difference is never written as none.
  const written = tiny ? (value: number) => numberText(value / factor, 2) : text;
  const signed = `${mean > 0 && written(mean) !== "0" ? "+" : ""}${written(mean)}`;
  if (!Number.isFinite(low)) return signed;
  const mark = verdict === "undecided" ? colors.dim("?") : colors.bold("*");
  const range = low === high ? "" : `\n${written(low)} to ${written(high)}`;
  return `${signed} ${mark}${special}${range}`;
}
