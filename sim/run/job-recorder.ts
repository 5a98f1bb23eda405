import type { Index } from "../indexed.ts";
import type { Events } from "../model/events.ts";
import { WORLD } from "../model/place.ts";
import { OUTCOMES, type Outcome, type RecordedJobs } from "../model/recorded-jobs.ts";
import { grown } from "../model/rows.ts";
import type { Seconds } from "../units.ts";
import { RepeatedNames } from "./names.ts";
import type { EventRoute, RecordKeeper } from "./observer.ts";

/*
 * A job:  waiting ⇄ running → (finished | interrupted → waiting …), or waiting → left
 * What it waited, ran and drew is counted at every change, at the power since the last one; what it paid, when it is told.
 */

/** What an event of a job does to its row. */
type Step = (payload: any, now: Seconds) => void;

const INTERRUPTED = OUTCOMES.indexOf("interrupted");
const RUNNING = OUTCOMES.indexOf("running");
const WAITING = OUTCOMES.indexOf("waiting");

/** Events after which a job neither runs nor waits as it did before, and what it is then. */
const STOPS: Readonly<Record<string, Outcome>> = {
  jobFinished: "finished",
  jobInterrupted: "interrupted",
  jobPaused: "waiting",
  jobLeft: "left",
};

const NUMBERS = [
  "job",
  "gpus",
  "submitted",
  "started",
  "finished",
  "waitingTime",
  "recordedWait",
  "executionTime",
  "provider",
  "usdPaid",
  "energyJoules",
  // Up to when it is counted, and at what power.
  "since",
  "watts",
] as const;
type Columns = { [C in (typeof NUMBERS)[number]]: Float64Array } & {
  class: Int32Array;
  place: Int32Array;
  recordId: Int32Array;
  interruptions: Int32Array;
  outcome: Uint8Array;
};

export interface JobRecorderSnapshot {
  readonly count: number;
  readonly over: boolean;
  readonly classes: readonly string[];
  readonly places: readonly string[];
  readonly recordIds: readonly string[];
  readonly columns: Columns;
}

const FIRST_ROWS = 1_024;

/** Follows every job of a run through its events. It only observes: no event and no digest knows of it. */
export class JobRecorder implements RecordKeeper {
  #columns: Columns;
  #count = 0;
  /** After the calendar's last event mechanisms close their books: a job that was open then stays what it was. */
  #over = false;
  readonly #classes: RepeatedNames;
  readonly #places: RepeatedNames;
  readonly #recordIds: RepeatedNames;
  /** By place, the rows of the jobs, for who is paid for when all is over: jobs are numbered in each place anew. */
  readonly #open = new Map<string, Map<number, number>>();
  /** Where the event happens that is heard, and its rows. */
  #place = WORLD;
  #rows = this.#rowsIn(WORLD);

  readonly #usd: number;

  /** @param usd number of the asset that USD are */
  constructor(usd: number, from?: JobRecorderSnapshot) {
    this.#usd = usd;
    this.#columns = from?.columns ?? columns(FIRST_ROWS);
    this.#classes = new RepeatedNames(from?.classes);
    this.#places = new RepeatedNames(from?.places);
    this.#recordIds = new RepeatedNames(from?.recordIds);
    if (!from) return;
    this.#count = from.count;
    this.#over = from.over;
    const { job, place } = from.columns;
    for (let row: Index = 0; row < from.count; row++)
      this.#rowsIn(from.places[place[row]]!).set(job[row], row);
  }

  before({ name, place }: Pick<EventRoute, "name" | "place">): Step | undefined {
    const hear = this.#hears(name);
    if (hear === undefined) return undefined;
    const rows = this.#rowsIn(place);
    // What is settled as the run ends is told after that.
    const always = name === "jobPaid";
    return (payload, now) => {
      if (this.#over && !always) return;
      this.#place = place;
      this.#rows = rows;
      hear(payload, now);
    };
  }

  #rowsIn(place: string): Map<number, number> {
    const rows = this.#open.get(place) ?? new Map<number, number>();
    this.#open.set(place, rows);
    return rows;
  }

