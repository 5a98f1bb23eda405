import type { Problem } from "../errors.ts";
import { EVENTS, type EventSpec } from "../model/events.ts";
import type { Mechanism } from "../model/mechanism.ts";
import { didYouMean } from "../schema/suggest.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Placed } from "./wiring.ts";

/** Handlers of events that exist, and one specification for an event that several declare. */
export function eventProblems(placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  const problems: Problem[] = [];
  const declared = new Map<string, string>(
    Object.keys(EVENTS).map((name) => [name, "the shared vocabulary"]),
  );
  const fields = new Map<string, string>(
    Object.entries<EventSpec>(EVENTS).map(([name, spec]) => [
      name,
      JSON.stringify([spec.fields, spec.details]),
    ]),
  );
  for (const { path, mechanism } of placed) {
    for (const [name, spec] of Object.entries<any>(mechanism.emits ?? {})) {
      if (spec === "shared") {
        if (!Object.hasOwn(EVENTS, name))
          problems.push({
            path: `${path} › emits ${name}`,
            message: `There is no shared event of that name.${didYouMean(name, Object.keys(EVENTS))}`,
          });
      } else if (!declared.has(name)) {
        declared.set(name, path);
        fields.set(name, JSON.stringify([spec.fields, spec.details]));
      } else if (fields.get(name) !== JSON.stringify([spec.fields, spec.details]))
        problems.push({
          path: `${path} › emits ${name}`,
          message: `${declared.get(name)} declares this event with other fields. Give one of them another name.`,
        });
    }
  }
  for (const { path, mechanism } of placed)
    for (const name of Object.keys(mechanism.on))
      if (!declared.has(name)) {
        const able = emittersIn(catalogue, name);
        problems.push({
          path: `${path} › on ${name}`,
          message: `Nobody here emits an event of that name.${able === "" ? didYouMean(name, [...declared.keys()]) : ` These do: ${able}.`}`,
        });
      }
  return problems;
}

const SHARED: readonly [string, EventSpec][] = Object.entries(EVENTS);
const TOGETHER = "docs/market.md says what goes together.";

/** Shared events of which a design may have one source, and those that somebody waits for. */
export function sharedEventProblems(placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  return SHARED.flatMap(([name, { single, awaited }]) => {
    const emitters = emittersOf(placed, name);
    return [
      ...(single === undefined ? [] : notSingle(name, emitters, single)),
      ...(awaited && emitters.length === 0 ? awaitedInVain(name, placed, catalogue) : []),
    ];
  });
}

/** What a run says beside its results: somebody asks, and nobody is there to answer. */
export function unansweredNotes(placed: readonly Placed[], catalogue: Catalogue): string[] {
  return SHARED.filter(([name, { answered }]) => answered && handlersOf(placed, name).length === 0).flatMap(
    ([name]) =>
      emittersOf(placed, name).map(({ path }) => {
        const able = named([...catalogue.values()].filter(({ on }) => Object.hasOwn(on, name)));
        return `${path} emits ${name}, and no mechanism here answers it. These do: ${able}. ${TOGETHER}`;
      }),
  );
}

function notSingle(name: string, emitters: readonly Placed[], both: string): Problem[] {
  return emitters.slice(1).map(({ path }) => ({
    path: `${path} › emits ${name}`,
    message: `${emitters[0]!.path} emits it too: ${both}. Keep one of them. ${TOGETHER}`,
  }));
}

function awaitedInVain(name: string, placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  const able = emittersIn(catalogue, name);
  return handlersOf(placed, name).map(({ path }) => ({
    path: `${path} › on ${name}`,
    message: `No mechanism here emits ${name}, without which this one does nothing. These do: ${able}. ${TOGETHER}`,
  }));
}

const emittersOf = (placed: readonly Placed[], event: string): Placed[] =>
  placed.filter(({ mechanism }) => Object.hasOwn(mechanism.emits ?? {}, event));

const handlersOf = (placed: readonly Placed[], event: string): Placed[] =>
  placed.filter(({ mechanism }) => Object.hasOwn(mechanism.on, event));

const emittersIn = (catalogue: Catalogue, event: string): string =>
  named([...catalogue.values()].filter(({ emits = {} }) => Object.hasOwn(emits, event)));

const named = (mechanisms: readonly Mechanism[]): string =>
  mechanisms
    .map(({ name }) => name)
    .sort()
    .join(", ");
