import type { Problem } from "../errors.ts";
import type { Mechanism, Read } from "../model/mechanism.ts";
import { placesAmong, WORLD } from "../model/place.ts";
import { isAdditive } from "../model/signals.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ResolvedDesign, ResolvedUse } from "./scenario.ts";

/** A use with its mechanism and where it stands, for problems. */
export interface Placed {
  readonly path: string;
  readonly use: ResolvedUse;
  readonly mechanism: Mechanism;
}

/** The uses of a resolved design, known by their identities. */
export const placedOf = ({ uses }: Pick<ResolvedDesign, "uses">, catalogue: Catalogue): Placed[] =>
  uses.map((use) => ({ path: use.id, use, mechanism: catalogue.get(use.mechanism)! }));

/** Whether a mechanism may join places. */
export const mayJoin = ({ params }: Mechanism): boolean => params["places"]?.kind === "places";

/** The places that a joiner lists: it stands in the world and in each of them. Nobody else lists any. */
export const joinedBy = ({ use, mechanism }: Placed): readonly string[] =>
  mayJoin(mechanism) ? ((use.params["places"] ?? []) as readonly string[]) : [];

/** Whether an instance stands in a place, or joins it. */
export const isIn = (placed: Placed, place: string): boolean =>
  placed.use.place === place || joinedBy(placed).includes(place);

/** The places of a design in order, the world first. */
export const placesOf = (placed: readonly Pick<Placed, "use">[]): string[] => [
  WORLD,
  ...placesAmong(placed.map(({ use }) => use.place)),
];

/** Where an instance acts on others: in its place; a joiner where it joins. */
export const actsIn = (placed: Placed): readonly string[] => {
  const joined = joinedBy(placed);
  return joined.length > 0 ? joined : [placed.use.place];
};

const publishes = ({ signals = {} }: Mechanism, signal: string): boolean => Object.hasOwn(signals, signal);

/** Instances that publish a signal to those in a place: the place's own, or else the world's. */
export function publishersOf<T extends Placed>(placed: readonly T[], signal: string, place: string): T[] {
  const all = placed.filter(({ mechanism }) => publishes(mechanism, signal));
  const own = all.filter((each) => isIn(each, place));
  return own.length > 0 ? own : all.filter(({ use }) => use.place === WORLD);
}

/**
 * The instances that a read takes its signal from: one, or all of an additive one.
 *
 * @param place where it looks: its own, or one that a joiner joins
 */
export function publishersFor<T extends Placed>(
  placed: readonly T[],
  reader: T,
  signal: string,
  place = reader.use.place,
): T[] {
  if (isAdditive(signal)) return publishersOf(placed, signal, place);
  const publisher = publisherOf(placed, reader, signal, place);
  return publisher ? [publisher] : [];
}

/** The instance that a read takes its signal from; undefined where nobody publishes it and the read says what holds then. */
export function publisherOf<T extends Placed>(
  placed: readonly T[],
  reader: T,
  signal: string,
  place = reader.use.place,
): T | undefined {
  const named = reader.mechanism.reads?.[signal]?.of;
  const near = publishersOf(placed, signal, place);
  if (named === undefined) return near[0];
  const name = reader.use.params[named];
  return (
    near.find(({ use }) => use.as === name) ??
    placed.find(({ use, mechanism }) => use.id === name && publishes(mechanism, signal))
  );
}

/** All places in which an instance stands: its own, and those that it joins. */
export const standsIn = (placed: Placed): readonly string[] => [placed.use.place, ...joinedBy(placed)];

/** Every read has exactly one publisher, or says what holds without one. */
export function readProblems(placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  return placed.flatMap((reader) =>
    Object.entries<Read>(reader.mechanism.reads ?? {}).flatMap(([signal, read]) =>
      actsIn(reader).flatMap((place) => {
        const message = readFlaw(placed, reader, signal, read, place, catalogue);
        return message === undefined ? [] : [{ path: `${reader.path} › reads ${signal}`, message }];
      }),
    ),
  );
}

