import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const COMMAND = fileURLToPath(new URL("../../sim/cli/orrery.js", import.meta.url));

/** A small scenario in TypeScript with a mechanism of its own. */
export const COIN_TOSS = fileURLToPath(new URL("scenarios/coin-toss.ts", import.meta.url));

/** The same, with a branch in which its claim breaks. */
export const COIN_FORK = fileURLToPath(new URL("scenarios/coin-fork.ts", import.meta.url));

/** A small market whose futures part at day 12. */
export const FORKED = fileURLToPath(new URL("../engines/forked.yaml", import.meta.url));

/** The arguments of the replay command that a message ends with. */
export const replayIn = (message: string): string[] =>
  [...(/Replay: orrery (.*)/.exec(message)?.[1] ?? "").matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, plain]) => (quoted === undefined ? plain! : JSON.parse(`"${quoted}"`)),
  );

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command line; `interrupt` sends it Ctrl-C. */
export function startOrrery(
  args: readonly string[],
  cwd = process.cwd(),
): { ended: Promise<Ended>; interrupt: () => void } {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { ended, interrupt: () => void child.kill("SIGINT") };
}

export const orrery = (args: readonly string[], cwd?: string): Promise<Ended> => startOrrery(args, cwd).ended;

/** A folder of this test's own. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "orrery-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
