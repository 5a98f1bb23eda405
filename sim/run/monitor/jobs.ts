import type { Index } from "../../indexed.ts";
import { idOf, rowOf, rowsIn } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import { PROTOCOLS } from "../../model/protocols.ts";
import { durationText, type Seconds } from "../../units.ts";
import { Follower, type FollowerSnapshot } from "./follower.ts";
import { claimOf, type Following, refusing, type Tell, type Watches } from "./watch.ts";

const CLAIM = claimOf(PROTOCOLS.job);
/** What is kept of a job: its limit, its GPUs, when it is to end, and how fast what it was matched with is. */
const KEPT = ["limit", "gpus", "ends", "speed"] as const;
type Kept = (typeof KEPT)[number];
/** Prices pass through sums and quotients on their way from a limit to a match. */
const ROUNDING = 1 + 1e-9;
/** The clock counts microseconds. */
const LATE = 1e-3;

/** Follows every job from attempt to attempt: who comes, at what price and for how many GPUs, and that it ends. */
export class Jobs {
  readonly watches: Watches;
  readonly #of: Follower<Kept>;
  readonly #tell: Tell;
  readonly #speedOf: Following<unknown>["speedOf"];

  constructor({ from, adopts, tell, speedOf }: Following<FollowerSnapshot<Kept>>) {
    this.#tell = tell;
    this.#speedOf = speedOf;
    const of = new Follower(PROTOCOLS.job, KEPT, refusing(PROTOCOLS.job, tell), { from, adopts });
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
        of.things.limit[row] = usdPerGpuHour;
        of.things.gpus[row] = gpus;
      },
      jobMatched: ({ job, gpus, usdPerGpuHour, machines }, _, event) => {
        const row = of.take(matched, job, event);
        this.#sameGpus(row, job, gpus, event);
        of.things.speed[row] = this.#speed(machines);
        this.#withinLimit(row, `job ${job} is matched`, usdPerGpuHour, event);
      },
      jobRepriced: ({ job, usdPerGpuHour }, _, event) => {
        const row = rowOf(of.things, job);
        if (row !== -1 && of.things.state[row] === running)
          this.#withinLimit(row, `job ${job} is to go on`, usdPerGpuHour, event);
      },
      jobStarted: ({ job, gpus, seconds }, now, event) => {
        const row = of.take(started, job, event);
        this.#sameGpus(row, job, gpus, event);
        of.things.ends[row] = now + seconds;
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
    const { things } = this.#of;
    const { state, since, ends } = things;
    const running = this.#of.numberOf("running");
    for (const row of rowsIn(things)) {
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

  snapshot(): FollowerSnapshot<Kept> {
    return this.#of.snapshot();
  }

  /** As fast as the slowest of its machines; as the GPU that jobs are measured on, where supply chooses. */
  #speed(machines: readonly number[] | undefined): number {
    if (machines === undefined) return 1;
    let speed = Number.POSITIVE_INFINITY;
    for (let share = 0; share < machines.length; share++)
      speed = Math.min(speed, this.#speedOf(machines[share]!));
    return speed;
  }

  /** A limit is what an hour's work is worth: a GPU that is twice as fast may cost twice as much an hour. */
  #withinLimit(row: Index, what: string, usdPerGpuHour: number, event: number): void {
    const { things } = this.#of;
    const [limit, speed] = [things.limit[row], Math.max(1, things.speed[row])];
    if (usdPerGpuHour > limit * speed * ROUNDING)
      this.#tell(
        CLAIM,
        event,
        `${what} at ${usdPerGpuHour} USD/GPU h${speed > 1 ? ` of GPUs ${speed} times as fast` : ""}, and its limit is ${limit} USD/GPU h.`,
      );
  }

  #sameGpus(row: Index, job: number, gpus: number, event: number): void {
    const asked = this.#of.things.gpus[row];
    if (gpus !== asked && !Number.isNaN(asked))
      this.#tell(CLAIM, event, `job ${job} is said to have ${gpus} GPUs, and asked for ${asked}.`);
  }
}
