import { element, place, swatch } from "./elements.ts";
import type { Said, Stop } from "./stops.ts";

/** Pixels from what a tip is about. */
const AWAY = 12;

/** What a place of a chart says, beside it; for those who see it: it is told as the value of the figure's slider too. */
export class Tip {
  readonly box: HTMLElement;
  private readonly document: Document;

  constructor(document: Document) {
    this.document = document;
    this.box = element(document, "div", { class: "live-tip", "aria-hidden": "true", hidden: "" });
  }

  show(stop: Stop, width: number): void {
    const { document, box } = this;
    const rows = stop.said.map((said) => element(document, "li", {}, ...this.rowOf(said)));
    box.replaceChildren(element(document, "b", {}, stop.title));
    if (rows.length > 0) box.append(element(document, "ul", {}, ...rows));
    box.hidden = false;
    place(box, { x: 0, y: 0 });
    const own = box.offsetWidth;
    const right = stop.x + AWAY;
    const left = stop.x - AWAY - own;
    const beside = right + own <= width ? right : left >= 0 ? left : undefined;
    const { panel } = stop;
    // Where it has no room beside, it does not cover what it is about.
    const below = stop.y === panel.y ? panel.y + panel.height : stop.y + AWAY;
    place(
      box,
      beside === undefined
        ? { x: Math.max(0, Math.min(width - own, stop.x - own / 2)), y: below }
        : { x: beside, y: stop.y === panel.y ? panel.y + AWAY : stop.y },
    );
  }

  private rowOf({ name, text, color, dash }: Said): (Element | string)[] {
    const { document } = this;
    const look = color === undefined ? element(document, "span") : swatch(document, color, dash);
    return [look, element(document, "span", {}, name), element(document, "span", {}, text)];
  }

  hide(): void {
    this.box.hidden = true;
  }
}
