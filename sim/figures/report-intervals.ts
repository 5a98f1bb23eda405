import { type DesignEffect, designEffects, type MeasureEffects } from "../comparison/effects.ts";
import { phraseOf } from "../metrics/known-measures.ts";
import type { FigureInput } from "./figure.ts";
import { headlineMeasures } from "./headline-measures.ts";
import { type Cell, tableHtml } from "./html.ts";
import { numberText, type UnitScale, unitScale } from "./number-text.ts";
import { totalOf } from "./profit.ts";
import { type Books, booksOf, type SectorProfit, sectorProfits } from "./profit-shifts.ts";

const heading = (text: string): Cell => ({ text, isHeading: true });

function effectCell({ mean, difference }: DesignEffect, factor: number): Cell {
  if (difference.count === 0) return { text: "–", isNumber: true };
  const number = (value: number) => numberText(value / factor);
  const size = difference.mean > 0 ? `+${number(difference.mean)}` : number(difference.mean);
  if (!Number.isFinite(difference.low)) return { text: number(mean.mean), isNumber: true, aside: size };
  const note = `${number(difference.low)} to ${number(difference.high)}`;
  const aside = `${size} ${difference.verdict === "undecided" ? "?" : "*"}`;
  return { text: number(mean.mean), isNumber: true, aside, note };
}

/** Values in the scale of the largest mean, so that a column has one unit. */
function scaleOf({ effects, reference, unit }: MeasureEffects): UnitScale {
  const means = [reference.mean, ...effects.map(({ mean }) => mean.mean)].filter(
    (mean) => !Number.isNaN(mean),
  );
  return unitScale(unit, Math.max(0, ...means.map((mean) => Math.abs(mean))));
}

/** Means of the measures that people ask for first, a row a design, below each its difference from the control. */
export function intervalTable(input: FigureInput): string {
  const measures = headlineMeasures(input);
  if (input.scenario.designs.length < 2 || measures.length === 0) return "";
  const all = designEffects(input, { branch: input.runs[0]!.branch, measures });
  // Runs of the control, or of all others, may have come to nothing.
  const [first] = all.flatMap(({ effects }) => effects);
  if (!first) return "";
  const { control } = input.scenario;
  const columns = all.map((row) => ({ row, scale: scaleOf(row) }));
  const reference = columns.map(
    ({ row, scale }): Cell => ({ text: numberText(row.reference.mean / scale.factor), isNumber: true }),
  );
  const rows = all[0]!.effects.map(({ design }, index) => [
    heading(design),
    ...columns.map(({ row, scale }) => effectCell(row.effects[index]!, scale.factor)),
  ]);
  const { family, confidence } = first.difference;
  const isSingle = !all.some(({ effects }) =>
    effects.some(({ difference }) => Number.isFinite(difference.low)),
  );
  const reading = isSingle
    ? "one replication gives no interval"
    : `* is told from 0, ? is not; below, its ${numberText(confidence * 100)} % interval${family === 1 ? "" : `, which holds for all ${family} differences together`}`;
  return tableHtml(
    `Means by design, beside them the difference from ${control}: ${reading}`,
    [
      "Design",
      ...columns.map(
        ({ row, scale }) =>
          `${phraseOf(row.measure, row).label}${scale.unit === "" ? "" : ` (${scale.unit})`}`,
      ),
    ],
    [[heading(`${control} (control)`), ...reference], ...rows],
  );
}

function profitCell(profit: SectorProfit, factor: number): Cell {
  const part = (value: number) => numberText(value / factor, 3);
  const { usd, tokens, revaluation } = profit;
  const note = tokens === 0 && revaluation === 0 ? "" : `${part(usd)}; ${part(tokens)}; ${part(revaluation)}`;
  return { text: part(totalOf(profit)), isNumber: true, ...(note === "" ? {} : { note }) };
}

function profitRows(books: Books, designs: readonly string[]): SectorProfit[][] {
  const columns = designs.map((design) => sectorProfits(books, design));
  return books.sectors.map((_, index) => columns.flatMap((column) => column[index] ?? []));
}

/** Profit and loss of each sector under each design, below a total its parts; empty where nothing flowed. */
export function profitTable(input: FigureInput): string {
  const books = booksOf(input);
  const designs = input.scenario.designs
    .map(({ name }) => name)
    .filter((name) => books.runs.some(({ design }) => design === name));
  const rows = profitRows(books, designs);
  if (rows.length === 0) return "";
  const scale = unitScale("USD", Math.max(...rows.flat().map((profit) => Math.abs(totalOf(profit)))));
  return tableHtml(
    `Profit and loss in ${scale.unit}, ${books.replications === 1 ? "one replication" : `means over ${books.replications} replications`}; below a total: USD, tokens at the price of the month, revaluation`,
    ["Sector", ...designs],
    rows.map((row) => [heading(row[0]!.sector), ...row.map((profit) => profitCell(profit, scale.factor))]),
  );
}
