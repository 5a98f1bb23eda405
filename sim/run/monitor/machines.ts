import type { Index } from "../../indexed.ts";
import { idOf } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import { PROTOCOLS, USE } from "../../model/protocols.ts";
import type { Seconds } from "../../units.ts";
import { Cards, LOAD } from "./cards.ts";
import { Follower, type FollowerSnapshot } from "./follower.ts";
import { claimOf, type Following, refusing, type Tell, type Watches } from "./watch.ts";

/** What is kept of a machine: when its state was last told, how fast it is, and what runs on it. */
const MACHINE = {
  kept: { told: "number", speed: "number", ...LOAD.kept },
  unknown: { told: Number.NaN, speed: Number.NaN, ...LOAD.unknown },
} as const;
type Kept = (typeof MACHINE)["kept"];

export interface MachinesSnapshot {
  readonly of: FollowerSnapshot<Kept>;
  readonly used: readonly (readonly [machine: number, event: number])[];
}

const CLAIM = claimOf(PROTOCOLS.machine);

/**
 * Follows what is said of every machine, and that those are used that are on offer. A machine that was heard of keeps
 * its row: who runs on it may remember that.
 */
export class Machines {
  readonly watches: Watches;
  /** What runs on them. */
  readonly cards: Cards;
  readonly #of: Follower<Kept>;
  readonly #tell: Tell;
  /** Used while not on offer: right where they were, or will be, within the instant. */
  #used: (readonly [machine: number, event: number])[];
  readonly #adopts: boolean;
  readonly #usable: number;

  constructor({ from, adopts, tell }: Following<MachinesSnapshot>) {
    this.#tell = tell;
    this.#adopts = adopts;
    this.#used = [...(from?.used ?? [])];
    const of = new Follower(PROTOCOLS.machine, MACHINE, refusing(PROTOCOLS.machine, tell), {
      from: from?.of,
      adopts,
    });
    this.#of = of;
    this.cards = new Cards(of.things, tell);
    this.#usable = of.numberOf(USE.state);
    const stepBy = (name: "machineListed" | "machineOffered" | "machineWithdrawn") => {
      const step = of.step(name);
      return (machine: number, now: Seconds, event: number): Index => {
        of.know(machine);
        const row = of.take(step, machine, event);
        of.things.told[row] = now;
        return row;
      };
    };
    const said = (name: "machineListed" | "machineOffered") => {
      const take = stepBy(name);
      return ({ machine, throughput, gpus }: Events["machineOffered"], now: Seconds, event: number): void => {
        const row = take(machine, now, event);
        of.things.speed[row] = throughput;
        of.things.gpus[row] = gpus;
      };
    };
    const withdrawn = stepBy("machineWithdrawn");
    this.watches = {
      machineListed: said("machineListed"),
      machineOffered: said("machineOffered"),
      machineWithdrawn: ({ machine }, now, event) => void withdrawn(machine, now, event),
    };
  }

  /** A job is to run on a machine, or does. Returns the machine's row; `guess`: the one that it may have. */
  use(machine: number, event: number, guess: Index = -1): Index {
    const { things } = this.#of;
    const row = guess !== -1 && idOf(things, guess) === machine ? guess : this.#of.know(machine);
    if (things.state[row] !== this.#usable) this.#used.push([machine, event]);
    return row;
  }

  /** In multiples of the GPU that jobs are measured on; NaN where nobody has said. */
  speedOf(row: Index): number {
    return this.#of.things.speed[row];
  }

  /**
   * The instant is over. What a market has matched may have been withdrawn before supply hears of it, which refuses it
   * then; what has come back may be used before its offer is told.
   */
  close(_: number, now: Seconds): void {
    if (this.#used.length === 0) return;
    for (const [machine, event] of this.#used) {
      const row = this.#of.find(machine);
      const { state, since, told } = this.#of.things;
      if (since[row] === 0) {
        if (!this.#adopts) this.#tell(CLAIM, event, `machine ${machine} is used, and was never offered.`);
        continue;
      }
      if (state[row] === this.#usable || told[row] === now) continue;
      this.#tell(
        CLAIM,
        event,
        `machine ${machine} is used, and is ${this.#of.nameOf(row)} since event #${since[row]}.`,
      );
    }
    this.#used = [];
  }

  snapshot(): MachinesSnapshot {
    return { of: this.#of.snapshot(), used: this.#used };
  }
}
