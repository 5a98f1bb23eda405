import type { Progress } from "./runs.ts";

/** What stands in a page beside text and figures: tables, progress, numbers as they are read. */

/** A number with so many significant digits, its minus a minus, its thousands apart. */
export function number(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "–";
  const text = new Intl.NumberFormat("en-US", { maximumSignificantDigits: digits }).format(value);
  return text.replace("-", "−");
}

/** A share in percent. */
export const percent = (share: number, digits = 3): string => `${number(100 * share, digits)} %`;

/** A difference with its sign. */
export const signed = (value: number, digits = 3): string =>
  `${value > 0 ? "+" : ""}${number(value, digits)}`;

/** An amount in whole tokens, from base units: exact, its thousands apart. */
export function tokens(units: bigint, decimals: number): string {
  const text = units.toString().padStart(decimals + 1, "0");
  const whole = text.slice(0, text.length - decimals);
  const part = text.slice(text.length - decimals).replace(/0+$/, "");
  return `${BigInt(whole).toLocaleString("en-US")}${part === "" ? "" : `.${part}`}`;
}

/** A table with a head of its own for each row; numbers come as they are to be read. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const element = document.createElement("table");
  element.createCaption().textContent = caption;
  const top = element.createTHead().insertRow();
  for (const name of head) top.append(cell("th", name, "col"));
  const body = element.createTBody();
  for (const [first, ...others] of rows) {
    const row = body.insertRow();
    row.append(cell("th", first ?? "", "row"), ...others.map((text) => cell("td", text)));
  }
  const box = document.createElement("div");
  box.className = "scroll";
  // Keyboards scroll what can be focused.
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", caption);
  box.append(element);
  return box;
}

function cell(kind: "th" | "td", text: string, scope?: string): HTMLElement {
  const element = document.createElement(kind);
  element.textContent = text;
  if (scope !== undefined) element.setAttribute("scope", scope);
  if (/^[−+<≤]?[\d.]/.test(text) && kind === "td") element.className = "number";
  return element;
}

/** How far a batch of runs is. */
export function progress({ share, done, total }: Progress): HTMLElement {
  const box = document.createElement("div");
  box.className = "progress";
  const bar = document.createElement("progress");
  bar.value = share;
  bar.setAttribute("aria-label", "Runs that are done");
  const words = document.createElement("span");
  words.textContent =
    done < total
      ? `${done} of ${total} runs, in workers of this page`
      : `${total} ${total === 1 ? "run" : "runs"}, done`;
  box.append(bar, words);
  return box;
}

/** A slider that says what it is to those who cannot see it. */
export function labelled<T extends HTMLElement>(input: T): T {
  const label = input.querySelector("label")?.textContent ?? "";
  for (const part of input.querySelectorAll("input, select")) part.setAttribute("aria-label", label);
  return input;
}
