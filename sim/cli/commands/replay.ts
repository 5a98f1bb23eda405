import path from "node:path";
import type { Command } from "commander";
import { OrreryError, UsageError } from "../../errors.ts";
import { luckOf } from "../../run/run.ts";
import { type Happening, Simulation } from "../../run/simulation.ts";
import { type Catalogue, catalogueOf } from "../../scenario/catalogue.ts";
import { loadScenario } from "../../scenario/load.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { ResolvedScenario } from "../../scenario/scenario.ts";
import { didYouMean } from "../../schema/suggest.ts";
import { durationText, parseDuration, type Seconds } from "../../units.ts";
import { addScenarioOptions, duration, resolving, shownPath, wholeNumber } from "../options/options.ts";
import { Journey } from "../replay/journey.ts";
import { chromeTrace, eventLog, Profile } from "../replay/observers.ts";
import { jobsFile } from "../replay/replayed-jobs.ts";
import { readSnapshot, restored, writeSnapshot } from "../replay/snapshot-file.ts";
import { stateJson, stateText } from "../replay/state.ts";
import { print } from "../terminal/print.ts";
import { printJson } from "../terminal/terminal.ts";

/** Exit code of an invariant that broke. */
const BROKEN = 3;

interface ReplayOptions {
  readonly design?: string;
  readonly replication?: number;
  readonly branch?: string;
  readonly antithetic?: boolean;
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly allowDataOutside?: boolean;
  readonly allowLong?: boolean;
  readonly horizon?: string;
  readonly toEvent?: number;
  readonly until?: string;
  readonly state?: boolean;
  readonly events?: string;
  readonly trace?: string;
  readonly profile?: boolean;
  readonly jobs?: string;
  readonly saveAt?: readonly string[];
  readonly from?: string;
  readonly json?: boolean;
}

export function configure(command: Command): void {
  command
    .argument("<scenario>", "path of a scenario, or the name of one in scenarios/")
    .option("--design <name>", "the design; needed where the scenario has several")
    .option("--replication <n>", "its number, from 0, which is the default", wholeNumber(0))
    .option("--branch <name>", "go on under this branch from the time at which they part")
    .option("--antithetic", "as a run with replications in pairs of mirrored luck had it")
    .option("--horizon <duration>", "the horizon that the run had, where it was run with --until", duration)
    .option("--to-event <n>", "stop when so many events have been delivered", wholeNumber(0))
    .option("--until <duration>", "stop at this time; the horizon stays what it is", duration)
    .option("--state", "print the state where the replay stops")
    .option("--events <file>", "write every event, one JSON object a line")
    .option("--trace <file>", "write a Chrome trace, for chrome://tracing or ui.perfetto.dev")
    .option("--profile", "print the time that each kind of event took")
    .option("--jobs <file>", "write the table of the jobs up to there, as .parquet or .csv")
    .option("--save-at <time file...>", "write a snapshot at a time: --save-at 180d half.json")
    .option("--from <file>", "start from a snapshot")
    .option("--json", "the state and the outcome as JSON on stdout, nothing else there")
    .action(replay);
  addScenarioOptions(command);
}

async function replay(name: string, options: ReplayOptions): Promise<void> {
  const loaded = await loadScenario(name, options);
  const catalogue = catalogueOf(loaded.scenario);
  const { seed, set, horizon, antithetic } = options;
  const changes = {
    ...(seed === undefined ? {} : { seed }),
    ...(set === undefined ? {} : { set }),
    ...(options.allowLong === undefined ? {} : { allowLong: options.allowLong }),
    ...(horizon === undefined ? {} : { until: horizon }),
    ...(antithetic === undefined ? {} : { antithetic }),
  };
  const resolved = resolve(loaded.scenario, catalogue, { name: loaded.name, ...resolving(changes) });
  const save = savePoint(options.saveAt);
  const jobs = options.jobs === undefined ? undefined : jobsFile(options.jobs);
  const begun = await begin(resolved, catalogue, options);
  const started = { event: begun.events, t: begun.now };
  const observers = observe(options);
  const journey = new Journey(begun, resolved, options.branch, observers.see);
  let saved: string | undefined;
  let broken: OrreryError | undefined;
  try {
    if (save) saved = await saveSnapshot(journey, save, options);
    advance(journey, options);
    if (options.toEvent !== undefined) journey.simulation.requireClaims();
  } catch (error) {
    if (!(error instanceof OrreryError) || error.exitCode !== BROKEN) throw error;
    // Where a run breaks is where one wants to look.
    broken = error;
  } finally {
    observers.stop();
  }
  await observers.write();
  const { simulation } = journey;
  await jobs?.write(simulation);
  tell(journey, started, { resolved, options, saved, profile: observers.profile });
  if (broken) throw broken;
}

