import { describe, expect, it } from "vitest";
import { clipText, textWidth, wrapText } from "../../sim/figures/text-width.ts";

describe("text width", () => {
  it("follows the font's advance widths", () => {
    // DejaVu Sans: G 0.77 em, P 0.60 em, U 0.73 em.
    expect(textWidth("GPU", 100)).toBeCloseTo(210, 10);
  });

  it("wraps at spaces and loses no word", () => {
    const lines = wrapText("one two three four five six", 60, 12);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(" ")).toBe("one two three four five six");
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(60);
  });

  it("keeps a word that is wider than the line", () => {
    expect(wrapText("a incomprehensibilities b", 30, 12)).toEqual(["a", "incomprehensibilities", "b"]);
  });

  it("clips with an ellipsis", () => {
    const clipped = clipText("incomprehensibilities", 60, 12);
    expect(clipped).toMatch(/^incom.*…$/);
    expect(textWidth(clipped, 12)).toBeLessThanOrEqual(60);
  });
});
