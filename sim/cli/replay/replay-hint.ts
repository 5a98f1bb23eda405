import type { OrreryError } from "../../errors.ts";
import { replayCommand } from "../../text/replay.ts";
import { shellOption } from "../../text/shell.ts";

/** Options that change what is simulated, as a run takes them and as `replay` does. */
const CARRIED: Readonly<Record<string, string>> = {
  "--allow-data-outside": "--allow-data-outside",
  "--allow-long": "--allow-long",
  "--antithetic": "--antithetic",
  "--seed": "--seed",
  "--set": "--set",
  "--until": "--horizon",
};
/** The same of a replay, whose --until says where it stops. */
const CARRIED_BY_REPLAY: typeof CARRIED = { ...CARRIED, "--until": "", "--horizon": "--horizon" };

/**
 * The message of an error with its replay command completed: a run knows neither the options that its scenario was
 * resolved with nor where the file lies.
 *
 * @param args the command line of the run
 */
export function completeReplay({ message, hint, replay }: OrreryError, args: readonly string[]): string {
  if (replay === undefined || hint === undefined) return message;
  const scenario = pathOf(replay.scenario, args);
  // The hint is what a message ends with.
  return `${message.slice(0, -hint.length)}Replay: ${replayCommand({ ...replay, scenario }, carried(args))}`;
}

/** Those that have no value. */
const FLAGS = ["--allow-data-outside", "--allow-long", "--antithetic"];

function carried(args: readonly string[]): string[] {
  const known = args[0] === "replay" ? CARRIED_BY_REPLAY : CARRIED;
  return args.flatMap((argument, at) => {
    const [name = "", value] = argument.split(/=(.*)/s);
    const as = Object.hasOwn(known, name) ? known[name]! : "";
    if (as === "") return [];
    return [FLAGS.includes(as) ? as : shellOption(as, value ?? args[at + 1] ?? "")];
  });
}

/** The path that the run was given for a scenario of this name; the name itself where that was enough. */
function pathOf(name: string, args: readonly string[]): string {
  const endings = [".ts", ".yaml", ".yml", ".json"].map((ending) => name + ending);
  const given = args.find(
    (argument) => !argument.startsWith("--") && endings.includes(argument.split(/[\\/]/).at(-1)!),
  );
  return given ?? name;
}
