import path from "node:path";
import type { Command } from "commander";
import { NotAsWritten } from "../../experiment/store/manifest-schema.ts";
import { type Flaw, storedFlaws } from "../../experiment/store/verify.ts";
import { runAgain } from "../folders/run-again.ts";
import { storedCode } from "../folders/stored-code.ts";
import { workersOption } from "../options/options.ts";
import { print } from "../terminal/print.ts";
import { printJson } from "../terminal/terminal.ts";

interface VerifyOptions {
  readonly quick?: boolean;
  readonly runCode?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly workers: number;
}

export function configure(command: Command): void {
  command
    .argument("<results>", "a results folder, such as results/flagship")
    .option("--quick", "do not run anything again: no number is compared with what its scenario gives")
    .option("--run-code", "run the TypeScript that the results name as their scenario; none is run otherwise")
    .option("--json", "a machine-readable summary on stdout, nothing else there")
    .option("--quiet", "only what went wrong")
    .addOption(workersOption())
    .action(verify);
}

interface Verdict {
  /** What there is. */
  readonly what: string;
  readonly flaws: readonly Flaw[];
  /** Why nothing was run again; empty where all was. */
  readonly unverified: string;
  readonly notes: readonly string[];
}

async function verify(folder: string, options: VerifyOptions): Promise<void> {
  const verdict = await verdictOf(folder, options);
  const isVerified = verdict.flaws.length === 0 && verdict.unverified === "";
  const stands = isVerified || (verdict.flaws.length === 0 && options.quick === true);
  if (options.json)
    printJson({
      results: path.resolve(folder),
      verified: isVerified,
      flaws: verdict.flaws,
      notes: verdict.unverified === "" ? verdict.notes : [verdict.unverified, ...verdict.notes],
    });
  else if (!stands || !options.quiet) print(verdictText(folder, verdict));
  process.exitCode = stands ? 0 : 1;
}

async function verdictOf(folder: string, options: VerifyOptions): Promise<Verdict> {
  const read = await storedFlaws(folder).catch((error) => {
    if (error instanceof NotAsWritten) return error;
    throw error;
  });
  if (!(read instanceof NotAsWritten)) return verdictOn(folder, read, options);
  const flaws = read.problems.map(
    (problem): Flaw => ({
      kind: "manifest",
      subject: "manifest.json",
      sentence: `manifest.json: ${problem}`,
    }),
  );
  return {
    what: "",
    flaws,
    unverified: "Nothing else was checked: the manifest says what there is.",
    notes: [],
  };
}

type Stored = Awaited<ReturnType<typeof storedFlaws>>;

async function verdictOn(
  folder: string,
  { manifest, flaws, chains }: Stored,
  { quick, quiet, json, runCode, workers }: VerifyOptions,
): Promise<Verdict> {
  const { runs, files } = manifest;
  const what = `${Object.keys(files).length} files, ${counted(chains, "chain")} of blocks, ${counted(runs.length, "run")}`;
  if (quick)
    return {
      what,
      flaws,
      unverified:
        "Nothing was run again (--quick): no seed, digest or number was compared with what a run gives.",
      notes: [],
    };
  // A changed scenario has other runs: they would all differ, and say nothing.
  if (flaws.some(({ kind }) => kind === "scenario"))
    return {
      what,
      flaws,
      unverified: "Nothing was run again: the scenario is not the one of these results.",
      notes: [],
    };
  const code = await storedCode(folder, manifest, runCode === true);
  if ("why" in code)
    return {
      what,
      flaws,
      unverified: `Nothing was run again: ${code.why}.`,
      notes: code.hint ? [code.hint] : [],
    };
  const again = await runAgain(folder, manifest, code, { workers, silent: quiet === true || json === true });
  const told = new Set(flaws.filter(({ kind }) => kind === "file").map(({ subject }) => subject));
  const further = again.flaws.filter(({ kind, subject }) => kind !== "file" || !told.has(subject));
  return { what, flaws: [...flaws, ...further], unverified: "", notes: again.notes };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function verdictText(folder: string, { what, flaws, unverified, notes }: Verdict): string {
  const head =
    flaws.length > 0
      ? `${folder} is not what was stored: ${counted(flaws.length, "flaw")}.`
      : unverified !== ""
        ? `${folder} has its files and blocks as they were stored, and is not verified: ${what}.`
        : `${folder} is verified: ${what}.`;
  return [
    head,
    ...flaws.map(({ sentence }) => `  ${sentence}`),
    ...(unverified === "" ? [] : [unverified]),
    ...notes,
    ...(unverified === ""
      ? ["Not compared: when, by which command and on which engine it was run, and where the scenario lay."]
      : []),
  ].join("\n");
}
