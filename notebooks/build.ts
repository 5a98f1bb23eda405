import path from "node:path";
import { parseArgs } from "node:util";
import { build, preview } from "vite";
import { buildFlaw } from "../sim/cli/vite/build-flaw.ts";
import { buildNotebooks, notebooksConfig } from "../sim/cli/vite/build-notebooks.ts";

/*
 * `npm run notebooks`: builds the notebooks into dist/notebooks. With --watch it builds again what is edited, and serves
 * the pages on this machine alone; the Kit's own server asks another one.
 */

const HERE = import.meta.dirname;
const { values } = parseArgs({
  options: {
    watch: { type: "boolean", default: false },
    out: { type: "string", default: path.join(HERE, "../dist/notebooks") },
    folder: { type: "string", default: HERE },
    port: { type: "string", default: "4173" },
  },
});

if (values.watch) {
  const config = notebooksConfig(path.resolve(values.out), values.folder);
  const watcher = await build({ ...config, build: { ...config.build, watch: {} } });
  if ("on" in watcher)
    watcher.on("event", (event) => {
      if (event.code === "ERROR") console.error(buildFlaw(event.error));
      if (event.code === "BUNDLE_END") {
        console.log(`Built in ${Math.round(event.duration)} ms.`);
        void event.result?.close();
      }
    });
  const server = await preview({
    ...config,
    preview: { host: "127.0.0.1", port: Number(values.port), strictPort: false, open: false },
  });
  console.log(`The notebooks are at ${server.resolvedUrls?.local[0]}`);
} else {
  try {
    await buildNotebooks(values.out, values.folder);
    console.log(`The notebooks are in ${path.relative(process.cwd(), values.out) || "."}.`);
  } catch (error) {
    console.error(buildFlaw(error));
    process.exitCode = 2;
  }
}
