import type { EventSpec } from "../model/events.ts";
import type { Seconds } from "../units.ts";
import type { Run } from "./result.ts";

/** An event as one emitter sends it. */
export interface EventRoute {
  readonly name: string;
  readonly spec: EventSpec;
  /** The instance that emits it; empty for the run itself. */
  readonly emitter: string;
  /** Where it happens; empty: in the world. */
  readonly place: string;
}

/** Is told of an event and its number. The payload is the run's own and another's at the next event: nothing is changed and nothing kept of it. */
export type Hear = (payload: any, now: Seconds, event: number) => void;

/**
 * Looks at a run and never acts: no event, no amount and no digest knows of it. What it hears is asked of it once for
 * each route, when the run is wired, so that an event that it does not hear costs nothing.
 */
export interface Observer {
  /** Told of the route's events before anybody handles them; undefined: it does not listen. */
  before?(route: EventRoute): Hear | undefined;
  /** Told when all have handled them. */
  after?(route: EventRoute): Hear | undefined;
  /** At each sample, when all that happens by then has happened. */
  sample?(now: Seconds): void;
}

/** What observers keep of a run, as its result has it. */
export type Recorded = Pick<Run, "blocks" | "jobs" | "providers">;

/** An observer whose record is a part of the result, and stands in snapshots. */
export interface RecordKeeper extends Observer {
  told(now: Seconds): Partial<Recorded>;
  snapshot(): unknown;
}
