import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const COMMAND = fileURLToPath(new URL("../../sim/cli/orrery.js", import.meta.url));
/** A link to it in a folder of its own, as an installation puts one into the shell's path: hints then say `orrery`. */
const LINK = fileURLToPath(new URL("bin/orrery", import.meta.url));
const PATH = `${path.dirname(LINK)}${path.delimiter}${process.env["PATH"]}`;

/** A small scenario in TypeScript with a mechanism of its own. */
export const COIN_TOSS = fileURLToPath(new URL("scenarios/coin-toss.ts", import.meta.url));

/** Long runs of a mechanism of its own, which leaves a file in $ORRERY_MARKS as each begins. */
export const MARKING = fileURLToPath(new URL("scenarios/marking.ts", import.meta.url));

/** The coin toss with a branch in which its claim breaks. */
export const COIN_FORK = fileURLToPath(new URL("scenarios/coin-fork.ts", import.meta.url));

/** A small market whose futures part at day 12. */
export const FORKED = fileURLToPath(new URL("../engines/forked.yaml", import.meta.url));

/** The arguments of the replay command that a message ends with, as a shell takes them. */
export function replayIn(message: string): string[] {
  const command = /^Replay: orrery (.*)$/m.exec(message)?.[1] ?? "";
  const words = execFileSync("sh", ["-c", `set -- ${command}; printf '%s\\0' "$@"`], { encoding: "utf8" });
  return words.split("\0").slice(0, -1);
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command, for tests that start it through a shell. */
export const ORRERY = `"${process.execPath}" "${COMMAND}"`;

/** Starts the real command line; `interrupt` sends it Ctrl-C, or another signal; `hears` says whether it hears any yet. */
export function startOrrery(
  args: readonly string[],
  cwd = process.cwd(),
  env: Readonly<Record<string, string>> = {},
): { ended: Promise<Ended>; interrupt: (signal?: NodeJS.Signals) => void; hears: () => boolean } {
  const child = spawn(process.execPath, [LINK, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return {
    ended,
    interrupt: (signal = "SIGINT") => void child.kill(signal),
    hears: () => catchesHangup(child.pid),
  };
}

/** Whether a process has a handler for SIGHUP, which Node does not have of its own. True where the system does not tell. */
function catchesHangup(pid: number | undefined): boolean {
  if (!existsSync("/proc/self/status")) return true;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const caught = /^SigCgt:\s*[0-9a-f]*([0-9a-f])$/m.exec(status)?.[1] ?? "0";
  return (Number.parseInt(caught, 16) & 1) === 1;
}

export const orrery = (args: readonly string[], cwd?: string): Promise<Ended> => startOrrery(args, cwd).ended;

/** Waits until something is so; a test that waits in vain is ended by its own time limit. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A folder of this test's own. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "orrery-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