interface Told {
  readonly resolved: ResolvedScenario;
  readonly options: ReplayOptions;
  readonly saved: string | undefined;
  readonly profile: Profile | undefined;
}

function tell(
  { simulation }: Journey,
  started: { readonly event: number; readonly t: Seconds },
  { resolved, options, saved, profile }: Told,
): void {
  const { digest, events, now } = simulation;
  if (options.json) {
    printJson({ ...stateJson(simulation), digest, ...(profile ? { profile: profile.rows() } : {}) });
    return;
  }
  const finished = now >= resolved.until && options.toEvent === undefined;
  print(
    `${resolved.name}: ${events - started.event} events from ${durationText(started.t)} to ${durationText(now)}${finished ? ", the horizon" : ""}; event #${events}, digest ${digest}.`,
  );
  if (saved !== undefined) print(saved);
  if (profile) print(`\n${profile.text()}`);
  if (options.state) print(`\n${stateText(simulation)}`);
}

async function begin(
  resolved: ResolvedScenario,
  catalogue: Catalogue,
  options: ReplayOptions,
): Promise<Simulation> {
  const { replication = 0 } = options;
  const record = { jobs: options.jobs !== undefined };
  if (options.from !== undefined)
    return restored(await readSnapshot(options.from, resolved, options), resolved, catalogue, record);
  const design = chosenDesign(resolved, options.design);
  return new Simulation(resolved, catalogue, {
    design,
    replication,
    ...luckOf(resolved, replication),
    follow: true,
    record,
  });
}

function chosenDesign({ name, designs }: ResolvedScenario, given: string | undefined): string {
  const names = designs.map((design) => design.name);
  if (given === undefined && names.length === 1) return names[0]!;
  if (given !== undefined && names.includes(given)) return given;
  const listed = `Its designs: ${names.map((each) => JSON.stringify(each)).join(", ")}.`;
  if (given === undefined)
    throw new UsageError(`${name} has ${names.length} designs: say which one by --design.`, [listed]);
  throw new UsageError(`${name} has no design ${JSON.stringify(given)}.${didYouMean(given, names)}`, [
    listed,
  ]);
}

/** To the event, the time or the horizon, whichever is first. */
function advance(journey: Journey, { toEvent, until }: ReplayOptions): void {
  journey.goOn({
    ...(until === undefined ? {} : { time: parseDuration(until)! }),
    ...(toEvent === undefined ? {} : { events: toEvent }),
  });
}

interface SavePoint {
  readonly time: number;
  readonly file: string;
}

function savePoint(given: readonly string[] | undefined): SavePoint | undefined {
  if (given === undefined) return undefined;
  const [time, file] = given;
  const seconds = parseDuration(time ?? "");
  if (given.length === 2 && seconds !== undefined) return { time: seconds, file: file! };
  throw new UsageError(
    "--save-at takes a time and a file.",
    [`got ${given.join(" ")}`],
    "Such as: orrery replay flagship --save-at 180d half.json",
  );
}

async function saveSnapshot(
  journey: Journey,
  { time, file }: SavePoint,
  { toEvent }: ReplayOptions,
): Promise<string> {
  if (time < journey.simulation.now)
    throw new UsageError(
      `--save-at ${durationText(time)} is before the start of this replay, ${durationText(journey.simulation.now)}.`,
    );
  journey.goOn({ time, ...(toEvent === undefined ? {} : { events: toEvent }) });
  const { simulation } = journey;
  await writeSnapshot(file, simulation);
  return `Snapshot at ${durationText(simulation.now)}, event #${simulation.events}: ${shownPath(path.resolve(file))}`;
}

/** What was asked for, ready to see events; `see` is null where nothing was. */
function observe({ events, trace, profile }: ReplayOptions) {
  const log = events === undefined ? undefined : eventLog(events);
  const chrome = trace === undefined ? undefined : chromeTrace(trace);
  const clock = profile ? new Profile() : undefined;
  const all = [log, chrome, clock].filter((observer) => observer !== undefined);
  const see = (happening: Happening): void => {
    for (const observer of all) observer.see(happening);
  };
  return {
    profile: clock,
    see: all.length > 0 ? see : null,
    stop: (): void => {
      for (const observer of all) observer.stop();
    },
    write: async (): Promise<void> => chrome?.write(),
  };
}
