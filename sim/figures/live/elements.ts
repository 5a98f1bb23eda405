import { visibleLines } from "../../text/visible.ts";

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

/** An element of a page with its attributes and what it holds; texts from outside are shown, never obeyed. */
export function element<K extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: K,
  attributes: Attributes = {},
  ...content: readonly (Element | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, visibleLines(String(value)));
  made.append(...content.map((part) => (typeof part === "string" ? visibleLines(part) : part)));
  return made;
}

export function svgElement(document: Document, name: string, attributes: Attributes = {}): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A swatch of a line: its colour and dash. */
export function swatch(document: Document, color: string, dash: string | undefined): SVGElement {
  const svg = svgElement(document, "svg", {
    class: "live-swatch",
    width: 24,
    height: 12,
    "aria-hidden": "true",
  });
  const line = { x1: 0, x2: 24, y1: 6, y2: 6, stroke: color, "stroke-width": 3 };
  svg.append(svgElement(document, "line", dash === undefined ? line : { ...line, "stroke-dasharray": dash }));
  return svg;
}

/** In place, by style properties: a page's policy holds attributes of style back. */
export function place(
  target: HTMLElement,
  box: Readonly<Partial<Record<"x" | "y" | "width" | "height", number>>>,
): void {
  const { x, y, width, height } = box;
  if (x !== undefined) target.style.left = `${x}px`;
  if (y !== undefined) target.style.top = `${y}px`;
  if (width !== undefined) target.style.width = `${width}px`;
  if (height !== undefined) target.style.height = `${height}px`;
}

/** Makes a drawing fit for a page: nothing that it says turns the direction of what follows. */
export function fitForPage(root: Element): void {
  for (const child of root.childNodes) {
    if (child.nodeType === TEXT) {
      const shown = visibleLines(child.nodeValue ?? "");
      if (shown !== child.nodeValue) child.nodeValue = shown;
    } else fitForPage(child as Element);
  }
}

const TEXT = 3;
