import { describe, expect, it } from "vitest";
import { clipName, clipText, textWidth, wrapText } from "../../sim/figures/text-width.ts";

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

  it("breaks a word that is wider than the line, and loses no letter", () => {
    const lines = wrapText("a incomprehensibilities b", 60, 12);
    expect(lines.join("").replace(" ", "")).toBe("aincomprehensibilitiesb");
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(60);
    expect(wrapText("abc", 1, 12)).toEqual(["a", "b", "c"]);
  });

  it("gives a wide character the square of its line, and a mark over a letter nothing", () => {
    expect(textWidth("计划プ검", 10)).toBe(40);
    expect(textWidth("e\u0301", 10)).toBe(textWidth("e", 10));
  });

  it("breaks between wide characters, keeps what ends a clause with it, and loses none", () => {
    const lines = wrapText("plan 按工作小时，付款给提供者", 60, 12);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join("").replace(" ", "")).toBe("plan按工作小时，付款给提供者");
    expect(lines.filter((line) => line.startsWith("，"))).toEqual([]);
  });

  it("clips the name and keeps what is said of it", () => {
    const note = clipName(["a name that is much too long", "812 GPUs"], 120, 11);
    expect(note).toMatch(/^a name.*…: 812 GPUs$/);
    expect(textWidth(note, 11)).toBeLessThanOrEqual(120);
    expect(clipName(["short", "812 GPUs"], 120, 11)).toBe("short: 812 GPUs");
  });

  it("clips with an ellipsis", () => {
    const clipped = clipText("incomprehensibilities", 60, 12);
    expect(clipped).toMatch(/^incom.*…$/);
    expect(textWidth(clipped, 12)).toBeLessThanOrEqual(60);
  });
});
