import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { domFigure } from "../../sim/figures/dom.ts";
import { drawings } from "../../sim/figures/figures.ts";
import { queueInput } from "./generic-runs.ts";

describe("domFigure", () => {
  it("is an SVG element of the page's document, with the finding as its title", () => {
    const { document } = parseHTML("<!doctype html><body></body>");
    const { drawing } = drawings(queueInput())[0]!;
    const svg = domFigure(drawing, document);
    document.body.append(svg);
    expect(document.querySelector("body > svg > title")?.textContent).toBe(drawing.title);
  });

  it("is bundled for a page without Node and without a second DOM", async () => {
    const contents = 'export * from "./dom.ts"; export * from "./figures.ts";';
    const result = await build({
      stdin: {
        contents,
        resolveDir: fileURLToPath(new URL("../../sim/figures", import.meta.url)),
        loader: "ts",
      },
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "browser",
      logLevel: "silent",
    });
    expect(Object.keys(result.metafile.inputs).filter((file) => /linkedom|resvg|^node:/.test(file))).toEqual(
      [],
    );
  });
});
