import { describe, expect, it } from "vitest";
import type { Panel } from "../../sim/figures/figure.ts";
import { columnText } from "../../sim/figures/forest-panel.ts";
import { svgText } from "../../sim/figures/svg.ts";

const panel = (title: string): Panel => ({
  title,
  note: ["control", "12"],
  options: { width: 200, height: 60 },
});

/** The lines of text of a drawing, with where they stand. */
const linesOf = (...titles: readonly string[]) => {
  const drawing = { title: "Figure", subtitle: "", description: "", columns: 2, panels: titles.map(panel) };
  return [...svgText(drawing).matchAll(/<text[^>]* y="([\d.]+)"[^>]*>([^<]*)<\/text>/g)].map(
    ([, y, text]) => ({ y: Number(y), text: text! }),
  );
};

describe("a panel's title", () => {
  const LONG = "Cost of a majority of the hash power, by hardware that is bought";

  it("that is too long takes more lines, and ends where the others of its row end", () => {
    const lines = linesOf(LONG, "Short");
    const long = lines.filter(({ text }) => text !== "" && LONG.includes(text));
    expect(long.length).toBeGreaterThan(1);
    expect(long.map(({ text }) => text).join(" ")).toBe(LONG);
    expect(lines.find(({ text }) => text === "Short")!.y).toBe(long.at(-1)!.y);
    expect(new Set(lines.filter(({ text }) => text === "control: 12").map(({ y }) => y)).size).toBe(1);
  });

  it("of which nobody would read the end is cut", () => {
    const lines = linesOf(LONG.repeat(4), "Short").filter(({ text }) => text.endsWith("…"));
    expect(lines).toHaveLength(1);
  });
});

describe("columnText", () => {
  it.each([
    [0.0674, 4, "+0.0674"],
    [-0.00043, 5, "−0.00043"],
    [1234567.25, 1, "+1,234,567.3"],
    [-4434, 0, "−4,434"],
    [0, 4, "0"],
  ])("writes %d with %d decimals as %s", (value, decimals, text) => {
    expect(columnText(value, decimals)).toBe(text);
  });
});
