import type { PlotOptions } from "@observablehq/plot";
import type { DrawnClaim } from "../comparison/sensitivity.ts";
import type { Run } from "../run/result.ts";
import type { ResolvedScenario, Settings } from "../scenario/scenario.ts";
import type { Sheet } from "./layout.ts";

/** One variation of a swept scenario: what it sets, by path. */
export interface Point {
  /** From 0. */
  readonly index: number;
  readonly settings: Settings;
}

/** How a figure is looked at: on what sheet, and what of it. */
export interface View extends Sheet {
  /** Designs that are drawn; left out: all. Words, intervals and colours stay those of all of them. */
  readonly shown?: readonly string[];
}

/** What every figure is drawn from: the runs of all designs, replications, points and branches, in any order. */
export interface FigureInput extends View {
  readonly scenario: ResolvedScenario;
  readonly runs: readonly Run[];
  /** Of the sweep that the runs are from; empty where nothing was swept. */
  readonly points: readonly Point[];
  /** Units of the sweep's parameters by path, as far as they are known: "s" of a duration. */
  readonly units?: Readonly<Record<string, string>>;
  /** Of a sampled sweep: what its draws say of the scenario's comparisons, in its order. */
  readonly claims?: readonly DrawnClaim[];
}

/** One chart of a drawing; its own scales. */
export interface Panel {
  /** Stands above the chart, in bold. */
  readonly title?: string;
  /** Stands below the title, smaller: a name, cut where there is no room for it, and what is said of it. */
  readonly note?: readonly [name: string, said: string];
  /** Pixels from the panel's left edge to its title; 0 where it is left out. */
  readonly titleOffset?: number;
  /** Designs that it draws, in the scenario's order; left out: it does not say. */
  readonly designs?: readonly string[];
  /** With a width, by which panels of a row are placed. */
  readonly options: PlotOptions;
  /** What its lines say where a pointer rests. */
  readonly told?: Told;
}

/** The lines of a panel, as a pointer asks for them. */
export interface Told {
  readonly lines: readonly ToldLine[];
  /** A place of the axis in words: "day 12". */
  readonly placeText: (x: number) => string;
  /** Lower and upper end of the panel, in the unit of its axis. */
  readonly domain: readonly [number, number];
  /** Seconds in a unit of the axis; left out: the axis is not of time. */
  readonly seconds?: number;
}

/** One of them: texts at rising places of the axis, in its unit. */
export interface ToldLine {
  /** Empty where it is the only one. */
  readonly name: string;
  readonly color: string;
  readonly dash?: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly text: string }[];
}

export interface LegendItem {
  readonly label: string;
  readonly color: string;
  /** Length of dash and gap; left out: a solid line. */
  readonly dash?: string;
  /** Designs that it stands for, which a reader may hide; left out: it is no design's, or its design is always drawn. */
  readonly designs?: readonly string[];
}

/** A figure with its words, before any document is involved. */
export interface Drawing extends Sheet {
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
  /** One future: it gets the runs of one branch, outside of any sweep. The experiment: it gets all runs. */
  readonly shows: "one future" | "the experiment";
  /** Whether it is of one chain or market: drawn of the world, and of each place by itself. */
  readonly ofPlaces?: true;
  /** Designs that it can tell apart; left out: any number. */
  readonly mostDesigns?: number;
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
  /** The same for a telephone. */
  readonly narrow?: string;
  /** Of a figure that a script draws anew: how high it is on a telephone, in pixels. */
  readonly awaiting?: number;
}
