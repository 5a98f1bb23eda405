import type { Ledger } from "../model/ledger.ts";
import type { Context, Reader } from "../model/mechanism.ts";
import type { Random } from "../random.ts";
import type { Placed } from "../scenario/wiring.ts";
import type { Seconds } from "../units.ts";
import { readers } from "./readers.ts";
import { SmallSet } from "./small-set.ts";

/** What a measure was last computed from. */
export interface Reading {
  /** The time at which it is computed: all that happens up to then has happened, and nothing later. */
  now: Seconds;
  /** Whether it asked for the time: then it changes without an event. */
  time: boolean;
  /** Where instances are noted whose state it reads, by their place in the order of delivery; and whose parameters. */
  places: SmallSet;
  parameters: SmallSet;
}

/** An instance that is looked at. */
type Seen = Pick<
  Context,
  "state" | "params" | "ledger" | "account" | "asset" | "random" | "horizon" | "warmUp" | "instance" | "from"
>;

export const newReading = (): Reading => ({
  now: 0,
  time: false,
  places: new SmallSet(),
  parameters: new SmallSet(),
});

/**
 * An instance as measures of levels see it: they read what its handlers read, signals through the publishers' onlookers
 * and never lagged, and what they read is noted. So the recorder knows when a level may have changed.
 */
export class Onlooker implements Context<any, any, any, any, any, any> {
  readonly read: Record<string, Reader> = {};
  readonly emit = {};
  readonly mine = false;
  from: string;
  readonly #part: Seen;
  readonly #place: number;
  readonly #reading: Reading;

  constructor(part: Seen, place: number, reading: Reading) {
    this.#part = part;
    this.from = part.from;
    this.#place = place;
    this.#reading = reading;
  }

  get state(): any {
    this.#reading.places.add(this.#place);
    return this.#part.state;
  }

  get now(): Seconds {
    this.#reading.time = true;
    return this.#reading.now;
  }

  get params(): any {
    this.#reading.parameters.add(this.#place);
    return this.#part.params;
  }

  get ledger(): Ledger {
    return this.#part.ledger;
  }

  get account(): any {
    return this.#part.account;
  }

  get asset(): any {
    return this.#part.asset;
  }

  get random(): Random {
    return this.#part.random;
  }

  get horizon(): Seconds {
    return this.#part.horizon;
  }

  get warmUp(): Seconds {
    return this.#part.warmUp;
  }

  get instance(): string {
    return this.#part.instance;
  }

  cancel(): boolean {
    return false;
  }

  set(): void {}
}

/** An onlooker for each instance, in the order of the instances. */
export function onlookersOf(
  parts: readonly (Placed & { readonly context: Seen })[],
  reading: Reading,
): readonly Onlooker[] {
  const all = parts.map((part, place) => ({ ...part, context: new Onlooker(part.context, place, reading) }));
  for (const each of all) Object.assign(each.context.read, readers(each, all, null));
  return all.map(({ context }) => context);
}
