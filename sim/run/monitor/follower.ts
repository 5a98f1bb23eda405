import type { Index } from "../../indexed.ts";
import type { Protocol } from "../../model/protocols.ts";
import { addRow, grown, type Rows, removeRow, rowOf, rows } from "../../model/rows.ts";

/** An event as a follower knows it: the state after it, by the one before it; −1 where it may not come. */
export interface Step {
  readonly event: string;
  readonly next: Int8Array;
  /** Where it leads if it comes all the same. */
  readonly otherwise: number;
}

/** An event, of which thing, in which state since which event, and its number. */
export type Refuse = (step: Step, thing: number, state: string, since: number, event: number) => void;

export interface FollowerSnapshot {
  readonly rows: Rows;
  readonly state: Uint8Array;
  readonly since: Float64Array;
  readonly kept: readonly Float64Array[];
  readonly passing: number;
  readonly forgotten: readonly number[];
}

/** The state that nobody need remember: such things have no row. */
const FIRST = 0;
const ROOM = 64;

/** Where each of the things of a protocol stands. A thing has a row while it is in another state than the first. */
export class Follower {
  readonly rows: Rows;
  /** By row: place of the state among those of the protocol, and the number of the event that led there. */
  state: Uint8Array;
  since: Float64Array;
  /** What a check keeps of each besides; NaN where it is not known. */
  readonly kept: Float64Array[];
  readonly #states: Protocol["states"];
  readonly #names: readonly string[];
  readonly #passing: Uint8Array;
  readonly #forgotten: Uint8Array;
  /** How many are in a state that must not outlast the instant, and who is forgotten with it. */
  #passingNow: number;
  #toForget: number[];
  /** Row of the thing that an event befell last. */
  #last = 0;
  /** Those that were under way when following began are taken as they come. */
  readonly #adopts: boolean;
  readonly #refuse: Refuse;

  /** @param columns how many numbers are kept of each besides */
  constructor(
    { states, passing = [], forgotten = [] }: Protocol,
    columns: number,
    refuse: Refuse,
    { from, adopts }: { readonly from: FollowerSnapshot | undefined; readonly adopts: boolean },
  ) {
    this.#states = states;
    this.#names = Object.keys(states);
    this.#passing = Uint8Array.from(this.#names, (name) => Number(passing.includes(name)));
    this.#forgotten = Uint8Array.from(this.#names, (name) => Number(forgotten.includes(name)));
    this.rows = from?.rows ?? rows(ROOM);
    this.state = from?.state ?? new Uint8Array(ROOM);
    this.since = from?.since ?? new Float64Array(ROOM);
    this.kept = [...(from?.kept ?? Array.from({ length: columns }, () => new Float64Array(ROOM)))];
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
    return this.#names[this.state[row]]!;
  }

  /** An event befalls a thing. Returns the thing's row, which can be read until another thing comes. */
  take(step: Step, thing: number, event: number): number {
    // Who is matched is started next.
    let row: Index = this.rows.ids[this.#last] === thing ? this.#last : rowOf(this.rows, thing);
    const state: Index = row === -1 ? FIRST : this.state[row];
    const next = step.next[state];
    if (next === -1) return this.#take(step, thing, row, event);
    if (row === -1) row = this.#add(thing);
    this.#enter(row, thing, state, next);
    this.since[row] = event;
    this.#last = row;
    return row;
  }

  /** Moves a thing that has no event of its own for it. */
  put(thing: number, state: string, event: number): void {
    const row = rowOf(this.rows, thing);
    if (row === -1) return;
    this.#enter(row, thing, this.state[row], this.numberOf(state));
    this.since[row] = event;
  }

  /** The instant is over. Calls back for each thing in a state that should not have outlasted it. */
  close(stuck: (thing: number, state: string, since: number) => void): void {
    if (this.#toForget.length > 0) this.#forget();
    if (this.#passingNow === 0) return;
    const { ids } = this.rows;
    for (let row: Index = 0; row < ids.length; row++) {
      const thing = ids[row];
      const state = this.state[row];
      if (thing === -1 || this.#passing[state] === 0) continue;
      stuck(thing, this.#names[state]!, this.since[row]);
      this.#enter(row, thing, state, FIRST);
    }
  }

  snapshot(): FollowerSnapshot {
    const { rows, state, since, kept } = this;
    return { rows, state, since, kept, passing: this.#passingNow, forgotten: this.#toForget };
  }

  /** An event that may not come: of a thing that nobody knows, where following began in the middle, it is the first. */
  #take(step: Step, thing: number, known: Index, event: number): number {
    const state = known === -1 ? FIRST : this.state[known];
    if (known !== -1 || !this.#adopts)
      this.#refuse(step, thing, this.#names[state]!, known === -1 ? 0 : this.since[known], event);
    const row = known === -1 ? this.#add(thing) : known;
    if (known === -1) for (const column of this.kept) column[row] = Number.NaN;
    this.#enter(row, thing, state, step.otherwise);
    this.since[row] = event;
    return row;
  }

  #forget(): void {
    for (const thing of this.#toForget) {
      const row = rowOf(this.rows, thing);
      if (row !== -1 && this.#forgotten[this.state[row]] === 1) removeRow(this.rows, thing);
    }
    this.#toForget = [];
  }

  #enter(row: number, thing: number, from: Index, to: Index): void {
    this.#passingNow += this.#passing[to] - this.#passing[from];
    if (this.#forgotten[to] === 1) this.#toForget.push(thing);
    this.state[row] = to;
    if (to === FIRST) removeRow(this.rows, thing);
  }

  #add(thing: number): number {
    const row = addRow(this.rows, thing);
    const capacity = this.rows.ids.length;
    if (this.state.length < capacity) {
      this.state = grown(this.state, capacity);
      this.since = grown(this.since, capacity);
      for (let at = 0; at < this.kept.length; at++) this.kept[at] = grown(this.kept[at]!, capacity);
    }
    return row;
  }
}
