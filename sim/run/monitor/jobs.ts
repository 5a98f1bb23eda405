import type { Index } from "../../indexed.ts";
import type { Events } from "../../model/events.ts";
import { PROTOCOLS } from "../../model/protocols.ts";
import { rowOf } from "../../model/rows.ts";
import { durationText, type Seconds } from "../../units.ts";
import { Follower, type FollowerSnapshot } from "./follower.ts";
import { claimOf, type Following, refusing, type Tell, type Watches } from "./watch.ts";

const CLAIM = claimOf(PROTOCOLS.job);
/** Columns that are kept of a job: its limit, its GPUs, when it is to end, and how fast what it was matched with is. */
const LIMIT = 0;
const GPUS = 1;
const ENDS = 2;
const SPEED = 3;
const COLUMNS = 4;
/** Prices pass through sums and quotients on their way from a limit to a match. */
const ROUNDING = 1 + 1e-9;
/** The clock counts microseconds. */
const LATE = 1e-3;

/** Follows every job from attempt to attempt: who comes, at what price and for how many GPUs, and that it ends. */
export class Jobs {
  readonly watches: Watches;
  readonly #of: Follower;
  readonly #tell: Tell;
  readonly #speedOf: Following<unknown>["speedOf"];

  constructor({ from, adopts, tell, speedOf }: Following<FollowerSnapshot>) {
    this.#tell = tell;
    this.#speedOf = speedOf;
    const of = new Follower(PROTOCOLS.job, COLUMNS, refusing(PROTOCOLS.job, tell), { from, adopts });
    this.#of = of;
    const submitted = of.step("jobSubmitted");
    const matched = of.step("jobMatched");
    const started = of.step("jobStarted");
    const left = of.step("jobLeft");
    const running = of.numberOf("running");
    const stopping = (name: "jobFinished" | "jobInterrupted" | "jobPaused") => {
      const step = of.step(name);
      return ({ job, gpus }: Events["jobFinished"], _: Seconds, event: number): void =>
        this.#sameGpus(of.take(step, job, event), job, gpus, event);
    };
    this.watches = {
      jobSubmitted: ({ job, gpus, usdPerGpuHour }, _, event) => {
        const row = of.take(submitted, job, event);
        of.kept[LIMIT]![row] = usdPerGpuHour;
        of.kept[GPUS]![row] = gpus;
      },
      jobMatched: ({ job, gpus, usdPerGpuHour, machines }, _, event) => {
        const row = of.take(matched, job, event);
        this.#sameGpus(row, job, gpus, event);
        of.kept[SPEED]![row] = this.#speed(machines);
        this.#withinLimit(row, `job ${job} is matched`, usdPerGpuHour, event);
      },
      jobRepriced: ({ job, usdPerGpuHour }, _, event) => {
        const row = rowOf(of.rows, job);
        if (row !== -1 && of.state[row] === running)
          this.#withinLimit(row, `job ${job} is to go on`, usdPerGpuHour, event);
      },
      jobStarted: ({ job, gpus, seconds }, now, event) => {
        const row = of.take(started, job, event);
        this.#sameGpus(row, job, gpus, event);
        of.kept[ENDS]![row] = now + seconds;
      },
      jobFinished: stopping("jobFinished"),
      jobInterrupted: stopping("jobInterrupted"),
      jobPaused: stopping("jobPaused"),
      jobLeft: ({ job }, _, event) => void of.take(left, job, event),
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
    const { rows, state, since, kept } = this.#of;
    const ends = kept[ENDS]!;
    const running = this.#of.numberOf("running");
    for (let row: Index = 0; row < rows.ids.length; row++) {
      const job = rows.ids[row];
      if (job === -1 || state[row] !== running || !(ends[row] < now - LATE)) continue;
      this.#tell(
        CLAIM,
        since[row],
        `job ${job} was to end at ${durationText(ends[row])}, and still runs at ${durationText(now)}.`,
      );
      // Told once.
      ends[row] = Number.NaN;
    }
  }

  snapshot(): FollowerSnapshot {
    return this.#of.snapshot();
  }

  /** As fast as the slowest of its machines; as the GPU that jobs are measured on, where supply chooses. */
  #speed(machines: readonly number[] | undefined): number {
    let speed = machines === undefined ? 1 : Number.POSITIVE_INFINITY;
    for (const machine of machines ?? []) speed = Math.min(speed, this.#speedOf(machine));
    return speed;
  }

  /** A limit is what an hour's work is worth: a GPU that is twice as fast may cost twice as much an hour. */
  #withinLimit(row: Index, what: string, usdPerGpuHour: number, event: number): void {
    const { kept } = this.#of;
    const [limit, speed] = [kept[LIMIT]![row], Math.max(1, kept[SPEED]![row])];
    if (usdPerGpuHour > limit * speed * ROUNDING)
      this.#tell(
        CLAIM,
        event,
        `${what} at ${usdPerGpuHour} USD/GPU h${speed > 1 ? ` of GPUs ${speed} times as fast` : ""}, and its limit is ${limit} USD/GPU h.`,
      );
  }

  #sameGpus(row: Index, job: number, gpus: number, event: number): void {
    const asked = this.#of.kept[GPUS]![row];
    if (gpus !== asked && !Number.isNaN(asked))
      this.#tell(CLAIM, event, `job ${job} is said to have ${gpus} GPUs, and asked for ${asked}.`);
  }
}
