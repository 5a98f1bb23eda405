import type { Index } from "../../indexed.ts";
import { idOf } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import { PROTOCOLS } from "../../model/protocols.ts";
import { durationText, type Seconds } from "../../units.ts";
import type { Counters } from "./counters.ts";
import { Follower, type FollowerSnapshot } from "./follower.ts";
import type { Machines } from "./machines.ts";
import { claimOf, type Following, refusing, type Tell, type Watches } from "./watch.ts";

const CLAIM = claimOf(PROTOCOLS.job);
/**
 * What is kept of a job: its limit, its GPUs, when it is to end, and how fast what it was matched with is; the row of the
 * only machine that runs it, or is to, and how many GPUs it has there, 0 while it has none.
 */
const JOB = {
  kept: { limit: "number", gpus: "number", ends: "number", speed: "number", on: "row", held: "number" },
  unknown: {
    ...{ limit: Number.NaN, gpus: Number.NaN, ends: Number.NaN, speed: Number.NaN },
    ...{ on: -1, held: 0 },
  },
} as const;
type Kept = (typeof JOB)["kept"];
/** Machines of a job that has several, by their rows, and its GPUs on each. */
type Shares = readonly (readonly [machine: Index, gpus: number])[];

export interface JobsSnapshot {
  readonly of: FollowerSnapshot<Kept>;
  readonly matched: readonly (readonly [job: number, shares: Shares])[];
  readonly gangs: readonly (readonly [job: number, shares: Shares])[];
}

/** Prices pass through sums and quotients on their way from a limit to a match. */
const ROUNDING = 1 + 1e-9;
/** The clock counts microseconds. */
const LATE = 1e-3;

export interface Followed extends Following<JobsSnapshot> {
  /** Count the events that are watched here. */
  readonly counters: Counters;
  /** Undefined where machines have no names. */
  readonly machines: Machines | undefined;
}

/**
 * Follows every job from attempt to attempt: who comes, at what price and for how many GPUs, that it ends, and which
 * machines it uses. Most of what happens in a run happens to jobs, so each of their events looks for one row.
 */
export class Jobs {
  readonly watches: Watches;
  readonly #of: Follower<Kept>;
  readonly #tell: Tell;
  readonly #machines: Machines | undefined;
  /** Jobs on several machines: matched, no longer than the instant, and running. */
  readonly #matched: Map<number, Shares>;
  readonly #gangs: Map<number, Shares>;

  constructor({ from, adopts, tell, counters, machines }: Followed) {
    this.#tell = tell;
    this.#machines = machines;
    this.#matched = new Map(from?.matched);
    this.#gangs = new Map(from?.gangs);
    const of = new Follower(PROTOCOLS.job, JOB, refusing(PROTOCOLS.job, tell), { from: from?.of, adopts });
    this.#of = of;
    const { things } = of;
    const submitted = of.step("jobSubmitted");
    const matched = of.step("jobMatched");
    const started = of.step("jobStarted");
    const left = of.step("jobLeft");
    const running = of.numberOf("running");
    const stopping = (name: "jobFinished" | "jobInterrupted" | "jobPaused") => {
      const step = of.step(name);
      const { [name]: count } = counters.watches;
      return (stop: Events["jobFinished"], now: Seconds, event: number): void => {
        count(stop, now, event);
        const { job, gpus } = stop;
        const row = of.take(step, job, event);
        this.#sameGpus(row, job, gpus, event);
        if (machines !== undefined) this.#end(row, job, machines);
      };
    };
    const { jobSubmitted, jobMatched, jobStarted, jobLeft } = counters.watches;
    this.watches = {
      jobSubmitted: (asked, now, event) => {
        jobSubmitted(asked, now, event);
        const { job, gpus, usdPerGpuHour } = asked;
        const known = of.find(job);
        const row = of.take(submitted, job, event, known);
        things.limit[row] = usdPerGpuHour;
        things.gpus[row] = gpus;
        if (known !== -1) return;
        things.ends[row] = Number.NaN;
        things.speed[row] = Number.NaN;
        things.on[row] = -1;
        things.held[row] = 0;
      },
      jobMatched: (match, now, event) => {
        jobMatched(match, now, event);
        const { job, gpus, usdPerGpuHour, machines: named, parts } = match;
        const row = of.take(matched, job, event);
        this.#sameGpus(row, job, gpus, event);
        things.speed[row] = named === undefined ? 1 : this.#match(row, job, named, parts, event);
        this.#withinLimit(row, "is matched", usdPerGpuHour, event);
      },
      jobRepriced: ({ job, usdPerGpuHour }, _, event) => {
        const row = of.find(job);
        if (row !== -1 && things.state[row] === running)
          this.#withinLimit(row, "is to go on", usdPerGpuHour, event);
      },
      jobStarted: (start, now, event) => {
        jobStarted(start, now, event);
        const { job, gpus, seconds, machine } = start;
        const row = of.take(started, job, event);
        this.#sameGpus(row, job, gpus, event);
        things.ends[row] = now + seconds;
        if (machines === undefined) return;
        if (machine === undefined) this.#startGang(job, machines, event);
        else this.#startAlone(row, job, machines.use(machine, event, things.on[row]), gpus, machines, event);
      },
      jobFinished: stopping("jobFinished"),
      jobInterrupted: stopping("jobInterrupted"),
      jobPaused: stopping("jobPaused"),
      jobLeft: (gone, now, event) => {
        jobLeft(gone, now, event);
        of.take(left, gone.job, event);
      },
    };
  }

