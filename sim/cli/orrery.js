#!/usr/bin/env node
// The command: loads TypeScript through tsx, then hands over. Plain JavaScript, because Node 20 cannot load .ts by itself.
import { accessSync, constants, mkdirSync, writeSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";

// Until main.ts is loaded, which takes half a second and hears signals itself.
const stop = () => {
  try {
    writeSync(2, "Interrupted: nothing had been started yet.\n");
  } catch {}
  process.exit(130);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

// tsx keeps what it has compiled in TMPDIR, and needs to be told where it cannot. It reads this when it is loaded.
if (!isUsable(tmpdir())) process.env.TSX_DISABLE_CACHE = "1";
const { register } = await import("tsx/esm/api");
register();
await import("./main.ts");

/** Makes the folder that tsx would make, but not its parents: below /proc that never ends. */
function isUsable(temporary) {
  try {
    const folder = path.join(temporary, `tsx-${process.geteuid?.() ?? userInfo().username}`);
    try {
      mkdirSync(folder);
    } catch (error) {
      if (error.code !== "EEXIST") return false;
    }
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
