/**
 * Holds mechanisms to the protocols of their vocabulary (model/protocols.ts), place by place, and to what they say of the
 * same thing to one another. It only observes: nothing of it is in a digest.
 *
 * Every run counts, which costs the same however many jobs there are. One that follows knows each job, machine, swap and
 * block, and says who broke what, by which event.
 */
import type { Ledger } from "../model/ledger.ts";
import { TOGETHER } from "../model/protocols.ts";
import type { SignalName } from "../model/signals.ts";
import { standsIn } from "../scenario/wiring.ts";
import type { Seconds } from "../units.ts";
import type { Claim } from "./claims.ts";
import type { Said } from "./monitor/gpus.ts";
import { InPlace, type SeenSnapshot } from "./monitor/in-place.ts";
import type { Watch } from "./monitor/watch.ts";
import type { EventRoute, Hear, Observer } from "./observer.ts";
import type { PartContext, Wiring } from "./parts.ts";

/** What a monitor has seen, as plain data. */
export interface MonitorSnapshot {
  readonly places: Readonly<Record<string, SeenSnapshot>>;
  readonly instant: Seconds;
  readonly open: boolean;
  readonly counterEntries: number;
  readonly reorganised: boolean;
  /** What the ledger has that no reorganisation asked for. */
  readonly unasked: readonly string[];
}

/** What a monitor is told of the run that it watches. */
export interface Watched extends Pick<Wiring, "parts" | "routes"> {
  readonly ledger: Ledger;
  /** Events delivered so far, the present one included. */
  readonly events: () => number;
  /** Whether each thing is followed; else events are counted. */
  readonly follow: boolean;
}

export class Monitor implements Observer {
  readonly #watched: Watched;
  readonly #places: ReadonlyMap<string, InPlace>;
  readonly #all: readonly InPlace[];
  /** The instant of the last event, and whether its end has yet to be looked at. */
  #instant: Seconds;
  #open: boolean;
  /** Counter-entries of the ledger up to this instant, and whether any place was reorganised in it. */
  #counterEntries: number;
  #reorganised: boolean;
  readonly #unasked: string[];

  constructor(watched: Watched, from?: MonitorSnapshot) {
    this.#watched = watched;
    this.#instant = from?.instant ?? 0;
    this.#open = from?.open ?? false;
    this.#counterEntries = from?.counterEntries ?? 0;
    this.#reorganised = from?.reorganised ?? false;
    this.#unasked = [...(from?.unasked ?? [])];
    this.#places = new Map(
      [...new Set(watched.routes.map(({ place }) => place))]
        .sort()
        .map((place) => [place, new InPlace(watchedIn(place, watched), from?.places[place])]),
    );
    this.#all = [...this.#places.values()];
  }

  /** Who follows waits for the end of each instant: every event may be the first of the next. */
  before(route: EventRoute): Hear | undefined {
    const watch = this.#watchOf(route);
    if (!this.#watched.follow) return watch;
    const next = (now: Seconds, event: number): void => {
      if (this.#open) this.#close(event - 1, this.#instant);
      this.#instant = now;
      this.#open = true;
    };
    if (watch === undefined)
      return (_, now, event) => {
        if (now !== this.#instant || !this.#open) next(now, event);
      };
    return (payload, now, event) => {
      if (now !== this.#instant || !this.#open) next(now, event);
      watch(payload, now, event);
    };
  }

  /** Looks at an instant that is over; `thoroughly`: and at all that is under way. */
  settle(now: Seconds, thoroughly: boolean): void {
    if (this.#open || !this.#watched.follow) this.#close(this.#watched.events(), now);
    this.#open = false;
    if (thoroughly) for (const place of this.#places.values()) place.sweep(now);
  }

  /** A claim for each protocol in each place, and for what holds between them. */
  claims(): Claim[] {
    const flaws = [
      ...[...this.#places.values()].flatMap((place) => place.claims()),
      [TOGETHER.counterEntries, () => (this.#unasked.length === 0 ? undefined : this.#unasked)] as const,
    ];
    return flaws.map(([claim, wrong]) => ({ name: `${claim}.`, when: "event", flaws: wrong }));
  }

  /** Whether anything is wrong that a claim may tell. */
  get broken(): boolean {
    return this.#unasked.length > 0 || [...this.#places.values()].some(({ broken }) => broken);
  }

  snapshot(): MonitorSnapshot {
    return {
      places: Object.fromEntries([...this.#places].map(([place, seen]) => [place, seen.snapshot()])),
      instant: this.#instant,
      open: this.#open,
      counterEntries: this.#counterEntries,
      reorganised: this.#reorganised,
      unasked: this.#unasked,
    };
  }

  #watchOf({ name, place }: EventRoute): Watch | undefined {
    const watch = this.#places.get(place)!.watch(name);
    if (name !== "reorganised") return watch;
    return (payload, now, event) => {
      this.#reorganised = true;
      watch?.(payload, now, event);
    };
  }

  #close(event: number, now: Seconds): void {
    const all = this.#all;
    for (let at = 0; at < all.length; at++) all[at]!.close(event, now);
    const { counterEntries } = this.#watched.ledger;
    if (counterEntries !== this.#counterEntries && !this.#reorganised)
      this.#unasked.push(
        `Event #${event}: the ledger has ${counterEntries - this.#counterEntries} counter-entries more, and no block was taken back.`,
      );
    this.#counterEntries = counterEntries;
    this.#reorganised = false;
  }
}

/** What happens in a place, and what those say who stand there alone: a joiner speaks of several at once. */
const watchedIn = (place: string, { parts, routes, ledger, follow }: Watched) => ({
  place,
  ledger,
  follow,
  emitted: new Set(routes.flatMap((route) => (route.place === place ? [route.name] : []))),
  saying: (signal: SignalName): Said[] =>
    parts.flatMap((part) => {
      const value = part.mechanism.signals?.[signal] as ((context: PartContext) => number) | undefined;
      const alone = part.use.place === place && standsIn(part).length === 1;
      return value && alone ? [{ by: part.context.instance, value: () => value(part.context) }] : [];
    }),
});
