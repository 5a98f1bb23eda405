import type { Problem } from "../errors.ts";
import type { Mechanism, Read } from "../model/mechanism.ts";
import { isAdditive } from "../model/signals.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ResolvedUse } from "./scenario.ts";

/** A use with its mechanism and where it stands, for problems. */
export interface Placed {
  readonly path: string;
  readonly use: ResolvedUse;
  readonly mechanism: Mechanism;
}

const signalsOf = (mechanism: Mechanism): string[] => Object.keys(mechanism.signals ?? {});

/** Instances that publish a signal in a design. */
export function publishersOf(placed: readonly Placed[], signal: string): Placed[] {
  return placed.filter(({ mechanism }) => Object.hasOwn(mechanism.signals ?? {}, signal));
}

/** The instances that a read takes its signal from: one, or all of an additive one. */
export function publishersFor(placed: readonly Placed[], reader: Placed, signal: string): Placed[] {
  if (isAdditive(signal)) return publishersOf(placed, signal);
  const publisher = publisherOf(placed, reader, signal);
  return publisher ? [publisher] : [];
}

/** The instance that a read takes its signal from; undefined where nobody publishes it and the read says what holds then. */
export function publisherOf(placed: readonly Placed[], reader: Placed, signal: string): Placed | undefined {
  const named = reader.mechanism.reads?.[signal]?.of;
  const publishers = publishersOf(placed, signal);
  return named === undefined
    ? publishers[0]
    : publishers.find(({ use }) => use.as === reader.use.params[named]);
}

/** Every read has exactly one publisher, or says what holds without one. */
export function readProblems(placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  const problems: Problem[] = [];
  for (const reader of placed) {
    for (const [signal, read] of Object.entries<{ otherwise?: number; of?: string }>(
      reader.mechanism.reads ?? {},
    )) {
      const path = `${reader.path} › reads ${signal}`;
      const publishers = publishersOf(placed, signal);
      if (publishers.length === 0) {
        if (read.otherwise !== undefined) continue;
        const able = [...catalogue.values()]
          .filter((mechanism) => signalsOf(mechanism).includes(signal))
          .map(({ name }) => name);
        problems.push({
          path,
          message: `No mechanism here publishes ${signal}. ${able.length > 0 ? `Add one of: ${able.sort().join(", ")}.` : "No mechanism at all publishes it."}`,
        });
      } else if (read.of !== undefined && publisherOf(placed, reader, signal) === undefined) {
        const names = publishers.map(({ use }) => use.as);
        problems.push({
          path,
          message: `Parameter "${read.of}" names "${reader.use.params[read.of]}", which does not publish ${signal}; these do: ${names.join(", ")}.`,
        });
      } else if (read.of === undefined && publishers.length > 1 && !isAdditive(signal))
        problems.push({
          path,
          message: `${publishers.length} mechanisms publish ${signal}: ${publishers.map(({ use }) => use.as).join(", ")}. Keep one, or read it from a named instance.`,
        });
    }
  }
  return problems;
}

/** Publishers before readers, ties by instance name; a cycle of reads is a problem that names it. */
export function deliveryOrder(placed: readonly Placed[]): { order: Placed[]; problems: Problem[] } {
  const waitingFor = new Map<Placed, Set<Placed>>();
  for (const reader of placed) {
    const before = new Set<Placed>();
    for (const [signal, read] of Object.entries<Read>(reader.mechanism.reads ?? {}))
      if (!read.lagged && !read.observed)
        for (const publisher of publishersFor(placed, reader, signal)) before.add(publisher);
    waitingFor.set(reader, before);
  }
  const rest = [...placed].sort((a, b) => (a.use.as < b.use.as ? -1 : 1));
  const order: Placed[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex((part) =>
      [...waitingFor.get(part)!].every((publisher) => order.includes(publisher)),
    );
    if (next < 0) return { order, problems: [cycleProblem(rest, waitingFor)] };
    order.push(...rest.splice(next, 1));
  }
  return { order, problems: [] };
}

function cycleProblem(
  rest: readonly Placed[],
  waitingFor: ReadonlyMap<Placed, ReadonlySet<Placed>>,
): Problem {
  const trail: Placed[] = [];
  for (let part = rest[0]!; !trail.includes(part); ) {
    trail.push(part);
    part = [...waitingFor.get(part)!].find((publisher) => rest.includes(publisher))!;
  }
  const last = trail.at(-1)!;
  const loop = trail.slice(trail.findIndex((part) => waitingFor.get(last)!.has(part)));
  const names = [...loop, loop[0]!].map(({ use }) => use.as).join(" reads ");
  return {
    path: loop[0]!.path,
    message: `The reads form a cycle: ${names}. Mark one of them lagged: it then reads the value before the event.`,
  };
}
