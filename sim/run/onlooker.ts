import type { Ledger } from "../model/ledger.ts";
import type { Context, Mechanism } from "../model/mechanism.ts";
import type { Random } from "../random.ts";
import { type Placed, publisherOf } from "../scenario/wiring.ts";
import type { Seconds } from "../units.ts";

/** What a measure was last computed from. */
export interface Reading {
  /** The time at which it is computed: all that happens up to then has happened, and nothing later. */
  now: Seconds;
  /** Whether it asked for the time: then it changes without an event. */
  time: boolean;
  /** Where instances are noted whose state it reads, by their place in the order of delivery. */
  places: Set<number>;
}

/** An instance that is looked at. */
type Seen = Pick<Context, "state" | "params" | "ledger" | "random" | "horizon" | "warmUp" | "instance">;

export const newReading = (): Reading => ({ now: 0, time: false, places: new Set() });

/**
 * An instance as measures of levels see it: they read what its handlers read, signals through the publishers' onlookers
 * and never lagged, and what they read is noted. So the recorder knows when a level may have changed.
 */
export class Onlooker implements Context<any, any, any, any> {
  readonly read: Record<string, () => number> = {};
  readonly emit = {};
  readonly mine = false;
  readonly #part: Seen;
  readonly #place: number;
  readonly #reading: Reading;

  constructor(part: Seen, place: number, reading: Reading) {
    this.#part = part;
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
    return this.#part.params;
  }

  get ledger(): Ledger {
    return this.#part.ledger;
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
}

/** An onlooker for each instance, in the order of the instances. */
export function onlookersOf(
  placed: readonly Placed[],
  parts: readonly { readonly mechanism: Mechanism; readonly context: Seen }[],
  reading: Reading,
): readonly Onlooker[] {
  const all = parts.map(({ context }, place) => new Onlooker(context, place, reading));
  placed.forEach((reader, at) => {
    for (const [signal, { otherwise }] of Object.entries<{ otherwise?: number }>(
      reader.mechanism.reads ?? {},
    )) {
      const publisher = publisherOf(placed, reader, signal);
      if (!publisher) all[at]!.read[signal] = () => otherwise!;
      else {
        const onlooker = all[placed.indexOf(publisher)]!;
        const signals = publisher.mechanism.signals as Record<string, (context: Onlooker) => number>;
        all[at]!.read[signal] = () => signals[signal]!(onlooker);
      }
    }
  });
  return all;
}