  #hears(name: string): Step | undefined {
    const outcome = STOPS[name];
    if (outcome !== undefined) return ({ job }, now) => this.#stop(now, job, outcome);
    if (name === "jobSubmitted") return (payload, now) => this.#submit(now, payload);
    if (name === "jobStarted") return (payload, now) => this.#start(now, payload);
    if (name === "jobPaid") return (payload) => this.#pay(payload);
    if (name === "end")
      return () => {
        this.#over = true;
      };
    return undefined;
  }

  told(now: Seconds): { jobs: RecordedJobs } {
    return { jobs: this.jobs(now) };
  }

  /** All jobs so far; those that wait or run are counted up to now. */
  jobs(now: Seconds): RecordedJobs {
    const { outcome } = this.#columns;
    for (const rows of this.#open.values())
      for (const row of rows.values())
        if (outcome[row] === RUNNING || outcome[row] === WAITING) this.#advance(row, now);
    const { since: _, watts: __, ...told } = this.#columns;
    const rows = Object.entries(told).map(([name, column]) => [name, column.slice(0, this.#count)]);
    const [classes, places, recordIds] = [this.#classes.names, this.#places.names, this.#recordIds.names];
    return { classes, places, recordIds, ...Object.fromEntries(rows) } as RecordedJobs;
  }

  snapshot(): JobRecorderSnapshot {
    return {
      count: this.#count,
      over: this.#over,
      classes: this.#classes.names,
      places: this.#places.names,
      recordIds: this.#recordIds.names,
      columns: this.#columns,
    };
  }

  #submit(now: Seconds, event: Events["jobSubmitted"]): void {
    const { job, gpus, class: name = "", recordId = "", recordedWait = Number.NaN } = event;
    const known = this.#rows.get(job);
    const row = known ?? this.#add(job, gpus, now, name);
    const columns = this.#columns;
    if (known === undefined) {
      columns.recordId[row] = this.#recordIds.placeOf(recordId);
      columns.recordedWait[row] = recordedWait;
    }
    // One that was interrupted has waited for this; one that left was elsewhere.
    if (known !== undefined && columns.outcome[row] === INTERRUPTED) this.#advance(row, now);
    columns.since[row] = now;
    columns.finished[row] = Number.NaN;
    columns.outcome[row] = WAITING;
  }

  #start(now: Seconds, event: Events["jobStarted"]): void {
    const { job, gpus, machine = Number.NaN, watts = Number.NaN } = event;
    // A job that nobody submitted is known from its first event on.
    const row: Index = this.#rows.get(job) ?? this.#add(job, gpus, now);
    this.#advance(row, now);
    const columns = this.#columns;
    if (Number.isNaN(columns.started[row])) columns.started[row] = now;
    columns.gpus[row] = gpus;
    columns.provider[row] = machine;
    columns.watts[row] = watts;
    columns.outcome[row] = RUNNING;
  }

  #pay({ job, asset, amount }: Events["jobPaid"]): void {
    const row = this.#rows.get(job);
    if (row !== undefined && asset === this.#usd) this.#columns.usdPaid[row]! += amount;
  }

  #stop(now: Seconds, job: number, outcome: Outcome): void {
    const row = this.#rows.get(job);
    if (row === undefined) return;
    this.#advance(row, now);
    const columns = this.#columns;
    if (outcome === "finished" || outcome === "interrupted") columns.finished[row] = now;
    if (outcome === "interrupted" || outcome === "waiting") columns.interruptions[row]!++;
    columns.outcome[row] = OUTCOMES.indexOf(outcome);
  }

  #add(job: number, gpus: number, now: Seconds, name = ""): number {
    const row = this.#count++;
    if (row === this.#columns.job.length) this.#columns = columns(row * 2, this.#columns);
    const { job: jobs, gpus: widths, submitted, since, started, finished, provider, outcome } = this.#columns;
    jobs[row] = job;
    widths[row] = gpus;
    submitted[row] = since[row] = now;
    started[row] = finished[row] = provider[row] = Number.NaN;
    outcome[row] = WAITING;
    this.#columns.class[row] = this.#classes.placeOf(name);
    this.#columns.place[row] = this.#places.placeOf(this.#place);
    this.#columns.recordId[row] = this.#recordIds.placeOf("");
    this.#columns.recordedWait[row] = Number.NaN;
    this.#rows.set(job, row);
    return row;
  }

  /** Counts what a job did since it was last counted: it ran, or it waited. */
  #advance(row: Index, now: Seconds): void {
    const columns = this.#columns;
    const span = now - columns.since[row];
    columns.since[row] = now;
    if (columns.outcome[row] !== RUNNING) {
      columns.waitingTime[row] += span;
      return;
    }
    const gpuSeconds = columns.gpus[row] * span;
    columns.executionTime[row] += span;
    columns.energyJoules[row] += gpuSeconds * columns.watts[row];
  }
}

function columns(capacity: number, from?: Columns): Columns {
  const numbers = NUMBERS.map((name) => [
    name,
    from ? grown(from[name], capacity) : new Float64Array(capacity),
  ]);
  return {
    ...(Object.fromEntries(numbers) as { [C in (typeof NUMBERS)[number]]: Float64Array }),
    class: from ? grown(from.class, capacity) : new Int32Array(capacity),
    place: from ? grown(from.place, capacity) : new Int32Array(capacity),
    recordId: from ? grown(from.recordId, capacity) : new Int32Array(capacity),
    interruptions: from ? grown(from.interruptions, capacity) : new Int32Array(capacity),
    outcome: from ? grown(from.outcome, capacity) : new Uint8Array(capacity),
  };
}
