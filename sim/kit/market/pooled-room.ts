/**
 * What a market without a book of machines knows of the room there is: how many cards are free, and how much of one is
 * left where parts of GPUs run. Of the jobs that it has matched in this instant supply has yet to say where they run, so
 * each part of them counts as a card; who was passed over for that is served again when they are placed.
 */
import { added, cardsOf, type Gpus, isPart } from "../../gpus.ts";
import type { Events } from "../../model/events.ts";

/** Supply that knows only how many GPUs are free has them whole. */
export const roomReads = {
  gpusFree: {},
  gpusFreeWhole: { otherwise: -1 },
  gpuPartFree: { otherwise: 0 },
} as const;

/** Jobs that are matched and not placed yet. */
export interface Committed {
  gpus: Gpus;
  cards: number;
  /** How many of them are parts of a GPU. */
  parts: number;
  /** Whether somebody was refused who may have room when they are placed. */
  passedOver: boolean;
}

/** Room for a round of matches. */
export interface Room {
  /** Free cards. */
  whole: number;
  /** The most that is free of a card in parts, at least; UNKNOWN until somebody asks. */
  part: Gpus;
}
const UNKNOWN = -1;

export interface Pooled {
  readonly state: { readonly committed: Committed };
  readonly read: {
    readonly gpusFree: () => number;
    readonly gpusFreeWhole: () => number;
    readonly gpuPartFree: () => number;
  };
}

export const nothingCommitted = (): Committed => ({ gpus: 0, cards: 0, parts: 0, passedOver: false });

export function roomNow({ state: { committed }, read }: Pooled): Room {
  const whole = read.gpusFreeWhole();
  return { whole: (whole < 0 ? Math.floor(read.gpusFree()) : whole) - committed.cards, part: UNKNOWN };
}

/** GPUs that are free in all, on whatever cards, but for those that are committed. */
export const freeInAll = ({ state, read }: Pooled): Gpus => added(read.gpusFree(), -state.committed.gpus);

/** GPUs that a job of a size could have of this room: whole ones, or so much of one. */
export function roomFor({ state: { committed }, read }: Pooled, room: Room, gpus: Gpus): Gpus {
  if (!isPart(gpus)) return room.whole;
  if (room.part === UNKNOWN) room.part = committed.cards === 0 ? read.gpuPartFree() : 0;
  return room.whole >= 1 ? 1 : room.part;
}

/** Whether a job has room. */
export function fits(context: Pooled, room: Room, gpus: Gpus): boolean {
  const { committed } = context.state;
  if (gpus <= roomFor(context, room, gpus)) return true;
  if (committed.parts > 0 || (isPart(gpus) && committed.cards > 0)) committed.passedOver = true;
  return false;
}

/** Whether nobody has room any more. */
export const isFull = (context: Pooled, room: Room): boolean =>
  room.whole <= 0 && roomFor(context, room, 0.5) <= 0;

/**
 * A job that has room is matched. What is left is what there is at least, wherever supply puts it: each card of `room`
 * stands for one of supply's that has as much free.
 */
export function commit({ state: { committed } }: Pooled, room: Room, gpus: Gpus): void {
  committed.gpus = added(committed.gpus, gpus);
  committed.cards += cardsOf(gpus);
  if (!isPart(gpus)) {
    room.whole -= gpus;
    return;
  }
  committed.parts++;
  if (gpus <= room.part) room.part = added(room.part, -gpus);
  else {
    room.whole--;
    room.part = Math.max(room.part, added(1, -gpus));
  }
}

/** Supply has heard of a match. Whether those who wait are to be served again. */
export function placed(
  { state: { committed } }: Pooled,
  { gpus }: Pick<Events["jobMatched"], "gpus">,
): boolean {
  committed.gpus = added(committed.gpus, -gpus);
  committed.cards -= cardsOf(gpus);
  if (isPart(gpus)) committed.parts--;
  if (committed.cards !== 0 || !committed.passedOver) return false;
  committed.passedOver = false;
  return true;
}
