import type { Events } from "../../model/events.ts";
import type { Ledger } from "../../model/ledger.ts";
import type { Protocol } from "../../model/protocols.ts";
import type { Step } from "./follower.ts";

/** Sees an event before it is delivered; `event` is its number. */
export type Watch = (payload: any, now: number, event: number) => void;
export type Watches = {
  readonly [E in keyof Events]?: (payload: Events[E], now: number, event: number) => void;
};

/** Tells that a claim is broken: by which event (its number), and what is wrong. */
export type Tell = (claim: string, event: number, fault: string) => void;

export interface Following<S> {
  readonly from: S | undefined;
  /** Whether something may be under way that nobody has followed. */
  readonly adopts: boolean;
  readonly tell: Tell;
  readonly ledger: Ledger;
}

/** What a protocol claims, as a sentence without its full stop. */
export const claimOf = ({ things, claim }: Protocol): string => `${things}: ${claim}`;

/** Tells of an event that may not come in the state that a thing is in. */
export const refusing =
  (protocol: Protocol, tell: Tell) =>
  (step: Step, thing: number, state: string, since: number, event: number): void => {
    const { [state]: known } = protocol.states;
    const due = Object.keys(known!).join(" or ") || "nothing";
    tell(
      claimOf(protocol),
      event,
      `${step.event} of ${protocol.thing} ${thing}, which is ${state}${since === 0 ? "" : ` since event #${since}`}: ${due} may follow.`,
    );
  };

/** All that watch an event, as one; undefined where nobody does. */
export function watching(all: readonly Watches[], event: string): Watch | undefined {
  const [first, second, third, fourth, ...more] = all.flatMap((watches) => {
    const watch = (watches as Readonly<Record<string, Watch>>)[event];
    return watch ? [watch] : [];
  });
  if (!first || !second) return first;
  if (!third)
    return (payload, now, number) => {
      first(payload, now, number);
      second(payload, now, number);
    };
  if (!fourth)
    return (payload, now, number) => {
      first(payload, now, number);
      second(payload, now, number);
      third(payload, now, number);
    };
  return (payload, now, number) => {
    first(payload, now, number);
    second(payload, now, number);
    third(payload, now, number);
    fourth(payload, now, number);
    for (const watch of more) watch(payload, now, number);
  };
}
