import { axisFy, axisX, barX, gridX, ruleX, ruleY } from "@observablehq/plot";
import {
  overlaps,
  referenceOf,
  replicationCaution,
  replicationCount,
  type Spread,
  sentenceStart,
} from "./comparison.ts";
import { FIGURE_WIDTH, MARGIN } from "./compose.ts";
import type { Figure, FigureInput, Panel } from "./figure.ts";
import { netFlowSpreads, sectorsOf } from "./net-flows.ts";
import { numberText, quantityText, unitScale } from "./number-text.ts";
import { designColor, designLegend, INK, MUTED, PAPER, RULE } from "./theme.ts";
import { descriptionOf } from "./wording.ts";

const ASSET = "usd";
const BAR = 13;
/** Sectors that keep less than this share of the largest sector's net flow only pass money on. */
const NEGLIGIBLE = 1e-3;

interface SectorRow {
  readonly sector: string;
  readonly spreads: readonly Spread[];
}

const largest = ({ spreads }: SectorRow) => Math.max(...spreads.map((spread) => Math.abs(spread.median)));
const midpoint = ({ spreads }: SectorRow) => spreads.reduce((total, spread) => total + spread.median, 0);

/** Sectors that gain or lose anything, those that take in most on top. */
function sectorRows(input: FigureInput): SectorRow[] {
  return sectorsOf(input.runs, ASSET)
    .map((sector) => ({ sector, spreads: netFlowSpreads(input, ASSET, sector) }))
    .filter((row, _, all) => largest(row) > NEGLIGIBLE * Math.max(...all.map(largest)))
    .sort((a, b) => midpoint(b) - midpoint(a));
}

interface Shift {
  readonly sector: string;
  readonly design: string;
  readonly amount: number;
}

function shifts(rows: readonly SectorRow[], control: string): Shift[] {
  return rows.flatMap(({ sector, spreads }) => {
    const reference = referenceOf(spreads, control);
    if (!reference) return [];
    return spreads
      .filter((spread) => spread !== reference && !overlaps(spread, reference))
      .map((spread) => ({ sector, design: spread.design, amount: spread.median - reference.median }));
  });
}

const byAmount = (a: Shift, b: Shift) => b.amount - a.amount;
const money = (amount: number) => quantityText(Math.abs(amount), "USD", 2);

function titleOfOne(rows: readonly SectorRow[]): string {
  const [most, least] = [rows[0]!, rows.at(-1)!];
  return `${sentenceStart(most.sector)} take in most, ${money(most.spreads[0]!.median)} net; ${least.sector} pay most, ${money(least.spreads[0]!.median)} net`;
}

/** The design that shifts most USD, what it brings the sector that gains most, and who loses most by it. */
function titleOf(input: FigureInput, rows: readonly SectorRow[]): string {
  if (input.scenario.designs.length === 1) return titleOfOne(rows);
  const caution = replicationCaution(input);
  const { control } = input.scenario;
  const all = shifts(rows, control);
  const widest = all.reduce<Shift | undefined>(
    (most, shift) => (!most || Math.abs(shift.amount) > Math.abs(most.amount) ? shift : most),
    undefined,
  );
  if (!widest)
    return sentenceStart(`${caution}no clear difference between the designs in who earns and who pays`);
  const own = all.filter((shift) => shift.design === widest.design).sort(byAmount);
  const [gain, loss] = [own[0]!, own.at(-1)!];
  const gained = gain.amount > 0 ? `${gain.sector} net ${money(gain.amount)} more` : "";
  const lost = loss.amount < 0 ? `${loss.sector} ${money(loss.amount)} less` : "";
  const both = [gained, lost].filter((part) => part !== "").join(", ");
  return sentenceStart(`${caution}under ${widest.design}, ${both} than under ${control}`);
}

function barPanel(input: FigureInput, rows: readonly SectorRow[]): Panel {
  const { designs } = input.scenario;
  const scale = unitScale("USD", Math.max(...rows.map(largest)));
  const bars = rows.flatMap(({ sector, spreads }) => spreads.map((spread) => ({ sector, ...spread })));
  const position = { fy: "sector", y: "design" } as const;
  const scaled = (key: "low" | "median" | "high") => (bar: Spread) => bar[key] / scale.factor;
  const range = { ...position, x1: scaled("low"), x2: scaled("high") };
  return {
    options: {
      width: FIGURE_WIDTH - 2 * MARGIN,
      height: 50 + rows.length * (designs.length * BAR + 14),
      marginLeft: 120,
      marginRight: 20,
      marginTop: 6,
      marginBottom: 40,
      x: { nice: true },
      y: { domain: designs.map(({ name }) => name), axis: null, padding: 0.12 },
      fy: { domain: rows.map(({ sector }) => sector), label: null, padding: 0.16 },
      marks: [
        gridX({ stroke: RULE, strokeOpacity: 1 }),
        axisX({
          tickSize: 0,
          color: MUTED,
          label: `${scale.unit}, taken in less paid out`,
          labelArrow: "none",
          labelAnchor: "center",
          tickFormat: (value: number) => numberText(value, 6),
        }),
        axisFy({ anchor: "left", fontSize: 12, tickSize: 0 }),
        barX(bars, {
          ...position,
          x: scaled("median"),
          fill: (bar: Spread) => designColor(input.scenario, bar.design),
        }),
        ...(replicationCount(input) > 1
          ? [
              ruleY(bars, { ...range, stroke: PAPER, strokeWidth: 3.5 }),
              ruleY(bars, { ...range, stroke: INK, strokeWidth: 1.2 }),
            ]
          : []),
        ruleX([0], { stroke: INK }),
      ],
    },
  };
}

/** Who earns and who pays: net flow of USD by sector and design, over the whole run. */
export const whoPays: Figure = {
  name: "who-pays",
  needs: [],
  applies: (input) => sectorRows(input).length > 0,
  plot: (input) => {
    const rows = sectorRows(input);
    const title = titleOf(input, rows);
    const what = "USD that each sector took in less what it paid out, over the whole run";
    const replications = replicationCount(input);
    const ranges =
      replications > 1 ? `; bar: median of ${replications} replications, line: 10–90 %` : "; one replication";
    return {
      title,
      subtitle: `${what}${ranges}.`,
      caption:
        "Token flows are not valued here: a sector that is paid in tokens earns USD when it sells them.",
      legend: designLegend(input.scenario),
      panels: [barPanel(input, rows)],
      columns: 1,
      description: descriptionOf(input, title, what),
    };
  },
};
