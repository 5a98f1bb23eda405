/** Where the parts of a figure stand: on a sheet as wide as a screen or as a telephone. */

/** Width of a figure, in pixels. */
export const FIGURE_WIDTH = 960;
/** The same for a telephone, where letters of 11 px stay so large. */
export const NARROW_WIDTH = 340;
/** Between panels that stand side by side. */
export const GAP = 16;
/** Least room that a panel beside others needs. */
const LEAST_PANEL = 200;

/** What a figure is laid out for; left out: a screen. */
export interface Sheet {
  /** Pixels. */
  readonly width?: number;
}

export const sheetWidth = ({ width = FIGURE_WIDTH }: Sheet): number => width;

export const isNarrow = (sheet: Sheet): boolean => sheetWidth(sheet) < FIGURE_WIDTH;

/** To the left and to the right of everything; a page has a margin of its own. */
export const marginOf = (sheet: Sheet): number => (isNarrow(sheet) ? 4 : 20);

/** Width between the margins. */
export const contentWidth = (sheet: Sheet): number => sheetWidth(sheet) - 2 * marginOf(sheet);

/** Panels in a row: as many as are wanted, or as there is room for. */
export const columnsOn = (sheet: Sheet, wanted: number): number =>
  Math.max(1, Math.min(wanted, Math.floor((contentWidth(sheet) + GAP) / (LEAST_PANEL + GAP))));

/** Width of a panel where `columns` stand side by side. */
export const panelWidth = (sheet: Sheet, columns: number): number =>
  Math.floor((contentWidth(sheet) - GAP * (columns - 1)) / columns);
