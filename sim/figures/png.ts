import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";

const require = createRequire(import.meta.url);
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
);
/** Pixels of the image for a pixel of the SVG: sharp in print and on dense screens. */
const ZOOM = 2;

/**
 * A PNG of an SVG. Text is set in the bundled DejaVu Sans, so every machine makes the same image.
 *
 * @param fontFiles where letters are looked up that DejaVu Sans has not; a letter that none has is a box
 */
export function pngImage(svg: string, zoom: number = ZOOM, fontFiles: readonly string[] = []): Uint8Array {
  const renderer = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: [...FONT_FILES, ...fontFiles],
      defaultFontFamily: "DejaVu Sans",
    },
    fitTo: { mode: "zoom", value: zoom },
  });
  return renderer.render().asPng();
}
