import { encode } from "../codec.ts";
import { InvariantError, KernelError, LedgerError, MechanismError } from "../errors.ts";
import { LoopError, SchedulingError } from "../kernel/errors.ts";
import type { Ledger } from "../model/ledger.ts";
import { claimOf, type Invariant } from "../model/mechanism.ts";
import { type Replay, replayCommand } from "../text/replay.ts";
import { durationText, type Seconds } from "../units.ts";
import type { Part, Route } from "./parts.ts";

/** Where a run stands: for messages that say what broke and how to replay it. */
export interface Place {
  readonly scenario: string;
  readonly design: string;
  readonly replication: number;
  /** Empty where the scenario has none. */
  readonly branch: string;
  readonly now: Seconds;
  /** Number of the event just delivered, and what it was. */
  readonly event: number;
  readonly what: string;
}

/** A claim as a run checks it. */
export interface Claim {
  /** Its sentence, with the instance that makes it: what a broken claim is known by. */
  readonly name: string;
  readonly when: "event" | "instant";
  /** What is wrong; undefined while it holds. */
  readonly flaws: () => readonly string[] | undefined;
}

/** The claims of all mechanisms, in order of delivery, and the full audit of the ledger. */
export function claimsOf(parts: readonly Part[], ledger: Ledger): Claim[] {
  const own = parts.flatMap(({ mechanism, context }) =>
    Object.entries<Invariant<any>>(mechanism.invariants ?? {}).map(([sentence, invariant]): Claim => {
      const { when, holds } = claimOf(invariant);
      return {
        name: `${context.instance}: ${sentence}.`,
        when,
        flaws: () =>
          holds(context) ? undefined : [`params ${shown(context.params)}   state ${shown(context.state)}`],
      };
    }),
  );
  const books = (): readonly string[] | undefined => {
    const flaws = ledger.audit();
    return flaws.length === 0 ? undefined : flaws;
  };
  return [...own, { name: "ledger: the books balance.", when: "event", flaws: books }];
}

/** All claims that do not hold, as an error with its facts; undefined where all hold. `then`: what came of it. */
export function brokenClaims(
  claims: readonly Claim[],
  place: () => Place,
  then: readonly string[] = [],
): InvariantError | undefined {
  const broken = claims.flatMap(({ name, flaws }) => {
    const wrong = flaws();
    return wrong ? [{ name, wrong }] : [];
  });
  const [first, ...others] = broken;
  if (!first) return undefined;
  return new InvariantError(
    first.name,
    [
      happened(place()),
      ...first.wrong,
      ...others.flatMap(({ name, wrong }) => [`And this: ${name}`, ...wrong]),
      ...then,
    ],
    ...replayHint(place()),
    broken.map(({ name }) => name),
  );
}

/** Errors of the ledger and the calendar get the event that caused them, and how to replay it. */
export function placedError(error: unknown, place: Place, routes: readonly Pick<Route, "name">[]): unknown {
  if (error instanceof LoopError) {
    const names = [...new Set(error.types.map((type) => routes[type]!.name))].join(", ");
    return new KernelError(
      error.sentence,
      [happened(place), `The events that go round: ${names}.`],
      ...replayHint(place),
    );
  }
  if (error instanceof LedgerError)
    return new LedgerError(error.sentence, [happened(place), ...error.facts], ...replayHint(place));
  if (error instanceof MechanismError && error.replay === undefined) {
    const { sentence, facts, stack } = error;
    // Before the first event there is nothing that happened.
    const before = place.event === 0 ? [] : [happened(place)];
    return Object.assign(new MechanismError(sentence, [...before, ...facts], ...replayHint(place)), {
      stack,
    });
  }
  if (error instanceof KernelError) {
    // The kernel knows its events by number.
    const sentence =
      error instanceof SchedulingError
        ? `Event ${routes[error.type]!.name} ${error.refusal}`
        : error.sentence;
    return new KernelError(sentence, [happened(place), ...error.facts], ...replayHint(place));
  }
  return error;
}

const happened = ({ now, event, what }: Place): string => `At ${durationText(now)}, event #${event} ${what}.`;

/** How to come there again: as a sentence, and as what it was made of. */
function replayHint({ scenario, design, replication, branch, event }: Place): [string, Replay] {
  const replay = { scenario, design, replication, branch, event };
  return [`Replay: ${replayCommand(replay)}`, replay];
}

const LONGEST = 400;

/** Plain data as text, cut where it is long: states hold columns of thousands. */
export function shown(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : `${value}`;
  const entries = Object.entries(value).map(([name, part]) => `${name}: ${shownPart(part)}`);
  const text = entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

function shownPart(part: unknown): string {
  if (ArrayBuffer.isView(part) || Array.isArray(part))
    return `[${(part as ArrayLike<unknown>).length} values]`;
  if (typeof part === "object" && part !== null) return Object.keys(part).length > 8 ? "{ … }" : shown(part);
  return typeof part === "string"
    ? JSON.stringify(part)
    : typeof part === "number" || typeof part === "boolean"
      ? String(part)
      : encode(part);
}