  close(event: number): void {
    this.#of.close((job, state, since) =>
      this.#tell(
        CLAIM,
        since,
        `job ${job} is ${state}, and still is when the instant is over, at event #${event}.`,
      ),
    );
  }

  /** Looks at all that run: whether each ends when it said it would. */
  sweep(now: Seconds): void {
    const { things } = this.#of;
    const { state, since, ends } = things;
    const running = this.#of.numberOf("running");
    // A row that is free is not of a job that runs.
    for (let row: Index = 0; row < things.rows.used; row++) {
      if (state[row] !== running || !(ends[row] < now - LATE)) continue;
      this.#tell(
        CLAIM,
        since[row],
        `job ${idOf(things, row)} was to end at ${durationText(ends[row])}, and still runs at ${durationText(now)}.`,
      );
      // Told once.
      ends[row] = Number.NaN;
    }
  }

  snapshot(): JobsSnapshot {
    return { of: this.#of.snapshot(), matched: [...this.#matched], gangs: [...this.#gangs] };
  }

  /** A job is to run on machines. Returns how fast it will be: as the slowest of them. */
  #match(
    row: Index,
    job: number,
    named: readonly number[],
    parts: readonly number[] | undefined,
    event: number,
  ): number {
    const machines = this.#machines;
    if (machines === undefined) return Number.NaN;
    if (named.length > 1) return this.#matchGang(job, named, parts, machines, event);
    if (named.length === 0) return Number.POSITIVE_INFINITY;
    const on = machines.use(named[0]!, event);
    if (this.#of.things.held[row] === 0) this.#of.things.on[row] = on;
    return machines.speedOf(on);
  }

  #matchGang(
    job: number,
    named: readonly number[],
    parts: readonly number[] | undefined,
    machines: Machines,
    event: number,
  ): number {
    const rows = named.map((machine) => machines.use(machine, event));
    if (parts !== undefined)
      this.#matched.set(
        job,
        rows.map((on, at) => [on, parts[at]!]),
      );
    return Math.min(...rows.map((on) => machines.speedOf(on)));
  }

  #startAlone(row: Index, job: number, on: Index, gpus: number, { cards }: Machines, event: number): void {
    const { things } = this.#of;
    // Who is started twice breaks a protocol, and is told there.
    if (things.held[row] === 0) {
      things.on[row] = on;
      things.held[row] = gpus;
    }
    cards.start(job, on, gpus, event);
  }

  #startGang(job: number, { cards }: Machines, event: number): void {
    if (this.#matched.size === 0) return;
    const shares = this.#matched.get(job);
    if (shares === undefined) return;
    this.#matched.delete(job);
    this.#gangs.set(job, shares);
    for (const [on, gpus] of shares) cards.start(job, on, gpus, event);
  }

  /** A job stops; its row may have been given back. */
  #end(row: Index, job: number, { cards }: Machines): void {
    const { on, held } = this.#of.things;
    if (held[row] !== 0) {
      cards.end(on[row], held[row]);
      held[row] = 0;
      return;
    }
    if (this.#gangs.size === 0 && this.#matched.size === 0) return;
    for (const [machine, gpus] of this.#gangs.get(job) ?? []) cards.end(machine, gpus);
    this.#gangs.delete(job);
    this.#matched.delete(job);
  }

  /** A limit is what an hour's work is worth: a GPU that is twice as fast may cost twice as much an hour. */
  #withinLimit(row: Index, what: string, usdPerGpuHour: number, event: number): void {
    const { limit, speed } = this.#of.things;
    const most = limit[row] * Math.max(1, speed[row]) * ROUNDING;
    if (usdPerGpuHour > most) this.#tooDear(row, what, usdPerGpuHour, event);
  }

  #tooDear(row: Index, what: string, usdPerGpuHour: number, event: number): void {
    const { things } = this.#of;
    const [limit, speed] = [things.limit[row], Math.max(1, things.speed[row])];
    this.#tell(
      CLAIM,
      event,
      `job ${idOf(things, row)} ${what} at ${usdPerGpuHour} USD/GPU h${speed > 1 ? ` of GPUs ${speed} times as fast` : ""}, and its limit is ${limit} USD/GPU h.`,
    );
  }

  #sameGpus(row: Index, job: number, gpus: number, event: number): void {
    const asked = this.#of.things.gpus[row];
    if (gpus !== asked && !Number.isNaN(asked))
      this.#tell(CLAIM, event, `job ${job} is said to have ${gpus} GPUs, and asked for ${asked}.`);
  }
}
