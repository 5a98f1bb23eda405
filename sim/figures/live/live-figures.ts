import type { FigureInput } from "../figure.ts";
import { type Planned, plannedFigures } from "../figures.ts";
import { element } from "./elements.ts";
import { Choice } from "./legend.ts";
import { LiveFigure } from "./live-figure.ts";
import { addLiveStyle } from "./style.ts";

export interface LiveOptions {
  /** Figures by name, in this order; left out: all that the runs allow. */
  readonly names?: readonly string[];
}

/** Figures in a page. */
export interface LiveFigures {
  /** Draws other runs: those in sight at once, the others before they come into sight. */
  update(input: FigureInput): void;
  /** Leaves the page as it was. */
  destroy(): void;
}

/** Pixels beyond what is in sight that are drawn as well. */
const NEAR = "400px 0px";

/**
 * Brings a scenario's figures to life in a page: as wide as their place, with tips, one time cursor for the page, and
 * legends that hide designs. A `<figure>` of the container whose id is a figure's name is taken over where it stands,
 * with what it holds; figures without one are added at the end.
 *
 * @param container an element of the page
 * @param input runs, as they come of `run` or `unpackRuns`
 */
export function liveFigures(
  container: HTMLElement,
  input: FigureInput,
  options: LiveOptions = {},
): LiveFigures {
  addLiveStyle(container.ownerDocument);
  return new FiguresOfPage(container, input, options);
}

class FiguresOfPage implements LiveFigures {
  private readonly container: HTMLElement;
  private readonly document: Document;
  private readonly names: readonly string[] | undefined;
  private readonly choice = new Choice((designs) => this.redraw(designs));
  private readonly figures = new Map<string, LiveFigure>();
  private readonly added = new Set<HTMLElement>();
  private readonly roots = new Map<Element, LiveFigure>();
  private readonly sizes: ResizeObserver;
  private readonly sight: IntersectionObserver;
  private readonly printing: MediaQueryList;
  private isWaiting = false;
  private isEnded = false;

  constructor(container: HTMLElement, input: FigureInput, { names }: LiveOptions) {
    this.container = container;
    this.document = container.ownerDocument;
    this.names = names;
    const view = this.document.defaultView!;
    this.sizes = new view.ResizeObserver(() => this.soon());
    this.sight = new view.IntersectionObserver((entries) => this.see(entries), { rootMargin: NEAR });
    this.printing = view.matchMedia("print");
    this.printing.addEventListener("change", this.onPrinting);
    view.addEventListener("beforeprint", this.print);
    view.addEventListener("afterprint", this.endPrint);
    this.update(input);
  }

  update(input: FigureInput): void {
    const planned = this.chosen(plannedFigures(input));
    for (const [name, figure] of this.figures)
      if (!planned.some((one) => one.name === name)) this.remove(name, figure);
    for (const { name, draw } of planned) {
      const known = this.figures.get(name);
      if (known) known.plan(draw);
      else this.add(name, draw);
    }
    this.soon();
  }

  destroy(): void {
    this.isEnded = true;
    const view = this.document.defaultView!;
    this.sizes.disconnect();
    this.sight.disconnect();
    this.printing.removeEventListener("change", this.onPrinting);
    view.removeEventListener("beforeprint", this.print);
    view.removeEventListener("afterprint", this.endPrint);
    for (const [name, figure] of this.figures) this.remove(name, figure);
  }

  private chosen(all: readonly Planned[]): readonly Planned[] {
    return this.names?.flatMap((name) => all.filter((one) => one.name === name)) ?? all;
  }

  private add(name: string, draw: Planned["draw"]): void {
    const standing = [...this.container.querySelectorAll("figure")].find(({ id }) => id === name);
    const root = standing ?? this.appended(name);
    const figure = new LiveFigure(root, draw, this.choice);
    this.figures.set(name, figure);
    this.roots.set(root, figure);
    this.sizes.observe(figure.sheet);
    this.sight.observe(root);
  }

  private appended(name: string): HTMLElement {
    const isTaken = this.document.getElementById(name) !== null;
    const root = element(this.document, "figure", isTaken ? {} : { id: name });
    this.added.add(root);
    this.container.append(root);
    return root;
  }

  private remove(name: string, figure: LiveFigure): void {
    const { root, sheet } = figure;
    this.sizes.unobserve(sheet);
    this.sight.unobserve(root);
    figure.destroy();
    this.figures.delete(name);
    this.roots.delete(root);
    if (this.added.delete(root)) root.remove();
  }

  private see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const figure = this.roots.get(target);
      if (figure) figure.isNear = isIntersecting;
    }
    this.soon();
  }

  /** After designs were hidden or shown: at once, for a reader waits. */
  private redraw(designs: readonly string[]): void {
    for (const figure of this.figures.values()) {
      if (!figure.follows(designs)) continue;
      figure.isStale = true;
      if (figure.isNear || figure.root.contains(this.document.activeElement)) figure.draw();
    }
    this.soon();
  }

  /** Before the next frame what is in sight, and then the others one by one. */
  private soon(): void {
    if (this.isWaiting || this.isEnded) return;
    this.isWaiting = true;
    this.document.defaultView!.requestAnimationFrame(() => {
      this.isWaiting = false;
      if (this.isEnded) return;
      const waiting = [...this.figures.values()].filter((figure) => figure.isStale || figure.hasNewWidth);
      const near = waiting.filter(({ isNear }) => isNear);
      for (const figure of near) figure.draw();
      if (near.length === 0) this.drawOneOf(waiting);
      if (near.length > 0 && waiting.length > near.length) this.soon();
    });
  }

  /** What is out of sight, while nothing else is to be done. */
  private drawOneOf(waiting: readonly LiveFigure[]): void {
    const next = waiting.find((figure) => figure.sheet.clientWidth > 0);
    if (!next) return;
    next.draw();
    this.document.defaultView!.setTimeout(() => this.soon(), 0);
  }

  private readonly onPrinting = ({ matches }: MediaQueryListEvent): void => {
    if (matches) this.print();
    else this.endPrint();
  };

  private readonly print = (): void => {
    for (const figure of this.figures.values()) figure.print();
  };

  private readonly endPrint = (): void => {
    for (const figure of this.figures.values()) figure.endPrint();
  };
}
