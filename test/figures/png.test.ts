import { describe, expect, it } from "vitest";
import { withWideFonts } from "../../sim/cli/folders/wide-fonts.ts";
import { drawings } from "../../sim/figures/figures.ts";
import { pngImage } from "../../sim/figures/png.ts";
import { svgText } from "../../sim/figures/svg.ts";
import { queueInput } from "./generic-runs.ts";

const svg = svgText(drawings(queueInput())[0]!.drawing);
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};

const text = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><text x="2" y="15" font-family="DejaVu Sans">${content}</text></svg>`;

describe("pngImage", () => {
  it("is twice as wide as the SVG", () => {
    expect(sizeOf(pngImage(svg)).width).toBe(1920);
  });

  it("is the same for the same SVG", () => {
    expect(pngImage(svg)).toEqual(pngImage(svg));
  });

  it("shows the text: the bundled fonts are found", () => {
    expect(pngImage(text("GPU"))).not.toEqual(pngImage(text("")));
  });

  it("tells Chinese, Japanese and Korean letters apart, which are boxes without their fonts", async () => {
    const pairs = [
      ["计划", "东京"],
      ["プラン", "テスト"],
      ["검증", "계획"],
    ] as const;
    await withWideFonts(async (fonts) => {
      for (const [one, other] of pairs) {
        expect(pngImage(text(one))).toEqual(pngImage(text(other)));
        expect(pngImage(text(one), 2, fonts)).not.toEqual(pngImage(text(other), 2, fonts));
      }
    });
  });
});
