import { CARD, gpusOf, hundredths, isPart } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { addById, type ColumnsById, columnsById, idOf, removeById, rowOf } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import { TOGETHER } from "../../model/protocols.ts";
import type { Following, Tell, Watches } from "./watch.ts";

/** What runs on a machine: whole cards, parts of one in hundredths, and how many of them two to a card are too much. */
const LOAD = { gpus: "number", whole: "number", parts: "number", large: "number" } as const;
/** Where a job runs that runs on one machine: the row of that. */
const ALONE = { on: "row", gpus: "number" } as const;
type Shares = readonly (readonly [machine: number, gpus: number])[];

export interface CardsSnapshot {
  readonly loads: ColumnsById<typeof LOAD>;
  readonly alone: ColumnsById<typeof ALONE>;
  readonly gangs: readonly (readonly [job: number, shares: Shares])[];
}

/**
 * Follows what runs on every machine: it has the cards for that, on whichever of them parts of a GPU lie. Parts of more
 * than half a card need one each, and all together as many cards as they fill.
 */
export class Cards {
  readonly watches: Watches;
  readonly #loads: ColumnsById<typeof LOAD>;
  readonly #alone: ColumnsById<typeof ALONE>;
  /** Jobs on several machines: matched, no longer than the instant, and running. */
  readonly #matched = new Map<number, Shares>();
  readonly #gangs: Map<number, Shares>;
  readonly #tell: Tell;

  constructor({ from, tell }: Following<CardsSnapshot>) {
    this.#tell = tell;
    this.#loads = from?.loads ?? columnsById(LOAD);
    this.#alone = from?.alone ?? columnsById(ALONE);
    this.#gangs = new Map(from?.gangs);
    const offered = ({ machine, gpus }: Events["machineOffered"]): void => {
      this.#loads.gpus[this.#loadOf(machine)] = gpus;
    };
    const ended = ({ job }: { readonly job: number }): void => this.#end(job);
    this.watches = {
      machineListed: offered,
      machineOffered: offered,
      jobMatched: ({ job, machines, parts }) => {
        if (machines !== undefined && parts !== undefined && machines.length > 1)
          this.#matched.set(
            job,
            machines.map((machine, at) => [machine, parts[at]!]),
          );
      },
      jobStarted: ({ job, gpus, machine }, _, event) => {
        if (machine === undefined) this.#startGang(job, event);
        else this.#startAlone(job, machine, gpus, event);
      },
      jobFinished: ended,
      jobInterrupted: ended,
      jobPaused: ended,
    };
  }

  snapshot(): CardsSnapshot {
    return { loads: this.#loads, alone: this.#alone, gangs: [...this.#gangs] };
  }

  #startAlone(job: number, machine: number, gpus: number, event: number): void {
    // Who is started twice breaks a protocol, and is told there.
    const on = this.#loadOf(machine);
    if (rowOf(this.#alone, job) === -1) addById(this.#alone, job, { on, gpus });
    this.#start(job, on, gpus, event);
  }

  #startGang(job: number, event: number): void {
    const shares = this.#matched.get(job);
    if (shares === undefined) return;
    this.#matched.delete(job);
    this.#gangs.set(job, shares);
    for (const [machine, gpus] of shares) this.#start(job, this.#loadOf(machine), gpus, event);
  }

  #start(job: number, row: Index, gpus: number, event: number): void {
    this.#count(row, gpus, 1);
    if (!(this.#neededBy(row) > this.#loads.gpus[row])) return;
    const parts = this.#loads.parts[row] > 0 ? ` and parts of ${gpusOf(this.#loads.parts[row])} GPUs` : "";
    this.#tell(
      TOGETHER.cards,
      event,
      `machine ${idOf(this.#loads, row)} has ${this.#loads.gpus[row]} GPUs, and with job ${job} runs ${this.#loads.whole[row]} whole ones${parts}.`,
    );
  }

  #end(job: number): void {
    const row = removeById(this.#alone, job);
    if (row !== -1) {
      this.#count(this.#alone.on[row], this.#alone.gpus[row], -1);
      return;
    }
    if (this.#gangs.size === 0 && this.#matched.size === 0) return;
    for (const [machine, gpus] of this.#gangs.get(job) ?? []) this.#count(this.#loadOf(machine), gpus, -1);
    this.#gangs.delete(job);
    this.#matched.delete(job);
  }

  /** Of a machine that nobody has offered yet it is not known how many GPUs it has. */
  #loadOf(machine: number): Index {
    const row = rowOf(this.#loads, machine);
    if (row !== -1) return row;
    return addById(this.#loads, machine, { gpus: Number.POSITIVE_INFINITY, whole: 0, parts: 0, large: 0 });
  }

  #count(row: Index, gpus: number, sign: 1 | -1): void {
    const { whole, parts, large } = this.#loads;
    if (!isPart(gpus)) whole[row] += sign * gpus;
    else {
      parts[row] += sign * hundredths(gpus);
      if (gpus > 0.5) large[row] += sign;
    }
  }

  /** GPUs that a machine needs at least: cards, or of one that has a part of a card on offer so much of it. */
  #neededBy(row: Index): number {
    const { gpus, whole, parts, large } = this.#loads;
    if (parts[row] === 0) return whole[row];
    if (isPart(gpus[row])) return whole[row] + gpusOf(parts[row]);
    return whole[row] + Math.max(large[row], Math.ceil(parts[row] / CARD));
  }
}
