import type { Box } from "../compose.ts";
import type { LegendItem } from "../figure.ts";
import { element, place, swatch } from "./elements.ts";

/** The designs that a reader has hidden, for all figures of a page. */
export class Choice {
  readonly hidden = new Set<string>();
  private readonly onChange: (designs: readonly string[]) => void;

  constructor(onChange: (designs: readonly string[]) => void) {
    this.onChange = onChange;
  }

  /** Hides designs or shows them again; whoever hides the last of a legend sees all of it again. */
  toggle(designs: readonly string[], legend: readonly string[]): void {
    const hides = designs.some((design) => !this.hidden.has(design));
    for (const design of designs) {
      if (hides) this.hidden.add(design);
      else this.hidden.delete(design);
    }
    if (legend.every((design) => this.hidden.has(design)))
      for (const design of legend) this.hidden.delete(design);
    this.onChange(legend);
  }
}

/** Letters of a page are a little wider than those that were counted on; less than what parts two items. */
const SLACK = 12;

/** A figure's legend: what stands for designs is a button that hides them. */
export class Legend {
  readonly box: HTMLElement;
  /** All that its buttons stand for. */
  designs: readonly string[] = [];
  private readonly document: Document;
  private readonly choice: Choice;
  private readonly items = new Map<string, HTMLElement>();

  constructor(document: Document, choice: Choice) {
    this.document = document;
    this.choice = choice;
    this.box = element(document, "div", {
      class: "live-legend",
      role: "group",
      "aria-label": "Designs shown",
    });
  }

  /** Buttons stay the same elements, so that the focus stays where it is. */
  draw(placed: readonly (readonly [LegendItem, Box])[]): void {
    this.designs = placed.flatMap(([{ designs = [] }]) => designs);
    const left = new Set(this.items.keys());
    for (const [item, box] of placed) {
      const key = JSON.stringify(item);
      left.delete(key);
      const drawn = this.items.get(key) ?? this.add(key, item);
      place(drawn, { ...box, width: box.width + SLACK });
      if (item.designs)
        drawn.setAttribute("aria-pressed", String(item.designs.some((one) => !this.choice.hidden.has(one))));
    }
    for (const key of left) {
      this.items.get(key)!.remove();
      this.items.delete(key);
    }
  }

  private add(key: string, { label, color, dash, designs }: LegendItem): HTMLElement {
    const { document } = this;
    const content = [swatch(document, color, dash), element(document, "span", {}, label)];
    const item =
      designs === undefined
        ? element(document, "div", {}, ...content)
        : element(document, "button", { type: "button", title: `Show or hide: ${label}` }, ...content);
    if (designs) item.addEventListener("click", () => this.choice.toggle(designs, this.designs));
    this.items.set(key, item);
    this.box.append(item);
    return item;
  }
}
