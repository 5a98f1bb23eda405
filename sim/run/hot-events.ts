import type { Digest } from "../digest.ts";
import type { Events } from "../model/events.ts";

/** Feeds an event's payload to the digest. */
export type Absorb<T = any> = (digest: Digest, payload: T) => void;

/*
 * Most events of a long run are steps of jobs. Reading their fields by name, in the order in which any event's numbers
 * are fed (by field name), saves the look-up of a name in an object for each of them: 5 % of a flagship run.
 */

const duration: Absorb<Events["jobFinished"]> = (digest, payload) => {
  digest.number(payload.gpus);
  digest.number(payload.job);
  digest.number(payload.seconds);
  digest.number(payload.usdPerGpuHour);
};

const submission: Absorb<Events["jobSubmitted"]> = (digest, payload) => {
  digest.number(payload.gpus);
  digest.number(payload.job);
  digest.number(payload.patience);
  digest.number(payload.seconds);
  digest.number(payload.usdPerGpuHour);
};

/** What feeds the payloads of the hottest events, by name. */
export const HOT_EVENTS: ReadonlyMap<string, Absorb> = new Map<string, Absorb>([
  ["jobSubmitted", submission],
  ["jobMatched", duration],
  ["jobStarted", duration],
  ["jobFinished", duration],
]);

/** Feeds any payload: its numbers by field name, then its other fields. */
export function absorberOf(numbers: readonly string[], others: readonly string[]): Absorb {
  return (digest, payload) => {
    for (let i = 0; i < numbers.length; i++) digest.number(payload[numbers[i]!]);
    for (let i = 0; i < others.length; i++) feed(digest, payload[others[i]!]);
  };
}

/** Whether a hot event leaves out all fields that it may. Asking for each by name is a look-up that finds nothing. */
const PLAIN: ReadonlyMap<string, (payload: any) => boolean> = new Map<string, (payload: any) => boolean>([
  [
    "jobSubmitted",
    (payload: Events["jobSubmitted"]) =>
      payload.class === undefined &&
      payload.customer === undefined &&
      payload.memory === undefined &&
      payload.region === undefined &&
      payload.deadline === undefined &&
      payload.checkpoint === undefined &&
      payload.priority === undefined,
  ],
  [
    "jobMatched",
    (payload: Events["jobMatched"]) => payload.machines === undefined && payload.parts === undefined,
  ],
  [
    "jobStarted",
    (payload: Events["jobStarted"]) => payload.machine === undefined && payload.watts === undefined,
  ],
  ["jobFinished", (payload: Events["jobFinished"]) => payload.machine === undefined],
]);
const never = (): boolean => false;

/** Feeds a payload and then, by name, those of the fields it may leave out that it has. */
export function withDetails(absorb: Absorb, details: readonly string[], event = ""): Absorb {
  if (details.length === 0) return absorb;
  const isPlain = PLAIN.get(event) ?? never;
  return (digest, payload) => {
    absorb(digest, payload);
    if (isPlain(payload)) return;
    for (let i = 0; i < details.length; i++) {
      const value = payload[details[i]!];
      if (value === undefined) continue;
      digest.text(details[i]!);
      feed(digest, value);
    }
  };
}

function feed(digest: Digest, value: number | string | boolean | readonly number[]): void {
  if (typeof value === "number") digest.number(value);
  else if (typeof value === "string") digest.text(value);
  else if (typeof value === "boolean") digest.integer(value ? 1 : 0);
  else for (let i = 0; i < value.length; i++) digest.number(value[i]!);
}
