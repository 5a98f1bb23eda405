import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MutatedScenarios } from "./mutated-scenarios.ts";
import { MOST, type Outcome, outcomeOf } from "./outcome.ts";
import { validWorld } from "./valid-worlds.ts";

/*
 * npm run fuzz -- --count 5000 [--from 0] [--seed 1] [--seconds 20] [--events 200000] [--only 17] [--mutated]
 * Draws valid scenarios, or scenario files that somebody got wrong, runs each and tells of those that stopped in the
 * middle, did not end, or gave a number that is none. Exit code 1 where there is one.
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    count: { type: "string", default: "500" },
    seconds: { type: "string", default: "20" },
    events: { type: "string", default: `${MOST.events}` },
    only: { type: "string" },
    mutated: { type: "boolean", default: false },
    child: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const most = { events: Number(values.events), steps: (MOST.steps * Number(values.events)) / MOST.events };
/** What a process takes whatever it runs: code, garbage that is not yet collected. */
const ALLOWED_MEGABYTES = 400;
/** Other work on the machine may take its share: seconds are those of the processor. */
const HANGS_AFTER = 10;

interface Report {
  readonly number: number;
  /** Left out where the case begins. */
  readonly outcome?: Outcome;
  readonly what?: string;
  readonly seconds?: number;
  readonly megabytes?: number;
}

const mutated =
  values.mutated && (values.child || values.only !== undefined) ? await MutatedScenarios.load() : undefined;

/** The case of a number: what it is, and how it is run. */
async function drawn(number: number): Promise<{ what: string; run: () => Promise<Outcome> }> {
  if (mutated) return { what: mutated.file(seed, number).what, run: () => mutated.outcome(seed, number) };
  const { what, scenario } = await validWorld(seed, number);
  return { what, run: () => outcomeOf(scenario, most) };
}

async function work(from: number, until: number, tell: (report: Report) => void): Promise<void> {
  for (let number = from; number < until; number++) {
    const { what, run } = await drawn(number);
    tell({ number, what });
    const started = process.cpuUsage();
    const before = process.resourceUsage().maxRSS;
    const outcome = await run();
    const megabytes = Math.round((process.resourceUsage().maxRSS - before) / 1e3);
    const { user, system } = process.cpuUsage(started);
    tell({ number, what, outcome, seconds: (user + system) / 1e6, megabytes });
    await new Promise(setImmediate);
  }
}

/** Runs the cases in a process of their own; one that does not answer is ended, and the next begins a new one. */
async function drive(from: number, until: number): Promise<void> {
  const counts: Record<string, number> = {};
  let number = from;
  let what = "";
  const note = (kind: string, words: string): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (number % 100 === 99) process.stderr.write(`${number + 1} `);
    if (kind !== "ran" && kind !== "refused")
      console.log(`${number} ${kind}: ${what}\n    ${words.split("\n").join("\n    ")}`);
  };
  while (number < until) {
    const child = fork(
      fileURLToPath(import.meta.url),
      [
        ...(values.mutated ? ["--mutated"] : []),
        "--child",
        "--seed",
        values.seed,
        "--events",
        values.events,
        "--from",
        `${number}`,
        "--count",
        `${until - number}`,
      ],
      { execArgv: ["--import", "tsx"] },
    );
    const ended = await new Promise<string>((resolve) => {
      let timer = setTimeout(() => {}, 0);
      child.on("message", (report: Report) => {
        clearTimeout(timer);
        if (report.outcome) {
          note(report.outcome.kind, report.outcome.words);
          const expected = (report.outcome.estimate?.bytes ?? 0) / 1e6;
          if (report.megabytes! > ALLOWED_MEGABYTES + 2 * expected)
            note("too large", `${report.megabytes} MB, ${Math.round(expected)} MB expected`);
          if (report.seconds! > Number(values.seconds)) note("slow", `${report.seconds!.toFixed(1)} s`);
          number++;
        } else {
          number = report.number;
          what = report.what!;
          timer = setTimeout(
            () => {
              note("hang", `It did not end in ${HANGS_AFTER * Number(values.seconds)} s.`);
              number++;
              child.kill("SIGKILL");
            },
            HANGS_AFTER * Number(values.seconds) * 1_000,
          );
        }
      });
      child.on("exit", (code, signal) => {
        clearTimeout(timer);
        resolve(code === 0 ? "" : signal === "SIGKILL" ? "" : `exit code ${code}, signal ${signal}`);
      });
    });
    if (ended !== "") {
      note("process ended", ended);
      number++;
    }
  }
  console.log(`\n${JSON.stringify(counts)}`);
  if (Object.keys(counts).some((kind) => kind !== "ran" && kind !== "refused")) process.exitCode = 1;
}

const first = values.only === undefined ? Number(values.from) : Number(values.only);
const last = values.only === undefined ? first + Number(values.count) : first + 1;
if (values.child) await work(first, last, (report) => process.send!(report));
else if (values.only !== undefined)
  await work(first, last, (report) => console.log(report.what, report.outcome ?? "", report.seconds ?? ""));
else await drive(first, last);
mutated?.close();
