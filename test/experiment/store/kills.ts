import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Random } from "../../../sim/random.ts";
import { hashesOf, timelessManifest } from "./stored.ts";

const COMMAND = fileURLToPath(new URL("../../../sim/cli/orrery.js", import.meta.url));

/** What came of an experiment whose process was killed again and again. */
export interface Survival {
  readonly kills: number;
  /** Jobs that were kept before a kill and were written again after it. */
  readonly doneTwice: number;
  /** How many kept jobs the last start said that it reused, and how many there were. */
  readonly reused: readonly [said: number, kept: number];
  /** Files that are not, byte for byte, those of an undisturbed experiment; of the manifest all but the times. */
  readonly differing: readonly string[];
}

/** An experiment at the command line: an undisturbed run of it, and what it takes. */
export interface Undisturbed {
  readonly args: readonly string[];
  readonly results: string;
  /** Milliseconds from the moment at which there is something to lose. */
  readonly duration: number;
}

/** @param args the command without `--out` */
export async function undisturbed(args: readonly string[], out: string): Promise<Undisturbed> {
  const { child, stdout } = start(args, out);
  await begun(child, out);
  const from = performance.now();
  await ended(child);
  const duration = performance.now() - from;
  const { scenarios } = JSON.parse(stdout());
  return { args, results: scenarios[0].results, duration };
}

/**
 * Starts the same command until it comes to its end, and kills it, and the threads with it, at a random moment each
 * time but the last.
 *
 * @param most kills; after them it is left alone
 * @param seed of the moments
 */
export async function survive(
  { args, results, duration }: Undisturbed,
  out: string,
  most: number,
  seed: number,
): Promise<Survival> {
  const random = new Random(seed, "kills");
  const folder = path.join(out, path.basename(results));
  let [kills, doneTwice] = [0, 0];
  let before = new Map<string, string>();
  for (;;) {
    const { child, stdout } = start(args, out);
    const over = ended(child);
    await begun(child, out);
    if (kills < most) {
      // Past the end now and then, so that the last file and the swap of folders are met, too.
      const moment = delay(random.at(kills, "moment").uniform() * duration * 1.1);
      await Promise.race([over, moment]);
      if (child.exitCode === null) {
        process.kill(-child.pid!, "SIGKILL");
        kills++;
      }
    }
    await over;
    const finished = existsSync(path.join(folder, "manifest.json")) && partials(out).length === 0;
    const kept = keptJobs(out);
    if (!finished) {
      doneTwice += [...before].filter(([name, identity]) => kept.get(name) !== identity).length;
      before = kept;
      continue;
    }
    const said: number = child.exitCode === 0 ? JSON.parse(stdout()).scenarios[0].reused : before.size;
    return { kills, doneTwice, reused: [said, before.size], differing: differences(folder, results) };
  }
}

/** Starts a command and kills it so many milliseconds after it has begun to work on its experiment. */
export async function killedAfter(args: readonly string[], out: string, milliseconds: number): Promise<void> {
  const { child } = start(args, out);
  const over = ended(child);
  await begun(child, out);
  await Promise.race([over, delay(milliseconds)]);
  if (child.exitCode === null) process.kill(-child.pid!, "SIGKILL");
  await over;
}

function start(args: readonly string[], out: string): { child: ChildProcess; stdout: () => string } {
  const child = spawn(process.execPath, [COMMAND, ...args, "--json", "--out", out], {
    stdio: ["ignore", "pipe", "inherit"],
    // A process group of its own: whatever it started ends with it.
    detached: true,
  });
  let stdout = "";
  child.stdout!.on("data", (data) => (stdout += data));
  return { child, stdout: () => stdout };
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });

/** Until the process works on the experiment: before that there is nothing to lose. */
async function begun(child: ChildProcess, out: string): Promise<void> {
  const known = probeTimes(out);
  while (child.exitCode === null && child.signalCode === null && probeTimes(out) === known) await delay(2);
}

/** Changes as soon as a process has proved that it can write where runs are kept. */
const probeTimes = (out: string): string =>
  partials(out)
    .map(
      (name) => `${name} ${statSync(path.join(out, ".partial", name), { throwIfNoEntry: false })?.mtimeMs}`,
    )
    .join();

function partials(out: string): string[] {
  const folder = path.join(out, ".partial");
  return existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{16}$/.test(name)) : [];
}

/** The kept jobs, each with what changes when its file is written again. */
function keptJobs(out: string): Map<string, string> {
  const jobs = new Map<string, string>();
  for (const partial of partials(out))
    for (const name of readdirSync(path.join(out, ".partial", partial))) {
      if (!name.endsWith(".runs")) continue;
      const { ino, mtimeMs } = statSync(path.join(out, ".partial", partial, name));
      jobs.set(name, `${ino} ${mtimeMs}`);
    }
  return jobs;
}

function differences(folder: string, reference: string): string[] {
  const [found, expected] = [hashesOf(folder), hashesOf(reference)];
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  const files = [...names].filter((name) => found[name] !== expected[name]);
  const [manifest, other] = [folder, reference].map((each) => JSON.stringify(timelessManifest(each)));
  return manifest === other ? files : [...files, "manifest.json"];
}
