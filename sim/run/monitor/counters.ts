import { gpusOf, hundredths } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { PROTOCOLS } from "../../model/protocols.ts";
import { claimOf, type Tell, type Watches } from "./watch.ts";

/** The events that are counted. */
type Counted =
  | "jobSubmitted"
  | "jobMatched"
  | "jobStarted"
  | "jobFinished"
  | "jobInterrupted"
  | "jobPaused"
  | "jobLeft"
  | "jobPaid"
  | "swapRequested"
  | "swapped";

const SUBMITTED = 0;
const MATCHED = 1;
const STARTED = 2;
const ENDED = 3;
const PAUSED = 4;
const LEFT = 5;
const GPUS_MATCHED = 6;
const GPUS_ENDED = 7;
const PAID = 8;
const ASKED = 9;
const SWAPPED = 10;
const COUNTERS = 11;

/**
 * What happened how often: the part of the protocols that holds of numbers alone. It costs an addition an event and no
 * memory, so every run has it; who is to blame only those know that follow each job.
 */
export class Counters {
  readonly watches: Pick<Required<Watches>, Counted>;
  readonly #n: Float64Array;

  constructor(from?: Float64Array) {
    const n = from?.slice() ?? new Float64Array(COUNTERS);
    this.#n = n;
    const ended = ({ gpus }: { readonly gpus: number }): void => {
      n[ENDED]++;
      n[GPUS_ENDED] += hundredths(gpus);
    };
    const counting = (at: Index) => (): void => {
      n[at]++;
    };
    this.watches = {
      jobSubmitted: counting(SUBMITTED),
      jobMatched: ({ gpus }) => {
        n[MATCHED]++;
        n[GPUS_MATCHED] += hundredths(gpus);
      },
      jobStarted: counting(STARTED),
      jobFinished: ended,
      jobInterrupted: ended,
      jobPaused: ({ gpus }) => {
        n[ENDED]++;
        n[PAUSED]++;
        n[GPUS_ENDED] += hundredths(gpus);
      },
      jobLeft: counting(LEFT),
      jobPaid: counting(PAID),
      swapRequested: counting(ASKED),
      swapped: counting(SWAPPED),
    };
  }

  /** What sees the events that others, who count them here, do not see. */
  beside(others: Watches): Watches {
    return Object.fromEntries(
      Object.entries(this.watches).filter(([event]) => !Object.hasOwn(others, event)),
    );
  }

  /** GPUs of the jobs that run, by the events: of an instant that is over. */
  get gpusRunning(): number {
    return gpusOf(this.#n[GPUS_MATCHED] - this.#n[GPUS_ENDED]);
  }

  /** Of an instant that is over: all that was matched has started, or was refused and has ended with that. */
  checkJobs(tell: Tell, event: number): void {
    const n = this.#n;
    const attempts = n[SUBMITTED] + n[PAUSED];
    const claim = claimOf(PROTOCOLS.job);
    if (n[MATCHED] + n[LEFT] > attempts)
      tell(claim, event, `${n[MATCHED]} jobs were matched and ${n[LEFT]} left, of ${attempts} attempts.`);
    if (n[STARTED] > n[MATCHED])
      tell(claim, event, `${n[STARTED]} jobs were started, of ${n[MATCHED]} that were matched.`);
    if (n[ENDED] > n[MATCHED])
      tell(claim, event, `${n[ENDED]} jobs ended, of ${n[MATCHED]} that were matched.`);
  }

  checkPayments(tell: Tell, event: number): void {
    const n = this.#n;
    if (n[PAID] > n[STARTED])
      tell(
        claimOf(PROTOCOLS.payment),
        event,
        `${n[PAID]} stretches of jobs were paid for, and ${n[STARTED]} started.`,
      );
  }

  checkSwaps(tell: Tell, event: number): void {
    const n = this.#n;
    if (n[SWAPPED] !== n[ASKED])
      tell(claimOf(PROTOCOLS.swap), event, `${n[ASKED]} swaps were asked for, and ${n[SWAPPED]} answered.`);
  }

  snapshot(): Float64Array {
    return this.#n;
  }
}
