import * as Plot from "@observablehq/plot";

/*
 * Figures of the notebooks: the finding as the title, then what is shown; colours that colour-blind readers tell apart
 * (Okabe and Ito 2008), by variables of the page, so that they are as legible in the dark.
 */

/** Colours in the order in which series take them. */
export const SERIES = Array.from({ length: 7 }, (_, index) => `var(--series-${index})`);
/** What the others are compared with. */
export const CONTROL = "var(--series-control)";
export const MUTED = "var(--theme-foreground-muted)";

export interface ChartWords {
  /** What the figure shows, as a sentence with numbers. */
  readonly title: string;
  /** Quantity, unit, and what it is of. */
  readonly subtitle: string;
  /** Source, or how to read it. */
  readonly caption?: string;
}

/** A figure of the page: Plot's options, and its words. It scales with its container. */
export function chart({ title, subtitle, caption, ...options }: ChartWords & Plot.PlotOptions): HTMLElement {
  const drawing = Plot.plot({
    width: 688,
    height: 320,
    marginLeft: 56,
    grid: true,
    style: { fontFamily: "var(--sans-serif)", fontSize: "12px", background: "none", overflow: "visible" },
    ...options,
  });
  const svg = drawing.tagName === "svg" ? drawing : drawing.querySelector(":scope > svg")!;
  // One image with one text: what its parts are called nobody is told.
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${title}. ${subtitle}`);
  const box = document.createElement("figure");
  box.className = "chart";
  box.append(line("chart-title", title), line("chart-subtitle", subtitle), drawing);
  if (caption !== undefined) {
    const below = document.createElement("figcaption");
    below.textContent = caption;
    box.append(below);
  }
  return box;
}

function line(name: string, text: string): HTMLElement {
  const words = document.createElement("p");
  words.className = name;
  words.textContent = text;
  return words;
}

/** Each name with a colour of its own, and a legend of them. */
export const colours = (names: readonly string[], control?: string) => ({
  domain: [...names],
  range: names.map((name) =>
    name === control ? CONTROL : SERIES[names.filter((one) => one !== control).indexOf(name) % SERIES.length],
  ),
  legend: true,
});
