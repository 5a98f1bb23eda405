import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";

const require = createRequire(import.meta.url);
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
);
/** Pixels of the image for a pixel of the SVG: sharp in print and on dense screens. */
const ZOOM = 2;

/** A PNG of an SVG. Text is set in the bundled DejaVu Sans alone, so every machine makes the same image. */
export function pngImage(svg: string, zoom: number = ZOOM): Uint8Array {
  const renderer = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: "DejaVu Sans" },
    fitTo: { mode: "zoom", value: zoom },
  });
  return renderer.render().asPng();
}
