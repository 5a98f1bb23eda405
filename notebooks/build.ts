import path from "node:path";
import { parseArgs } from "node:util";
import { build, preview } from "vite";
import { notebooks } from "../sim/cli/vite/notebooks.ts";

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

const config = {
  ...notebooks({
    folder: values.folder,
    outDir: values.out,
    title: "Orrery's notebooks",
    home: { href: "../index.html", title: "Orrery" },
  }),
  configFile: false as const,
  logLevel: "warn" as const,
};

/** What is wrong, without the tool's own stack. */
function refuse(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  console.error(
    text
      .replace(/^Build failed with \d+ errors?:\n+/, "")
      .replace(/^\[plugin [^\]]*\]\n/m, "")
      .replace(/^RolldownError: /m, "")
      .replace(/\n\s+at .*/g, "")
      .trim(),
  );
}

if (values.watch) {
  const watcher = await build({ ...config, build: { ...config.build, watch: {} } });
  if ("on" in watcher)
    watcher.on("event", (event) => {
      if (event.code === "ERROR") refuse(event.error);
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
    await build(config);
    console.log(`The notebooks are in ${path.relative(process.cwd(), values.out) || "."}.`);
  } catch (error) {
    refuse(error);
    process.exitCode = 2;
  }
}
