import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Row } from "./suite.ts";

/** What a command costs besides the model: processor time of the whole process, in multiples of a loop of known work. */
export const name = "start";

const COMMAND = fileURLToPath(new URL("../../sim/cli/orrery.js", import.meta.url));
const YARDSTICK = ["-e", "let h=0;for(let i=0;i<4e8;i++)h=(h*31+i)|0"];
const ROUNDS = 5;

const COMMANDS: readonly (readonly [words: string, atMost: number])[] = [
  ["list", 0.2],
  ["run hello --no-report", 0.4],
  ["run hello", 1],
];

export function run(): Row[] {
  const folder = mkdtempSync(path.join(tmpdir(), "orrery-bench-"));
  try {
    const programs = [YARDSTICK, ...COMMANDS.map(([words]) => [COMMAND, ...words.split(" ")])];
    // What is compiled and kept on first use is made before the first round.
    for (const program of programs.slice(1)) secondsOf(program, folder);
    const rounds = Array.from({ length: ROUNDS }, () =>
      programs.map((program) => secondsOf(program, folder)),
    );
    const [yardstick, ...seconds] = programs.map((_, at) => Math.min(...rounds.map((round) => round[at]!)));
    return [
      { measure: "the yardstick", value: yardstick!, unit: "s of CPU" },
      ...COMMANDS.map(([words, atMost], at) => ({
        measure: `orrery ${words}`,
        value: seconds[at]! / yardstick!,
        unit: "yardsticks",
        atMost,
      })),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** User and system time of a program, with its threads and what it started: the shell knows both. */
function secondsOf(args: readonly string[], cwd: string): number {
  const script = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2>&1';
  const { stderr } = spawnSync("bash", ["-c", script, "bash", process.execPath, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const [user, system] = stderr.trim().split(" ").map(Number);
  return user! + system!;
}
