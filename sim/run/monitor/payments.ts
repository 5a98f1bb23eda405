import type { Events } from "../../model/events.ts";
import { PROTOCOLS } from "../../model/protocols.ts";
import { Follower, type FollowerSnapshot, NOTHING } from "./follower.ts";
import { type Following, refusing, type Watches } from "./watch.ts";

/** Follows what is due for each stretch of a job. */
export class Payments {
  readonly watches: Watches;
  readonly #of: Follower;

  constructor({ from, adopts, tell }: Following<FollowerSnapshot>) {
    const of = new Follower(PROTOCOLS.payment, NOTHING, refusing(PROTOCOLS.payment, tell), {
      from,
      adopts,
    });
    this.#of = of;
    const stepBy = (name: keyof Events) => {
      const step = of.step(name);
      return ({ job }: { readonly job: number }, _: number, event: number): void =>
        void of.take(step, job, event);
    };
    this.watches = {
      jobStarted: stepBy("jobStarted"),
      jobPaid: stepBy("jobPaid"),
      jobFinished: stepBy("jobFinished"),
      jobInterrupted: stepBy("jobInterrupted"),
      jobPaused: stepBy("jobPaused"),
    };
  }

  close(): void {
    this.#of.close(() => {});
  }

  snapshot(): FollowerSnapshot {
    return this.#of.snapshot();
  }
}
