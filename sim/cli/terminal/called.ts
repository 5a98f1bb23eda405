import path from "node:path";
import { ROOT } from "../../scenario/load-bundle.ts";
import { BY_NPX, calledAs } from "../../text/commands.ts";
import { shellArgument } from "../../text/shell.ts";

/** How a process was started. */
export interface Started {
  /** Absolute path of what Node was told to run, links not followed. */
  readonly script: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of Orrery. */
  readonly root: string;
}

/**
 * The words that start Orrery where somebody reads them: as it was started, by its name where the shell knows that, by
 * `npx` in a project that has it among its packages, by its file in the repository.
 */
export function callOf({ script, cwd, env, root }: Started): string {
  const { npm_command: byNpm, npm_config_local_prefix: project = root, INIT_CWD, PATH = "" } = env;
  const isPackage = path.resolve(root).split(path.sep).includes("node_modules");
  if (byNpm) {
    if (isPackage || path.relative(root, project) !== "") return BY_NPX;
    return byFile(path.join(root, "sim/cli/orrery.js"), INIT_CWD ?? cwd);
  }
  if (path.basename(script) !== "orrery") return isPackage ? BY_NPX : byFile(script, cwd);
  return PATH.split(path.delimiter).includes(path.dirname(script)) ? "orrery" : BY_NPX;
}

/** By the shorter of its two paths. */
function byFile(file: string, from: string): string {
  const relative = path.relative(from, file);
  return `node ${shellArgument(relative.length < file.length ? relative : file)}`;
}

let call: string | undefined;

/** A text whose commands work where it is printed: `orrery check …` as this command was called. */
export function called(text: string): string {
  call ??= callOf({ script: process.argv[1] ?? "", cwd: process.cwd(), env: process.env, root: ROOT });
  return calledAs(text, call);
}
