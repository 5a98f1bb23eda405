import type { Problem } from "../../errors.ts";
import { EVENTS, type EventSpec } from "../../model/events.ts";
import { nameIn } from "../../model/place.ts";
import { actsIn, joinedBy, type Placed, placesOf } from "../wiring.ts";
import { addOneOf, agree, type DesignView, here, idsOf, listed, mechanismsThat } from "./design.ts";
import { lacksPrice, mintedAssets } from "./signals.ts";

const SHARED: readonly [string, EventSpec][] = Object.entries(EVENTS);

const TRADES = SHARED.flatMap(([name, { trades }]) => (trades ? [name] : []));
const AWAITED = SHARED.flatMap(([name, { awaited }]) => (awaited === "told" ? [name] : []));

/** Events that somebody waits for and nobody emits, and those that somebody emits and nobody hears: each a point, by place. */
export function eventPoints(view: DesignView): Problem[] {
  return placesOf(view.placed).flatMap((place) => [
    ...AWAITED.flatMap((name) => {
      const waiting = waitingFor(view, name, place);
      return waiting.length === 0 || isConsequence(view, name, place)
        ? []
        : [awaitedInVain(view, name, place, waiting)];
    }),
    ...answerable(view).flatMap((name) => unanswered(view, name, place)),
  ]);
}

/** Who can do nothing in a place, because nobody emits there what it acts on. */
function waitingFor(view: DesignView, name: string, place: string): Placed[] {
  if (view.placed.some((each) => isEmitter(view, each, name, place))) return [];
  return handlersOf(view, name, place).filter(
    ({ mechanism, use }) =>
      !emits(name)(mechanism) && !mechanism.spares?.(use.params as never).includes(name),
  );
}

/** Whether an instance waits in vain for something that it acts on: it is told of that alone. */
export const isIdle = (view: DesignView, each: Placed, place: string): boolean =>
  AWAITED.some((name) => waitingFor(view, name, place).includes(each));

/** Whether those who would emit an event wait for another in vain: that one is told. */
const isConsequence = (view: DesignView, name: string, place: string): boolean =>
  view.placed.some(
    (each) =>
      emits(name)(each.mechanism) &&
      actsIn(each).includes(place) &&
      AWAITED.some((other) => other !== name && waitingFor(view, other, place).includes(each)),
  );

/** Who emits an event in a place, unless it is expected to emit none of it. */
const isEmitter = ({ placed, all }: DesignView, each: Placed, name: string, place: string): boolean =>
  Object.hasOwn(each.mechanism.emits ?? {}, name) &&
  actsIn(each).includes(place) &&
  all[placed.indexOf(each)]!.events?.[name] !== 0;

const handlersOf = ({ placed }: DesignView, name: string, place: string): Placed[] =>
  placed.filter(
    (each) =>
      Object.hasOwn(each.mechanism.on, name) &&
      (joinedBy(each).length > 0 ? joinedBy(each) : [each.use.place]).includes(place),
  );

const emits = (name: string) => (mechanism: Placed["mechanism"]) =>
  Object.hasOwn(mechanism.emits ?? {}, name);
const handles = (name: string) => (mechanism: Placed["mechanism"]) => Object.hasOwn(mechanism.on, name);

function awaitedInVain(view: DesignView, name: string, place: string, waiting: readonly Placed[]): Problem {
  const { placed, catalogue } = view;
  const elsewhere = placed.filter((each) =>
    actsIn(each).some((other) => other !== place && isEmitter(view, each, name, other)),
  );
  const idle = placed.filter((each) => emits(name)(each.mechanism) && actsIn(each).includes(place));
  const nobody =
    idle.length > 0
      ? `${listed(idsOf(idle))} ${agree(idle, "emits", "emit")} none before the horizon`
      : `no mechanism ${here(place)} emits it`;
  const remedy =
    elsewhere.length > 0
      ? ` In other places ${listed(idsOf(elsewhere))} ${agree(elsewhere, "does", "do")}: put them into one place ("in").`
      : idle.length > 0
        ? ""
        : addOneOf(mechanismsThat(catalogue, emits(name)));
  return {
    path: nameIn(place, name),
    message: `${listed(idsOf(waiting))} ${agree(waiting, "acts", "act")} on ${name}, and ${nobody}: ${agree(waiting, "it does", "they do")} nothing.${remedy}`,
  };
}

/** Shared events that ask for an answer, and those of mechanisms' own that some mechanism hears. */
function answerable({ placed, catalogue }: DesignView): string[] {
  const own = placed.flatMap(({ mechanism }) =>
    Object.entries<EventSpec | "shared">(mechanism.emits ?? {}).flatMap(([name, spec]) =>
      spec !== "shared" && !spec.private && !spec.told && mechanismsThat(catalogue, handles(name)).length > 0
        ? [name]
        : [],
    ),
  );
  return [...new Set([...SHARED.flatMap(([name, { answered }]) => (answered ? [name] : [])), ...own])];
}

function unanswered(view: DesignView, name: string, place: string): Problem[] {
  const asking = view.placed.filter(
    (each) =>
      isEmitter(view, each, name, place) && !(TRADES.includes(name) && isOutOfTrade(view, each, place)),
  );
  if (asking.length === 0 || isHeard(view, name, place)) return [];
  return [
    {
      path: nameIn(place, name),
      message: `${listed(idsOf(asking))} ${agree(asking, "emits", "emit")} ${name}, and no mechanism ${here(place)} answers it.${addOneOf(mechanismsThat(view.catalogue, handles(name)))} docs/market.md says what goes together.`,
    },
  ];
}

/** Whether there is nothing that an instance could trade: no asset, or none that it knows a price of, which is told. */
const isOutOfTrade = (view: DesignView, each: Placed, place: string): boolean =>
  mintedAssets(view).size === 0 || lacksPrice(view.placed, each, place);

const isHeard = (view: DesignView, name: string, place: string): boolean =>
  handlersOf(view, name, place).length > 0;
