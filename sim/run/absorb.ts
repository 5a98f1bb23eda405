import type { Digest } from "../digest.ts";
import { counted } from "../gpus.ts";
import { type EventSpec, isNumeric } from "../model/events.ts";

/** Feeds an event's payload to the digest. */
export type Absorb<T = any> = (digest: Digest, payload: T) => void;

/**
 * Feeds any payload of an event: its numbers by name, then its other fields, then those it may leave out. Shared events
 * have the same written out (absorbers.ts): to look up a name in an object for every number of them is a tenth of a
 * long run.
 */
export function absorberOf({ fields, details = {} }: EventSpec): Absorb {
  const names = Object.keys(fields).sort();
  const gpus = names.filter((name) => fields[name] === "gpus");
  const numbers = names.filter((name) => isNumeric(fields[name]));
  const others = names.filter((name) => !isNumeric(fields[name]));
  const left = Object.keys(details).sort();
  return (digest, payload) => {
    for (let i = 0; i < gpus.length; i++) counted(payload[gpus[i]!]);
    for (let i = 0; i < numbers.length; i++) digest.number(payload[numbers[i]!]);
    for (let i = 0; i < others.length; i++) feed(digest, payload[others[i]!]);
    feedDetails(digest, payload, left);
  };
}

/** Feeds, by name, those of the fields that a payload may leave out that it has. */
export function feedDetails(digest: Digest, payload: any, details: readonly string[]): void {
  for (let i = 0; i < details.length; i++) {
    const value = payload[details[i]!];
    if (value === undefined) continue;
    digest.text(details[i]!);
    feed(digest, value);
  }
}

export function feed(digest: Digest, value: number | string | boolean | readonly number[]): void {
  if (typeof value === "number") digest.number(value);
  else if (typeof value === "string") digest.text(value);
  else if (typeof value === "boolean") digest.integer(value ? 1 : 0);
  else for (let i = 0; i < value.length; i++) digest.number(value[i]!);
}
