import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { OrreryError } from "../../errors.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import type { SiteFile } from "../../site/page.ts";

/** The built frames of all kinds of pages, and what they share. */
export interface Shell {
  /** HTML by kind. */
  readonly kinds: ReadonlyMap<string, string>;
  /** Scripts, styles, fonts, icons: below `assets/`. */
  readonly assets: readonly SiteFile[];
}

/** Where a package brings its shell. */
const PACKED = path.join(ROOT, "lib/site");
/** What the repository builds it from. */
const SOURCES = path.join(ROOT, "reports/vite.config.ts");

/**
 * The shell that pages are stamped from: what the package brings, or what Vite makes of `reports/` in the repository.
 *
 * @throws OrreryError where a notebook of `reports/` cannot be built, with its name
 */
export async function openShell(): Promise<Shell> {
  if (!existsSync(SOURCES)) return readShell(PACKED);
  const { buildShell } = await import("./build-shell.ts");
  return shellOf(await buildShell(SOURCES));
}

/** Reads a built shell. */
async function readShell(folder: string): Promise<Shell> {
  if (!existsSync(folder))
    throw new OrreryError("This package of Orrery has no frames of pages.", [folder], "Install it again.");
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
  const files = await Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(path.join(folder, name)) })),
  );
  return shellOf(files);
}

/** Sorts built files into frames and the rest. */
export function shellOf(files: readonly SiteFile[]): Shell {
  const isFrame = (name: string) => name.endsWith(".html") && !name.includes("/");
  return {
    kinds: new Map(
      files
        .filter((file) => isFrame(file.path))
        .map((file) => [
          file.path.slice(0, -".html".length),
          new TextDecoder().decode(bytesOf(file.content)),
        ]),
    ),
    assets: files.filter((file) => !isFrame(file.path)),
  };
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;
