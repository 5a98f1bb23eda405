import { readFile, stat } from "node:fs/promises";
import { UsageError } from "../../errors.ts";
import type { SiteFile } from "../../site/page.ts";

const LARGEST = 1_000_000;

const SVG = /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/;

/** How the images begin that every browser shows, a character a byte. */
const KINDS: Readonly<Record<string, (text: string) => boolean>> = {
  png: (text) => text.startsWith("\x89PNG\r\n\x1a\n"),
  jpg: (text) => text.startsWith("\xff\xd8\xff"),
  gif: (text) => /^GIF8[79]a/.test(text),
  webp: (text) => /^RIFF[\s\S]{4}WEBP/.test(text),
  svg: (text) => SVG.test(text),
};
/** What of an SVG would run where somebody opens the file by itself. */
const ACTIVE = /<script|<foreignObject|\son\w+\s*=|javascript:|<!ENTITY/i;

/**
 * A logo as a file of the site, named after what it is.
 *
 * @throws UsageError where there is none, or it is no image that may be published
 */
export async function logoFile(file: string): Promise<SiteFile> {
  const { size } = await stat(file).catch(() => {
    throw new UsageError(`There is no logo ${file}.`);
  });
  if (size > LARGEST)
    throw new UsageError(`The logo ${file} is too large.`, [`${size} bytes of at most ${LARGEST}`]);
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The logo ${file} cannot be read.`, [error.code ?? error.message]);
  });
  const text = content.toString("latin1");
  const kind = Object.keys(KINDS).find((name) => KINDS[name]!(text));
  if (kind === undefined)
    throw new UsageError(`The logo ${file} is no image that a page can show.`, [
      "Expected PNG, JPEG, GIF, WebP or SVG.",
    ]);
  if (kind === "svg" && ACTIVE.test(text))
    throw new UsageError(
      `The logo ${file} holds a script or what acts like one.`,
      [],
      "Save it as plain SVG, or as PNG.",
    );
  return { path: `assets/logo.${kind}`, content };
}
