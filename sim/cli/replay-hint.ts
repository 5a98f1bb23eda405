/** Options that change what is simulated, as a run takes them and as `replay` does. */
const CARRIED: Readonly<Record<string, string>> = {
  "--antithetic": "--antithetic",
  "--seed": "--seed",
  "--set": "--set",
  "--until": "--horizon",
};

/**
 * The message with its replay command completed: a run knows neither the options that its scenario was resolved with
 * nor where the file lies.
 *
 * @param args the command line of the run
 */
export function completeReplay(message: string, args: readonly string[]): string {
  const options = args.flatMap((argument, at) => {
    const [name = "", value] = argument.split(/=(.*)/s);
    const as = CARRIED[name];
    if (as === undefined) return [];
    if (as === "--antithetic") return [as];
    return [as, quoted(argument.includes("=") && name.startsWith("--") ? value! : (args[at + 1] ?? ""))];
  });
  return message.replace(
    /^(Replay: orrery replay )(\S+)(.*)$/m,
    (_, start: string, name: string, rest: string) =>
      [start + pathOf(name, args) + rest, ...options].join(" "),
  );
}

/** The path that the run was given for a scenario of this name; the name itself where that was enough. */
function pathOf(name: string, args: readonly string[]): string {
  const given = args.find((argument) =>
    new RegExp(`(^|[\\\\/])${escaped(name)}\\.(ts|ya?ml|json)$`).test(argument),
  );
  return given ?? name;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const quoted = (text: string): string => (/^[\w./:=%-]+$/.test(text) ? text : JSON.stringify(text));
