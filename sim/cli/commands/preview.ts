import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../errors.ts";
import { wholeNumber } from "../options/options.ts";
import { serveFolder } from "../published/serve.ts";
import { print } from "../terminal/print.ts";

export function configure(command: Command): void {
  command
    .argument("[folder]", "a site", "dist")
    .option("--port <n>", "a free one by default", wholeNumber(1, 65_535))
    .action(preview);
}

async function preview(folder: string, { port }: { readonly port?: number }): Promise<void> {
  if (!existsSync(path.join(folder, "index.html")))
    throw new UsageError(`${folder} is no site: it has no index.html.`, [], "Build one first: npm run site");
  const { url } = await serveFolder(folder, port);
  print(`${url}\nEnd it with Ctrl+C.`);
}
