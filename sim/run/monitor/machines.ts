import type { Index } from "../../indexed.ts";
import type { Events } from "../../model/events.ts";
import { PROTOCOLS, USE } from "../../model/protocols.ts";
import type { Seconds } from "../../units.ts";
import { Follower, type FollowerSnapshot } from "./follower.ts";
import { claimOf, type Following, refusing, type Tell, type Watches } from "./watch.ts";

/** What is kept of a machine: when its state was last told, and how fast it is. */
const KEPT = ["told", "speed"] as const;
type Kept = (typeof KEPT)[number];

export interface MachinesSnapshot {
  readonly of: FollowerSnapshot<Kept>;
  readonly used: readonly (readonly [machine: number, event: number])[];
}

const CLAIM = claimOf(PROTOCOLS.machine);

/** Follows what is said of every machine, and that those are used that are on offer. */
export class Machines {
  readonly watches: Watches;
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
    const of = new Follower(PROTOCOLS.machine, KEPT, refusing(PROTOCOLS.machine, tell), {
      from: from?.of,
      adopts,
    });
    this.#of = of;
    this.#usable = of.numberOf(USE.state);
    const stepBy = (name: "machineListed" | "machineOffered" | "machineWithdrawn") => {
      const step = of.step(name);
      return (machine: number, now: Seconds, event: number): Index => {
        const row = of.take(step, machine, event);
        of.things.told[row] = now;
        return row;
      };
    };
    const said = (name: "machineListed" | "machineOffered") => {
      const take = stepBy(name);
      return ({ machine, throughput }: Events["machineOffered"], now: Seconds, event: number): void => {
        of.things.speed[take(machine, now, event)] = throughput;
      };
    };
    const withdrawn = stepBy("machineWithdrawn");
    this.watches = {
      machineListed: said("machineListed"),
      machineOffered: said("machineOffered"),
      machineWithdrawn: ({ machine }, now, event) => void withdrawn(machine, now, event),
      jobMatched: ({ machines }, _, event) => {
        if (machines !== undefined)
          for (let share = 0; share < machines.length; share++) this.#use(machines[share]!, event);
      },
      jobStarted: ({ machine }, _, event) => {
        if (machine !== undefined) this.#use(machine, event);
      },
    };
  }

  /** In multiples of the GPU that jobs are measured on; NaN where nobody has heard of the machine. */
  speedOf(machine: number): number {
    const row = this.#of.find(machine);
    return row === -1 ? Number.NaN : this.#of.things.speed[row];
  }

  /**
   * The instant is over. What a market has matched may have been withdrawn before supply hears of it, which refuses it
   * then; what has come back may be used before its offer is told.
   */
  close(_: number, now: Seconds): void {
    if (this.#used.length === 0) return;
    for (const [machine, event] of this.#used) {
      const row = this.#of.find(machine);
      if (row === -1) {
        if (!this.#adopts) this.#tell(CLAIM, event, `machine ${machine} is used, and was never offered.`);
        continue;
      }
      const { state, since, told } = this.#of.things;
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

  #use(machine: number, event: number): void {
    const row = this.#of.find(machine);
    if (row === -1 || this.#of.things.state[row] !== this.#usable) this.#used.push([machine, event]);
  }
}
