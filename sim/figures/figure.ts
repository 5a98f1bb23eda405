import type { PlotOptions } from "@observablehq/plot";
import type { Run } from "../run/result.ts";
import type { ResolvedScenario } from "../scenario/scenario.ts";

/** What every figure is drawn from: the runs of all designs and replications, in any order. */
export interface FigureInput {
  readonly scenario: ResolvedScenario;
  readonly runs: readonly Run[];
}

/** One chart of a drawing; its own scales. */
export interface Panel {
  /** Stands above the chart, in bold. */
  readonly title?: string;
  readonly options: PlotOptions;
}

export interface LegendItem {
  readonly label: string;
  readonly color: string;
  /** Length of dash and gap; left out: a solid line. */
  readonly dash?: string;
}

/** A figure with its words, before any document is involved. */
export interface Drawing {
  /** States the finding, from the numbers. */
  readonly title: string;
  /** What is shown: quantity, designs, replications. */
  readonly subtitle: string;
  readonly caption?: string;
  readonly legend?: readonly LegendItem[];
  /** In reading order, `columns` in a row. */
  readonly panels: readonly Panel[];
  readonly columns: number;
  /** The same in words, for those who cannot see it. */
  readonly description: string;
}

export interface Figure {
  /** Equals the file's stem. */
  readonly name: string;
  /** Measures without which the figure is left out; a measure of an asset is named without it (`ledger.supply`). */
  readonly needs: readonly string[];
  /** Whether the runs hold what the figure needs beyond measures: two designs to compare, a flow of USD. */
  readonly applies?: (input: FigureInput) => boolean;
  readonly plot: (input: FigureInput) => Drawing;
}

export interface NamedDrawing {
  readonly name: string;
  readonly drawing: Drawing;
}

export interface DrawnFigure extends NamedDrawing {
  readonly svg: string;
}
