import { describe, expect, it } from "vitest";
import { drawings } from "../../sim/figures/figures.ts";
import { pngImage } from "../../sim/figures/png.ts";
import { svgText } from "../../sim/figures/svg.ts";
import { queueInput } from "./generic-runs.ts";

const svg = svgText(drawings(queueInput())[0]!.drawing);
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};

describe("pngImage", () => {
  it("is twice as wide as the SVG", () => {
    expect(sizeOf(pngImage(svg)).width).toBe(1920);
  });

  it("is the same for the same SVG", () => {
    expect(pngImage(svg)).toEqual(pngImage(svg));
  });

  it("shows the text: the bundled fonts are found", () => {
    const text = (content: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="15" font-family="DejaVu Sans">${content}</text></svg>`;
    expect(pngImage(text("GPU"))).not.toEqual(pngImage(text("")));
  });
});
