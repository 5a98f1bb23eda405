import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { OrreryError } from "../../errors.ts";
import { ROOT } from "../../scenario/load-bundle.ts";
import type { SiteFile } from "../../site/page.ts";

const FOLDER = "notebooks";
const TSX = path.join(ROOT, "node_modules/tsx/dist/cli.mjs");

/** Where the notebooks of the site begin. */
export const NOTEBOOKS = `${FOLDER}/index.html`;

/**
 * The project's notebooks as files of its site. They are built by a process of their own: what builds them is loaded
 * from the sources, and is no part of the compiled command line.
 *
 * @throws OrreryError with file, line and cell of what is broken
 */
export async function notebookFiles(): Promise<SiteFile[]> {
  const out = await mkdtemp(path.join(tmpdir(), "orrery-notebooks-"));
  try {
    await promisify(execFile)(process.execPath, [TSX, `${FOLDER}/build.ts`, "--out", out], { cwd: ROOT });
    const entries = await readdir(out, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)))
      .sort();
    return await Promise.all(
      names.map(async (name) => ({
        path: `${FOLDER}/${name.split(path.sep).join("/")}`,
        content: await readFile(path.join(out, name)),
      })),
    );
  } catch (error) {
    const { stderr = "", message } = error as Error & { readonly stderr?: string };
    const said = stripVTControlCharacters(stderr.trim() || message);
    throw new OrreryError("The notebooks cannot be built.", [said]);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
