import type { Index } from "../../indexed.ts";
import {
  addById,
  type Cells,
  type ColumnsById,
  columnsById,
  removeById,
  rowOf,
  rowsIn,
  type Shape,
  takeById,
} from "../../model/columns.ts";
import type { Protocol } from "../../model/protocols.ts";

/** An event as a follower knows it: the state after it, by the one before it; −1 where it may not come. */
export interface Step {
  readonly event: string;
  readonly next: Int8Array;
  /** Where it leads if it comes all the same. */
  readonly otherwise: number;
}

/** An event, of which thing, in which state since which event, and its number. */
export type Refuse = (step: Step, thing: number, state: string, since: number, event: number) => void;

/** Where a thing stands among its protocol's states, the number of the event that led there, and what is kept besides. */
const STANDING = { state: "flag", since: "number" } as const;
type Standing<Kept extends Shape> = typeof STANDING & Kept;
/** Nothing is kept besides. */
export const NOTHING = { kept: {}, unknown: {} } as const;
type Nothing = typeof NOTHING.kept;

export interface FollowerSnapshot<Kept extends Shape = Nothing> {
  readonly things: ColumnsById<Standing<Kept>>;
  readonly passing: number;
  readonly forgotten: readonly number[];
}

/** The state that nobody need remember: such things have no row. */
const FIRST = 0;

/** Where each of the things of a protocol stands. A thing has a row while it is in another state than the first. */
export class Follower<Kept extends Shape = Nothing> {
  readonly things: ColumnsById<Standing<Kept>>;
  /** What is kept of a thing of which nobody has heard. */
  readonly #unknown: Cells<Standing<Kept>>;
  readonly #states: Protocol["states"];
  readonly #names: readonly string[];
  readonly #passing: Uint8Array;
  readonly #forgotten: Uint8Array;
  /** How many are in a state that must not outlast the instant, and who is forgotten with it. */
  #passingNow: number;
  #toForget: number[];
  /** Row of the thing that was looked for last. */
  #last: Index = 0;
  /** Those that were under way when following began are taken as they come. */
  readonly #adopts: boolean;
  readonly #refuse: Refuse;

  /** @param kept what is kept of each besides, and `unknown` what that is where nobody has heard of it */
  constructor(
    { states, passing = [], forgotten = [] }: Protocol,
    { kept, unknown }: { readonly kept: Kept; readonly unknown: Cells<Kept> },
    refuse: Refuse,
    { from, adopts }: { readonly from: FollowerSnapshot<Kept> | undefined; readonly adopts: boolean },
  ) {
    this.#states = states;
    this.#names = Object.keys(states);
    this.#passing = Uint8Array.from(this.#names, (name) => Number(passing.includes(name)));
    this.#forgotten = Uint8Array.from(this.#names, (name) => Number(forgotten.includes(name)));
    this.#unknown = { state: FIRST, since: 0, ...unknown } as Cells<Standing<Kept>>;
    this.things = from?.things ?? columnsById({ ...STANDING, ...kept });
    this.#passingNow = from?.passing ?? 0;
    this.#toForget = [...(from?.forgotten ?? [])];
    this.#adopts = adopts;
    this.#refuse = refuse;
  }

  step(event: string): Step {
    const next = Int8Array.from(Object.values(this.#states), (steps) =>
      steps[event] === undefined ? -1 : this.#names.indexOf(steps[event]),
    );
    return { event, next, otherwise: next.find((state) => state !== -1)! };
  }

  /** What stands in `state` for a state. */
  numberOf(state: string): number {
    return this.#names.indexOf(state);
  }

  nameOf(row: Index): string {
    return this.#names[this.things.state[row]]!;
  }

  /** The row of a thing, or −1. What one event befell the next one befalls as a rule: who is matched is started. */
  find(thing: number): Index {
    const { things } = this;
    if (things.rows.ids[this.#last] === thing) return this.#last;
    const row = rowOf(things, thing);
    if (row !== -1) this.#last = row;
    return row;
  }

  /** The row of a thing of which somebody may have heard: as long as nobody has, it is in the first state. */
  know(thing: number): Index {
    const row = this.find(thing);
    if (row !== -1) return row;
    this.#last = addById(this.things, thing, this.#unknown);
    return this.#last;
  }

  /**
   * An event befalls a thing. Returns the thing's row, which can be read until another thing comes. Of one that comes
   * as it may, and had no row, all that is kept is to be written then.
   */
  take(step: Step, thing: number, event: number, known: Index = this.find(thing)): Index {
    const { things } = this;
    let row = known;
    const state = row === -1 ? FIRST : things.state[row];
    const next: Index = step.next[state as Index];
    if (next === -1) return this.#take(step, thing, row, event);
    if (row === -1) {
      row = takeById(things, thing);
      this.#last = row;
    }
    this.#enter(row, thing, state as Index, next);
    things.since[row] = event;
    return row;
  }

  /** Moves a thing that has no event of its own for it. */
  put(thing: number, state: string, event: number): void {
    const { things } = this;
    const row = rowOf(things, thing);
    if (row === -1) return;
    this.#enter(row, thing, things.state[row], this.numberOf(state));
    things.since[row] = event;
  }

  /** The instant is over. Calls back for each thing in a state that should not have outlasted it. */
  close(stuck: (thing: number, state: string, since: number) => void): void {
    if (this.#toForget.length > 0) this.#forget();
    if (this.#passingNow === 0) return;
    const { state, since, rows } = this.things;
    for (const row of rowsIn(this.things)) {
      if (this.#passing[state[row] as Index] === 0) continue;
      stuck(rows.ids[row], this.nameOf(row), since[row]);
      this.#enter(row, rows.ids[row], state[row], FIRST);
    }
  }

  snapshot(): FollowerSnapshot<Kept> {
    return { things: this.things, passing: this.#passingNow, forgotten: this.#toForget };
  }

  /** An event that may not come: of a thing that nobody knows, where following began in the middle, it is the first. */
  #take(step: Step, thing: number, known: Index, event: number): Index {
    const { things } = this;
    const state = known === -1 ? FIRST : things.state[known];
    const since = known === -1 ? 0 : things.since[known];
    if (since !== 0 || !this.#adopts) this.#refuse(step, thing, this.#names[state]!, since, event);
    const row = known === -1 ? addById(things, thing, this.#unknown) : known;
    this.#enter(row, thing, state, step.otherwise);
    things.since[row] = event;
    return row;
  }

  #forget(): void {
    for (const thing of this.#toForget) {
      const row = rowOf(this.things, thing);
      if (row !== -1 && this.#forgotten[this.things.state[row] as Index] === 1)
        removeById(this.things, thing);
    }
    this.#toForget = [];
  }

  #enter(row: Index, thing: number, from: Index, to: Index): void {
    this.#passingNow += this.#passing[to] - this.#passing[from];
    if (this.#forgotten[to] === 1) this.#toForget.push(thing);
    const state: Uint8Array = this.things.state;
    state[row] = to;
    if (to === FIRST) removeById(this.things, thing);
  }
}
