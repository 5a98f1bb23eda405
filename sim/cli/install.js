// First install: `npm ci` when node_modules is missing or older than the lock file (a half-finished install counts as missing).
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const modified = (path) => statSync(`${root}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (modified("node_modules/.package-lock.json") < modified("package-lock.json")) {
  process.stderr.write("Orrery: installing what the lock file lists (once, about 15 s) …\n");
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (done.status !== 0) {
    process.stderr.write(`Orrery: npm ci failed.\n\n${done.stderr ?? done.error?.message ?? ""}\n`);
    process.exit(2);
  }
}
