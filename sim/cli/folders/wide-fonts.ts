import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { onDisk } from "../../experiment/store/disk.ts";

const require = createRequire(import.meta.url);

/**
 * Gives `use` font files of Chinese, Japanese and Korean script: Source Han Sans, which DejaVu Sans lacks. They come
 * compressed, the renderer takes plain files: these last as long as `use` does.
 */
export async function withWideFonts<T>(use: (files: readonly string[]) => Promise<T>): Promise<T> {
  const folder = await onDisk(tmpdir(), () => mkdtemp(path.join(tmpdir(), "orrery-fonts-")));
  try {
    const compressed: Readonly<Record<string, string>> = require("@librescore/fonts");
    const decompress: (font: Uint8Array) => Promise<Uint8Array> = require("wawoff2/decompress.js");
    const files: string[] = [];
    for (const [name, file] of Object.entries(compressed)) {
      const plain = path.join(folder, `${name}.otf`);
      const font = await decompress(await readFile(file));
      await onDisk(tmpdir(), () => writeFile(plain, font));
      files.push(plain);
    }
    return await use(files);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
