import path from "node:path";
import { build, type InlineConfig } from "vite";
import { ROOT } from "../../scenario/load-bundle.ts";
import { notebooks } from "./notebooks.ts";

/** The project's notebooks, or a folder's, as a part of the site: for Vite, with no configuration file beside it. */
export function notebooksConfig(outDir: string, folder = path.join(ROOT, "notebooks")): InlineConfig {
  return {
    ...notebooks({
      folder,
      outDir,
      title: "Orrery's notebooks",
      home: { href: "../index.html", title: "Orrery" },
    }),
    configFile: false,
    logLevel: "warn",
  };
}

/**
 * Builds the notebooks into a folder, whose content is replaced. The same bytes for the same sources.
 *
 * @throws Error where a cell is broken; `buildFlaw` (build-flaw.ts) is what to tell of it
 */
export async function buildNotebooks(outDir: string, folder?: string): Promise<void> {
  await build(notebooksConfig(path.resolve(outDir), folder));
}
