import { shellArgument, shellOption } from "./shell.ts";

/** A run up to one of its events: what `orrery replay` is told to come there again. */
export interface Replay {
  /** Name of the scenario, or the path of its file. */
  readonly scenario: string;
  readonly design: string;
  readonly replication: number;
  /** Empty where the scenario has none. */
  readonly branch: string;
  readonly event: number;
  /** Parameters at other values than the scenario's, by path: those of a point of a sweep. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * The command that a shell takes as it stands, whatever the names hold.
 *
 * @param options further options, ready for a shell
 */
export function replayCommand(
  { scenario, design, replication, branch, event, settings = {} }: Replay,
  options: readonly string[] = [],
): string {
  const set = Object.entries(settings).map(([name, value]) =>
    shellOption("--set", `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`),
  );
  return [
    "orrery replay",
    shellArgument(scenario),
    shellOption("--design", design),
    shellOption("--replication", String(replication)),
    ...(branch === "" ? [] : [shellOption("--branch", branch)]),
    shellOption("--to-event", String(event)),
    "--state",
    ...options,
    ...set,
  ].join(" ");
}
