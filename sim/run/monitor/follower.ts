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
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly passing: number;
  readonly forgotten: readonly number[];
}

/** The state that nobody need remember: such things have no row. */
const FIRST = 0;

/**
 * Where each of the things of a protocol stands. A thing has a row while it is in another state than the first;
 * `columns` are what a check keeps of it besides, `state` and `since`, the number of the event that led there.
 */
export class Follower<C extends string = never> {
  readonly protocol: Protocol;
  readonly rows: Rows;
  readonly columns: Record<C | "state" | "since", Float64Array>;
  readonly #kept: readonly C[];
  readonly #names: readonly string[];
  readonly #passing: readonly boolean[];
  readonly #forgotten: readonly boolean[];
  /** How many are in a state that must not outlast the instant, and who is forgotten with it. */
  #passingNow: number;
  #toForget: number[];
  /** Those that were under way when following began are taken as they come. */
  readonly #adopts: boolean;
  readonly #refuse: Refuse;

  constructor(
    protocol: Protocol,
    columns: readonly C[],
    refuse: Refuse,
    { from, adopts }: { readonly from?: FollowerSnapshot | undefined; readonly adopts: boolean },
  ) {
    this.protocol = protocol;
    this.#kept = columns;
    this.#names = Object.keys(protocol.states);
    this.#passing = this.#names.map((name) => protocol.passing?.includes(name) === true);
    this.#forgotten = this.#names.map((name) => protocol.forgotten?.includes(name) === true);
    this.rows = from?.rows ?? rows();
    this.columns = (from?.columns ??
      Object.fromEntries(
        ["state", "since", ...columns].map((name) => [name, new Float64Array(64)]),
      )) as Record<C | "state" | "since", Float64Array>;
    this.#passingNow = from?.passing ?? 0;
    this.#toForget = [...(from?.forgotten ?? [])];
    this.#adopts = adopts;
    this.#refuse = refuse;
  }

  step(event: string): Step {
    const states = Object.values(this.protocol.states);
    const next = Int8Array.from(states, (steps) =>
      steps[event] === undefined ? -1 : this.#names.indexOf(steps[event]),
    );
    return { event, next, otherwise: next.find((state) => state !== -1)! };
  }

  /** An event befalls a thing. Returns the thing's row, which can be read until another thing comes. */
  take(step: Step, thing: number, event: number): number {
    let row = rowOf(this.rows, thing);
    const state = row === -1 ? FIRST : this.columns.state[row]!;
    let next = step.next[state]!;
    if (next === -1) {
      if (row !== -1 || !this.#adopts)
        this.#refuse(step, thing, this.#names[state]!, row === -1 ? 0 : this.columns.since[row]!, event);
      next = step.otherwise;
    }
    if (row === -1) row = this.#add(thing);
    this.#enter(row, thing, state, next);
    this.columns.since[row] = event;
    return row;
  }

  /** Moves a thing that has no event of its own for it. */
  put(thing: number, state: string, event: number): void {
    const row = rowOf(this.rows, thing);
    if (row === -1) return;
    this.#enter(row, thing, this.columns.state[row]!, this.#names.indexOf(state));
    this.columns.since[row] = event;
  }

  stateOf(row: number): string {
    return this.#names[this.columns.state[row]!]!;
  }

  is(row: number, state: string): boolean {
    return this.stateOf(row) === state;
  }

  /** The instant is over. Calls back for each thing in a state that should not have outlasted it. */
  close(stuck: (thing: number, state: string, since: number) => void): void {
    for (const thing of this.#toForget) {
      const row = rowOf(this.rows, thing);
      if (row !== -1 && this.#forgotten[this.columns.state[row]!]) removeRow(this.rows, thing);
    }
    if (this.#toForget.length > 0) this.#toForget = [];
    if (this.#passingNow === 0) return;
    const { ids } = this.rows;
    for (let row = 0; row < ids.length; row++) {
      const thing = ids[row]!;
      const state = this.columns.state[row]!;
      if (thing === -1 || !this.#passing[state]) continue;
      stuck(thing, this.#names[state]!, this.columns.since[row]!);
      this.#enter(row, thing, state, FIRST);
    }
  }

  snapshot(): FollowerSnapshot {
    return {
      rows: this.rows,
      columns: this.columns,
      passing: this.#passingNow,
      forgotten: this.#toForget,
    };
  }

  #enter(row: number, thing: number, from: number, to: number): void {
    if (this.#passing[from]) this.#passingNow--;
    if (this.#passing[to]) this.#passingNow++;
    if (this.#forgotten[to]) this.#toForget.push(thing);
    this.columns.state[row] = to;
    if (to === FIRST) removeRow(this.rows, thing);
  }

  #add(thing: number): number {
    const row = addRow(this.rows, thing);
    const capacity = this.rows.ids.length;
    if (this.columns.state.length < capacity)
      for (const name of Object.keys(this.columns) as (C | "state" | "since")[])
        this.columns[name] = grown(this.columns[name], capacity);
    // Nothing is known yet: what is compared with it is no fault.
    for (const column of this.#kept) this.columns[column][row] = Number.NaN;
    return row;
  }
}
