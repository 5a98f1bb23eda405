import { type EventSpec, isNumeric } from "../model/events.ts";

/** The two numbers that the kernel carries beside the event that is being delivered. */
export interface Lane {
  a: number;
  b: number;
}

/**
 * Names of the fields that travel as the kernel's own numbers, in their order; undefined where the event needs an object:
 * it is another's business too, or has more to say than two numbers.
 */
export function laneFields({ private: own, fields, details }: EventSpec): readonly string[] | undefined {
  const names = Object.keys(fields).sort();
  const fits = names.length <= 2 && names.every((name) => isNumeric(fields[name]));
  return own && fits && details === undefined ? names : undefined;
}

/** The payload of all events of a route that has no objects: whoever reads a field reads the lane, as it is then. */
export function viewOf(fields: readonly string[], lane: Lane): object {
  const view = {};
  fields.forEach((name, at) => {
    const get = at === 0 ? () => lane.a : () => lane.b;
    Object.defineProperty(view, name, { enumerable: true, get });
  });
  return view;
}
