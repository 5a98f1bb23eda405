import { MechanismError } from "../errors.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Read, Reader } from "../model/mechanism.ts";
import { WORLD } from "../model/place.ts";
import { joinedBy, mayJoin, type Placed, publishersFor } from "../scenario/wiring.ts";

/** An instance as others read its signals. */
export interface Readable extends Placed {
  readonly context: { from: string };
}

/** A lagged read: its value is taken before an event that one of its publishers and its reader both handle. */
export interface Lagged {
  readonly publishers: readonly object[];
  readonly reader: object;
  readonly take: () => void;
}

/** Where lagged reads are noted, and what tells one event from the next. */
interface Lag {
  readonly kernel: Pick<Kernel, "delivered">;
  readonly lagged: Lagged[];
}

/**
 * What an instance reads, by signal; of a joiner `in` reads it as one of its places has it.
 *
 * @param lag null: every read has the live value, as measures see it
 */
export function readers(reader: Readable, all: readonly Readable[], lag: Lag | null): Record<string, Reader> {
  const read: Record<string, Reader> = {};
  const joined = joinedBy(reader);
  for (const signal of Object.keys(reader.mechanism.reads ?? {})) {
    const own = readerOf(reader, signal, all, lag, reader.use.place);
    const places = new Map(joined.map((place) => [place, readerOf(reader, signal, all, lag, place)]));
    const inPlace = (place: string): number =>
      place === WORLD ? own() : joinedPlace(places, place, reader, `reads ${signal}`)();
    read[signal] = mayJoin(reader.mechanism) ? Object.assign(() => own(), { in: inPlace }) : own;
  }
  return read;
}

function readerOf(
  reader: Readable,
  signal: string,
  all: readonly Readable[],
  lag: Lag | null,
  place: string,
): Reader {
  const { otherwise, lagged }: Read = reader.mechanism.reads[signal];
  const publishers = publishersFor(all, reader, signal, place);
  if (publishers.length === 0)
    return otherwise === undefined ? () => nowhere(reader, signal) : () => otherwise;
  const value = sumOf(publishers.map((each) => valueIn(each, signal, place)));
  return lagged && lag ? laggedReader(value, publishers, reader, lag) : value;
}

/** In an event that both handle, the value is taken before anyone handles it; elsewhere the live value is the one before. */
function laggedReader(
  value: Reader,
  publishers: readonly Readable[],
  { context: reader }: Readable,
  { kernel, lagged }: Lag,
): Reader {
  let held = 0;
  let heldAt = -1;
  const take = (): void => {
    held = value();
    heldAt = kernel.delivered;
  };
  lagged.push({ publishers: publishers.map(({ context }) => context), reader, take });
  return () => (heldAt === kernel.delivered ? held : value());
}

/** What is read of several that each publish a part. */
const sumOf = (values: readonly Reader[]): Reader =>
  values.length === 1 ? values[0]! : () => values.reduce((sum, each) => sum + each(), 0);

/** A signal of an instance as a place reads it: a joiner is told which. */
function valueIn(publisher: Readable, signal: string, place: string): Reader {
  const { context } = publisher;
  const value = (publisher.mechanism.signals as Record<string, (context: object) => number>)[signal]!;
  if (joinedBy(publisher).length === 0) return () => value(context);
  return () => {
    const { from } = context;
    context.from = place;
    try {
      return value(context);
    } finally {
      context.from = from;
    }
  };
}

/** What a joiner has in a place. @throws MechanismError where it does not join it */
export function joinedPlace<T>(
  within: ReadonlyMap<string, T>,
  place: string,
  { use }: Placed,
  what: string,
): T {
  const found = within.get(place);
  if (found !== undefined) return found;
  throw new MechanismError(`${use.id} ${what} in ${JSON.stringify(place)}, which it does not join.`, [
    `Its parameter places lists: ${[...within.keys()].join(", ")}.`,
  ]);
}

function nowhere({ use }: Placed, signal: string): never {
  throw new MechanismError(`${use.id} reads ${signal} in the world, where nobody publishes it.`, [
    `Its places have it: read.${signal}.in(place).`,
  ]);
}
