import type { Index } from "../indexed.ts";
import { addRow, type Columns, columns, filled } from "../model/columns.ts";
import type { Events } from "../model/events.ts";
import { WORLD } from "../model/place.ts";
import { OUTCOMES, type Outcome, type RecordedJobs } from "../model/recorded-jobs.ts";
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

const JOB = {
  job: "number",
  gpus: "number",
  submitted: "number",
  started: "number",
  finished: "number",
  waitingTime: "number",
  recordedWait: "number",
  executionTime: "number",
  provider: "number",
  usdPaid: "number",
  energyJoules: "number",
  class: "row",
  place: "row",
  recordId: "row",
  interruptions: "whole",
  outcome: "flag",
  /** Up to when it is counted, and at what power. */
  since: "number",
  watts: "number",
} as const;

export interface JobRecorderSnapshot {
  readonly over: boolean;
  readonly classes: readonly string[];
  readonly places: readonly string[];
  readonly recordIds: readonly string[];
  readonly jobs: Columns<typeof JOB>;
}

const FIRST_ROWS = 1_024;

/** Follows every job of a run through its events. It only observes: no event and no digest knows of it. */
export class JobRecorder implements RecordKeeper {
  readonly #jobs: Columns<typeof JOB>;
  /** After the calendar's last event mechanisms close their books: a job that was open then stays what it was. */
  #over = false;
  readonly #classes: RepeatedNames;
  readonly #places: RepeatedNames;
  readonly #recordIds: RepeatedNames;
  /** By place, the rows of the jobs, for who is paid for when all is over: jobs are numbered in each place anew. */
  readonly #open = new Map<string, Map<number, Index>>();
  /** Where the event happens that is heard, and its rows. */
  #place = WORLD;
  #rows = this.#rowsIn(WORLD);

  readonly #usd: number;

  /** @param usd number of the asset that USD are */
  constructor(usd: number, from?: JobRecorderSnapshot) {
    this.#usd = usd;
    this.#jobs = from?.jobs ?? columns(JOB, FIRST_ROWS);
    this.#classes = new RepeatedNames(from?.classes);
    this.#places = new RepeatedNames(from?.places);
    this.#recordIds = new RepeatedNames(from?.recordIds);
    if (!from) return;
    this.#over = from.over;
    const { job, place, rows } = from.jobs;
    for (let row: Index = 0; row < rows.used; row++)
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

  #rowsIn(place: string): Map<number, Index> {
    const rows = this.#open.get(place) ?? new Map<number, Index>();
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
    const { outcome } = this.#jobs;
    for (const rows of this.#open.values())
      for (const row of rows.values())
        if (outcome[row] === RUNNING || outcome[row] === WAITING) this.#advance(row, now);
    const { since: _, watts: __, ...told } = filled(this.#jobs);
    const [classes, places, recordIds] = [this.#classes.names, this.#places.names, this.#recordIds.names];
    return { classes, places, recordIds, ...told };
  }

  snapshot(): JobRecorderSnapshot {
    return {
      over: this.#over,
      classes: this.#classes.names,
      places: this.#places.names,
      recordIds: this.#recordIds.names,
      jobs: this.#jobs,
    };
  }

  #submit(now: Seconds, event: Events["jobSubmitted"]): void {
    const { job, gpus, class: name = "", recordId = "", recordedWait = Number.NaN } = event;
    const known = this.#rows.get(job);
    const row = known ?? this.#add(job, gpus, now, name);
    const jobs = this.#jobs;
    if (known === undefined) {
      jobs.recordId[row] = this.#recordIds.placeOf(recordId);
      jobs.recordedWait[row] = recordedWait;
    }
    // One that was interrupted has waited for this; one that left was elsewhere.
    if (known !== undefined && jobs.outcome[row] === INTERRUPTED) this.#advance(row, now);
    jobs.since[row] = now;
    jobs.finished[row] = Number.NaN;
    jobs.outcome[row] = WAITING;
  }

  #start(now: Seconds, event: Events["jobStarted"]): void {
    const { job, gpus, machine = Number.NaN, watts = Number.NaN } = event;
    // A job that nobody submitted is known from its first event on.
    const row = this.#rows.get(job) ?? this.#add(job, gpus, now);
    this.#advance(row, now);
    const jobs = this.#jobs;
    if (Number.isNaN(jobs.started[row])) jobs.started[row] = now;
    jobs.gpus[row] = gpus;
    jobs.provider[row] = machine;
    jobs.watts[row] = watts;
    jobs.outcome[row] = RUNNING;
  }

  #pay({ job, asset, amount }: Events["jobPaid"]): void {
    const row = this.#rows.get(job);
    if (row !== undefined && asset === this.#usd) this.#jobs.usdPaid[row] += amount;
  }

  #stop(now: Seconds, job: number, outcome: Outcome): void {
    const row = this.#rows.get(job);
    if (row === undefined) return;
    this.#advance(row, now);
    const jobs = this.#jobs;
    if (outcome === "finished" || outcome === "interrupted") jobs.finished[row] = now;
    if (outcome === "interrupted" || outcome === "waiting") jobs.interruptions[row]++;
    jobs.outcome[row] = OUTCOMES.indexOf(outcome);
  }

  #add(job: number, gpus: number, now: Seconds, name = ""): Index {
    const row = addRow(this.#jobs, {
      job,
      gpus,
      submitted: now,
      started: Number.NaN,
      finished: Number.NaN,
      waitingTime: 0,
      recordedWait: Number.NaN,
      executionTime: 0,
      provider: Number.NaN,
      usdPaid: 0,
      energyJoules: 0,
      class: this.#classes.placeOf(name),
      place: this.#places.placeOf(this.#place),
      recordId: this.#recordIds.placeOf(""),
      interruptions: 0,
      outcome: WAITING,
      since: now,
      watts: 0,
    });
    this.#rows.set(job, row);
    return row;
  }

  /** Counts what a job did since it was last counted: it ran, or it waited. */
  #advance(row: Index, now: Seconds): void {
    const jobs = this.#jobs;
    const span = now - jobs.since[row];
    jobs.since[row] = now;
    if (jobs.outcome[row] !== RUNNING) {
      jobs.waitingTime[row] += span;
      return;
    }
    const gpuSeconds = jobs.gpus[row] * span;
    jobs.executionTime[row] += span;
    jobs.energyJoules[row] += gpuSeconds * jobs.watts[row];
  }
}