function readFlaw(
  placed: readonly Placed[],
  reader: Placed,
  signal: string,
  { otherwise, of }: Read,
  place: string,
  catalogue: Catalogue,
): string | undefined {
  const publishers = publishersOf(placed, signal, place);
  const names = publishers.map(({ use }) => use.id).join(", ");
  const where = place === WORLD ? "here" : `in ${place}`;
  if (of !== undefined && publishers.length > 0)
    return publisherOf(placed, reader, signal, place) === undefined
      ? `Parameter "${of}" names "${reader.use.params[of]}", which does not publish ${signal}; these do: ${names}.`
      : undefined;
  if (publishers.length > 1 && !isAdditive(signal))
    return `${publishers.length} mechanisms publish ${signal}: ${names}. ${SEVERAL}`;
  if (publishers.length > 0 || otherwise !== undefined) return undefined;
  const able = [...catalogue.values()]
    .filter((mechanism) => publishes(mechanism, signal))
    .map(({ name }) => name)
    .sort();
  const elsewhere = placed.filter(({ mechanism }) => publishes(mechanism, signal));
  const remedy = able.length > 0 ? `Add one of: ${able.join(", ")}.` : "No mechanism at all publishes it.";
  return elsewhere.length === 0
    ? `No mechanism ${where} publishes ${signal}. ${remedy}`
    : `No mechanism ${where} publishes ${signal}; in other places: ${elsewhere.map(({ use }) => use.id).join(", ")}. ${remedy}`;
}

const SEVERAL = 'Keep one, or give each a place of its own with those who read it ("in").';

/** Who comes before whom, and why: it is read, or comes first because that is asked for. */
type Before = ReadonlyMap<Placed, ReadonlyMap<Placed, "reads" | "comes after">>;

/** Publishers before readers, and before those who say that they come after; ties by identity. A cycle is a problem that names it. */
export function deliveryOrder(placed: readonly Placed[]): { order: Placed[]; problems: Problem[] } {
  const waitingFor: Before = new Map(
    placed.map((part) => {
      const publishers = (signal: string) =>
        standsIn(part).flatMap((place) => publishersFor(placed, part, signal, place));
      const read = Object.entries<Read>(part.mechanism.reads ?? {}).flatMap(
        ([signal, { lagged, observed }]) => (lagged || observed ? [] : publishers(signal)),
      );
      return [
        part,
        new Map([
          ...(part.mechanism.after ?? []).flatMap(publishers).map((each) => [each, "comes after"] as const),
          ...read.map((each) => [each, "reads"] as const),
        ]),
      ];
    }),
  );
  const rest = [...placed].sort((a, b) => (a.use.id < b.use.id ? -1 : 1));
  const order: Placed[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex((part) =>
      [...waitingFor.get(part)!.keys()].every((publisher) => order.includes(publisher)),
    );
    if (next < 0) return { order, problems: [cycleProblem(rest, waitingFor)] };
    order.push(...rest.splice(next, 1));
  }
  return { order, problems: [] };
}

function cycleProblem(rest: readonly Placed[], waitingFor: Before): Problem {
  const trail: Placed[] = [];
  for (let part = rest[0]!; !trail.includes(part); ) {
    trail.push(part);
    part = [...waitingFor.get(part)!.keys()].find((publisher) => rest.includes(publisher))!;
  }
  const last = trail.at(-1)!;
  const loop = trail.slice(trail.findIndex((part) => waitingFor.get(last)!.has(part)));
  const names = loop.map((part, at) => {
    const next = loop[(at + 1) % loop.length]!;
    return `${part.use.id} ${waitingFor.get(part)!.get(next)} `;
  });
  return {
    path: loop[0]!.path,
    message: `The reads form a cycle: ${names.join("")}${loop[0]!.use.id}. Mark one of them lagged: it then reads the value before the event.`,
  };
}
