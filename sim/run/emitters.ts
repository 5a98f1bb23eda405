import type { Handle, Kernel } from "../kernel/kernel.ts";
import type { Emitter } from "../model/mechanism.ts";
import { WORLD } from "../model/place.ts";
import { mayJoin, type Placed } from "../scenario/wiring.ts";
import type { Seconds } from "../units.ts";
import type { EventRoute } from "./observer.ts";
import { joinedPlace } from "./readers.ts";

/** Where an event goes: its place in the list is the kernel's type. */
interface Target extends EventRoute {
  readonly origin: number;
  readonly lane: readonly string[] | undefined;
  readonly handlers: readonly unknown[];
}

/** Tells of what happened in the event that is being delivered; the type is the kernel's. */
export type Tell = (type: number, payload: unknown) => void;

/**
 * How an instance emits its events, by name: to the place that it stands in, and, where it joins others, by `in` to
 * those.
 *
 * @param origin 1 + its place in the order of delivery
 */
export function emitters(
  part: Placed,
  routes: readonly Target[],
  { kernel, tell }: { readonly kernel: Kernel; readonly tell: Tell },
  origin: number,
): Record<string, Emitter<any>> {
  const emit: Record<string, Emitter<any>> = {};
  const within = new Map<string, Map<string, Emitter<any>>>();
  for (const [type, { name, spec, origin: emitter, place, lane, handlers }] of routes.entries()) {
    if (emitter !== origin) continue;
    const { priority = 0 } = spec;
    const sent = lane ? laneEmitter(type, priority, kernel, lane) : emitterOf(type, priority, kernel);
    const own = spec.told && handlers.length === 0 ? teller(type, sent, tell) : sent;
    if (place === part.use.place) emit[name] = own;
    else within.set(name, (within.get(name) ?? new Map()).set(place, own));
  }
  if (!mayJoin(part.mechanism)) return emit;
  for (const [name, own] of Object.entries(emit)) {
    const places = within.get(name) ?? new Map<string, Emitter<any>>();
    Object.assign(own, {
      in: (place: string, payload: unknown, delay?: Seconds): Handle =>
        (place === WORLD ? own : joinedPlace(places, place, part, `emits ${name}`))(payload, delay),
    });
  }
  return emit;
}

function emitterOf(type: number, priority: number, kernel: Kernel): Emitter<unknown> {
  const after = (payload: unknown, delay: Seconds = 0) =>
    kernel.schedule(type, delay < SOON ? delay : beforeTheEndFrom(kernel, delay), priority, 0, 0, payload);
  const at = (payload: unknown, time: Seconds) =>
    kernel.scheduleAt(type, beforeTheEnd(time), priority, 0, 0, payload);
  return Object.assign(after, { at });
}

/** What nobody handles needs no place in the calendar. */
function teller(type: number, sent: Emitter<any>, tell: Tell): Emitter<any> {
  const after = (payload: unknown, delay: Seconds = 0): Handle => {
    if (delay !== 0) return sent(payload, delay);
    tell(type, payload);
    return DELIVERED;
  };
  return Object.assign(after, { at: sent.at });
}

/** No event's handle: there is nothing left to cancel. */
const DELIVERED: Handle = -1;

/**
 * The payload's numbers go into the kernel's own columns, and no object waits there. What takes them out of the payload
 * is so small that it becomes a part of the handler that emits: then no object is made at all.
 */
function laneEmitter(
  type: number,
  priority: number,
  kernel: Kernel,
  [first = "", second = ""]: readonly string[],
): Emitter<Readonly<Record<string, number>>> {
  const send = (a: number | undefined, b: number | undefined, delay: Seconds): Handle =>
    kernel.schedule(type, delay < SOON ? delay : beforeTheEndFrom(kernel, delay), priority, a, b);
  const after = (payload: Readonly<Record<string, number>>, delay: Seconds = 0) =>
    send(payload[first], payload[second], delay);
  const at = (payload: Readonly<Record<string, number>>, time: Seconds) =>
    kernel.scheduleAt(type, beforeTheEnd(time), priority, payload[first], payload[second]);
  return Object.assign(after, { at });
}

/** Seconds that the kernel can count, less what rounding may add: 285 years. No horizon is as far. */
const END_OF_TIME = 9_007_199_000;
/** A delay below it never reaches the end of time: a horizon is at most 9 × 10^9 s. */
const SOON = 1_000_000;

/** A machine that fails once in a thousand years fails at the end of time: nobody sees it. */
const beforeTheEnd = (time: Seconds): Seconds =>
  time > END_OF_TIME && Number.isFinite(time) ? END_OF_TIME : time;
const beforeTheEndFrom = ({ now }: Kernel, delay: Seconds): Seconds =>
  now + delay > END_OF_TIME && Number.isFinite(delay) ? END_OF_TIME - now : delay;
