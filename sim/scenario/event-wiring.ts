import type { Problem } from "../errors.ts";
import { EVENTS, type EventSpec } from "../model/events.ts";
import type { Mechanism } from "../model/mechanism.ts";
import { WORLD } from "../model/place.ts";
import { didYouMean } from "../schema/suggest.ts";
import type { Catalogue } from "./catalogue.ts";
import { actsIn, type Placed, placesOf, standsIn } from "./wiring.ts";

const ofRun = (name: string): string | undefined => (EVENTS as Record<string, EventSpec>)[name]?.ofRun;

interface Declared {
  readonly spec: EventSpec;
  readonly by: string;
}

/** Whether two may use one name: they say the same of it, or each keeps it to itself, as timers are. */
const areOne = (one: EventSpec, other: EventSpec): boolean =>
  (one.private === true && other.private === true) ||
  JSON.stringify([one.fields, one.details]) === JSON.stringify([other.fields, other.details]);

/** Handlers of events that exist, and one specification for an event that several declare. */
export function eventProblems(placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  const problems: Problem[] = [];
  const declared = new Map<string, Declared>(
    Object.entries<EventSpec>(EVENTS).map(([name, spec]) => [name, { spec, by: "the shared vocabulary" }]),
  );
  for (const { path, mechanism } of placed) {
    for (const [name, spec] of Object.entries<any>(mechanism.emits ?? {})) {
      const told = (message: string) => problems.push({ path: `${path} › emits ${name}`, message });
      const first = declared.get(name);
      if (spec === "shared") {
        if (!Object.hasOwn(EVENTS, name))
          told(`There is no shared event of that name.${didYouMean(name, Object.keys(EVENTS))}`);
        else if (ofRun(name)) told(`Only the run emits it. ${ofRun(name)}`);
      } else if (first === undefined) declared.set(name, { spec, by: path });
      else if (!areOne(first.spec, spec))
        told(`${first.by} declares this event with other fields. Give one of them another name.`);
    }
  }
  for (const each of placed)
    for (const name of Object.keys(each.mechanism.on))
      if (!isHeardBy(each, name, placed))
        problems.push({
          path: `${each.path} › on ${name}`,
          message: unheard(each, name, placed, [...declared.keys()], catalogue),
        });
  return problems;
}

/** Whether there is an event of that name where an instance hears: of the vocabulary, or of somebody there. */
const isHeardBy = (handler: Placed, name: string, placed: readonly Placed[]): boolean =>
  Object.hasOwn(EVENTS, name) ||
  standsIn(handler).some((place) => emittersOf(placed, name, place).length > 0) ||
  emittersOf(placed, name, WORLD).some(({ mechanism }) => isEverywhere(mechanism.emits?.[name]));

const isEverywhere = (spec: EventSpec | "shared" | undefined): boolean =>
  typeof spec === "object" && spec.everywhere === true;

function unheard(
  handler: Placed,
  name: string,
  placed: readonly Placed[],
  declared: readonly string[],
  catalogue: Catalogue,
): string {
  const elsewhere = placed.filter(({ mechanism }) => Object.hasOwn(mechanism.emits ?? {}, name));
  const able = emittersIn(catalogue, name);
  const remedy = able === "" ? didYouMean(name, declared) : ` These do: ${able}.`;
  return elsewhere.length === 0
    ? `Nobody here emits an event of that name.${remedy}`
    : `Nobody ${whereIs(handler.use.place)} emits an event of that name; in other places: ${elsewhere.map(({ use }) => use.id).join(", ")}.`;
}

const whereIs = (place: string): string => (place === WORLD ? "in the world" : `in ${place}`);

const SHARED: readonly [string, EventSpec][] = Object.entries(EVENTS);
const TOGETHER = "docs/market.md says what goes together.";

/** Shared events of which a place may have one source, and those that somebody waits for. */
export function sharedEventProblems(placed: readonly Placed[], catalogue: Catalogue): Problem[] {
  return placesOf(placed).flatMap((place) =>
    SHARED.flatMap(([name, { single, awaited, undoes }]) => {
      const emitters = emittersOf(placed, name, place);
      return [
        ...(single === undefined ? [] : notSingle(name, emitters, single, place)),
        ...(awaited === "refused" && emitters.length === 0
          ? awaitedInVain(name, placed, place, catalogue)
          : []),
        ...(undoes !== undefined && emitters.length > 0 ? keptInSilence(name, undoes, placed, place) : []),
      ];
    }),
  );
}

/** Whoever acts on an event, and not on the one that takes it back, would keep what has not happened. */
const keptInSilence = (name: string, undone: string, placed: readonly Placed[], place: string): Problem[] =>
  handlersOf(placed, undone, place)
    .filter(({ mechanism }) => !Object.hasOwn(mechanism.on, name))
    .map(({ path }) => ({
      path: `${path} › on ${undone}`,
      message: `${emittersOf(placed, name, place)[0]!.path} emits ${name}, which takes back what ${undone} has done, and this mechanism does not handle it: it would keep what has not happened. Handle both.`,
    }));

const here = (place: string): string => (place === WORLD ? "here" : `in ${place}`);

function notSingle(name: string, emitters: readonly Placed[], both: string, place: string): Problem[] {
  const apart =
    place === WORLD ? ' Keep one of them, or give each a place of its own ("in").' : " Keep one of them.";
  return emitters.slice(1).map(({ path }) => ({
    path: `${path} › emits ${name}`,
    message: `${emitters[0]!.path} emits it too: ${both}.${apart} ${TOGETHER}`,
  }));
}

function awaitedInVain(
  name: string,
  placed: readonly Placed[],
  place: string,
  catalogue: Catalogue,
): Problem[] {
  const able = emittersIn(catalogue, name);
  return handlersOf(placed, name, place).map(({ path }) => ({
    path: `${path} › on ${name}`,
    message: `No mechanism ${here(place)} emits ${name}, without which this one does nothing. These do: ${able}. ${TOGETHER}`,
  }));
}

/** Those who emit an event in a place, and those who hear it there. */
const emittersOf = (placed: readonly Placed[], event: string, place: string): Placed[] =>
  placed.filter((each) => Object.hasOwn(each.mechanism.emits ?? {}, event) && actsIn(each).includes(place));

const handlersOf = (placed: readonly Placed[], event: string, place: string): Placed[] =>
  placed.filter((each) => Object.hasOwn(each.mechanism.on, event) && actsIn(each).includes(place));

const emittersIn = (catalogue: Catalogue, event: string): string =>
  named([...catalogue.values()].filter(({ emits = {} }) => Object.hasOwn(emits, event)));

const named = (mechanisms: readonly Mechanism[]): string =>
  mechanisms
    .map(({ name }) => name)
    .sort()
    .join(", ");
