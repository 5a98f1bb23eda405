import { CARD, gpusOf, hundredths, isPart } from "../../gpus.ts";
import type { Events } from "../../model/events.ts";
import { TOGETHER } from "../../model/protocols.ts";
import type { Following, Tell, Watches } from "./watch.ts";

/** What runs on a machine: whole cards, parts of one in hundredths, and how many of them two to a card are too much. */
interface Load {
  gpus: number;
  whole: number;
  parts: number;
  large: number;
}
type Shares = readonly (readonly [machine: number, gpus: number])[];

export interface CardsSnapshot {
  readonly loads: readonly (readonly [machine: number, load: Load])[];
  readonly jobs: readonly (readonly [job: number, shares: Shares])[];
}

/**
 * Follows what runs on every machine: it has the cards for that, on whichever of them parts of a GPU lie. Parts of more
 * than half a card need one each, and all together as many cards as they fill.
 */
export class Cards {
  readonly watches: Watches;
  readonly #loads: Map<number, Load>;
  readonly #jobs: Map<number, Shares>;
  /** Matched to several machines, and not started yet: no longer than the instant. */
  readonly #gangs = new Map<number, Shares>();
  readonly #tell: Tell;

  constructor({ from, tell }: Following<CardsSnapshot>) {
    this.#tell = tell;
    this.#loads = new Map(from?.loads.map(([machine, load]) => [machine, { ...load }]));
    this.#jobs = new Map(from?.jobs);
    const offered = ({ machine, gpus }: Events["machineOffered"]): void => {
      this.#loadOf(machine).gpus = gpus;
    };
    const ended = ({ job }: { readonly job: number }): void => this.#end(job);
    this.watches = {
      machineListed: offered,
      machineOffered: offered,
      jobMatched: ({ job, machines, parts }) => {
        if (machines !== undefined && parts !== undefined && machines.length > 1)
          this.#gangs.set(
            job,
            machines.map((machine, at) => [machine, parts[at]!]),
          );
      },
      jobStarted: ({ job, gpus, machine }, _, event) => {
        const shares = machine === undefined ? this.#gangs.get(job) : [[machine, gpus] as const];
        this.#gangs.delete(job);
        if (shares) this.#start(job, shares, event);
      },
      jobFinished: ended,
      jobInterrupted: ended,
      jobPaused: ended,
    };
  }

  snapshot(): CardsSnapshot {
    const loads = [...this.#loads].map(([machine, load]) => [machine, { ...load }] as const);
    return { loads, jobs: [...this.#jobs] };
  }

  #start(job: number, shares: Shares, event: number): void {
    this.#jobs.set(job, shares);
    for (const [machine, gpus] of shares) {
      const load = this.#loadOf(machine);
      count(load, gpus, 1);
      if (!(neededBy(load) > load.gpus)) continue;
      const parts = load.parts > 0 ? ` and parts of ${gpusOf(load.parts)} GPUs` : "";
      this.#tell(
        TOGETHER.cards,
        event,
        `machine ${machine} has ${load.gpus} GPUs, and with job ${job} runs ${load.whole} whole ones${parts}.`,
      );
    }
  }

  #end(job: number): void {
    this.#gangs.delete(job);
    for (const [machine, gpus] of this.#jobs.get(job) ?? []) count(this.#loadOf(machine), gpus, -1);
    this.#jobs.delete(job);
  }

  /** Of a machine that nobody has offered yet it is not known how many GPUs it has. */
  #loadOf(machine: number): Load {
    let load = this.#loads.get(machine);
    if (load === undefined) {
      load = { gpus: Number.POSITIVE_INFINITY, whole: 0, parts: 0, large: 0 };
      this.#loads.set(machine, load);
    }
    return load;
  }
}

function count(load: Load, gpus: number, sign: 1 | -1): void {
  if (!isPart(gpus)) load.whole += sign * gpus;
  else {
    load.parts += sign * hundredths(gpus);
    if (gpus > 0.5) load.large += sign;
  }
}

/** GPUs that a machine needs at least: cards, or of one that has a part of a card on offer so much of it. */
const neededBy = ({ gpus, whole, parts, large }: Load): number =>
  isPart(gpus) ? whole + gpusOf(parts) : whole + Math.max(large, Math.ceil(parts / CARD));
