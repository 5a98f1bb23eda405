import { Digest } from "../digest.ts";
import { LedgerError, ScenarioError } from "../errors.ts";
import type { Handle, Kernel } from "../kernel/kernel.ts";
import { CALENDAR, EVENTS, type EventSpec } from "../model/events.ts";
import type { ChartOfAccounts, Ledger } from "../model/ledger.ts";
import type { Context, Mechanism } from "../model/mechanism.ts";
import { WORLD } from "../model/place.ts";
import { type Luck, Random } from "../random.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { ResolvedDesign, ResolvedScenario, ResolvedUse } from "../scenario/scenario.ts";
import { setTargets } from "../scenario/settable.ts";
import { isIn, joinedBy, type Placed, placedOf, standsIn } from "../scenario/wiring.ts";
import type { Seconds } from "../units.ts";
import { type Absorb, absorberOf } from "./absorb.ts";
import { ABSORBERS } from "./absorbers.ts";
import { OpenAccounts } from "./accounts.ts";
import { emitters, type Tell } from "./emitters.ts";
import { type Lane, laneFields, viewOf } from "./lane.ts";
import type { EventRoute, Hear } from "./observer.ts";
import { newReading, type Onlooker, onlookersOf, type Reading } from "./onlooker.ts";
import { type Lagged, readers } from "./readers.ts";
import { setter } from "./setter.ts";

/** Whose event is being delivered: 0 for the run's own, else 1 + the place of the instance in the order of delivery. */
export interface Delivery {
  origin: number;
  /** Whether claims or measures look: what they read of parameters settles nothing. */
  looking: boolean;
}

/** What all instances of a run share. */
export interface Shared {
  readonly kernel: Kernel;
  readonly ledger: Ledger;
  readonly chart: ChartOfAccounts;
  readonly assets: ResolvedScenario["assets"];
  /** Tells the digest and observers of what nobody handles. */
  readonly tell: Tell;
  readonly seed: number;
  readonly luck: Luck;
  readonly horizon: Seconds;
  readonly warmUp: Seconds;
  /** States by instance, of a run that goes on; those that it begins with, where it begins. */
  readonly states?: Readonly<Record<string, unknown>> | undefined;
}

/** One instance in a run: its mechanism and its context. */
export interface Part extends Placed {
  readonly context: PartContext;
}

export class PartContext implements Context<any, any, any, any, any, any> {
  readonly instance: string;
  from: string;
  params: any;
  state: any;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly horizon: Seconds;
  readonly warmUp: Seconds;
  account: any = {};
  asset: any = {};
  read: any = {};
  emit: any = {};
  set: (at: number, value: number) => void = () => {};
  /** Parameters that were read while the run began, of those that are not settable: what follows from them stands, whatever they become. */
  readonly settled = new Set<string>();
  readonly #kernel: Kernel;
  readonly #delivery: Delivery;
  readonly #origin: number;
  readonly #given: object;

  constructor(
    shared: Shared,
    delivery: Delivery,
    origin: number,
    { id: instance, place, params }: ResolvedUse,
    mechanism: Mechanism,
  ) {
    const { kernel, ledger, seed, luck, horizon, warmUp, states } = shared;
    this.#kernel = kernel;
    this.#delivery = delivery;
    this.#origin = origin;
    this.instance = instance;
    this.from = place;
    this.#given = params;
    const { settable = {} } = mechanism;
    this.params = watched(
      params,
      (name) => delivery.looking || Object.hasOwn(settable, name) || this.settled.add(name),
    );
    this.state = states ? states[instance] : mechanism.init(this.params);
    this.ledger = ledger;
    this.random = new Random(seed, instance, luck);
    this.horizon = horizon;
    this.warmUp = warmUp;
  }

  /** The run has begun: who reads a parameter from now on reads it as it is then. */
  begun(): void {
    this.params = this.#given;
  }

  get now(): Seconds {
    return this.#kernel.now;
  }

  get mine(): boolean {
    return this.#delivery.origin === this.#origin;
  }

  cancel(handle: Handle): boolean {
    return this.#kernel.cancel(handle);
  }
}

/** The same parameters; what is read of them is told. */
const watched = (params: object, read: (name: string) => void): object =>
  new Proxy(params, {
    get(target, name, receiver) {
      if (typeof name === "string") read(name);
      return Reflect.get(target, name, receiver);
    },
  });

/** An event as the run delivers it: its name, who emits it and where are one type of the kernel's. */
export interface Route extends EventRoute {
  /** 0 for the run's own, else 1 + the place of the emitting instance in the order of delivery. */
  readonly origin: number;
  /** What the event is called in the digest: a hash of its name, the emitting instance's and, of a joiner's, the place. */
  readonly hash: number;
  /** Names of the fields of a payload that travels in the lane, and what its handlers get; undefined where it is an object. */
  readonly lane: readonly string[] | undefined;
  readonly view: object | undefined;
  /** Feeds a payload that is an object to the digest. */
  readonly absorb: Absorb;
  /** Told before and after the handlers. */
  readonly before: Hear[];
  readonly after: Hear[];
  readonly handlers: readonly ((context: any, event: any) => void)[];
  readonly contexts: readonly PartContext[];
}

/** Instances in order of delivery, and routes by the kernel's types: names are resolved here, once. */
export interface Wiring {
  readonly parts: readonly Part[];
  readonly routes: readonly Route[];
  /** The simulation says here what the kernel gives it with an event, and whose event it delivers. */
  readonly lane: Lane;
  readonly delivery: Delivery;
  readonly accounts: OpenAccounts;
  /** Instances as measures of levels see them, in the same order, and what these read. */
  readonly onlookers: readonly Onlooker[];
  readonly reading: Reading;
}

export function wire(design: ResolvedDesign, catalogue: Catalogue, shared: Shared): Wiring {
  const placed = placedOf(design, catalogue);
  const delivery = { origin: 0, looking: false };
  const parts = placed.map(
    (each, at): Part => ({
      ...each,
      context: new PartContext(shared, delivery, at + 1, each.use, each.mechanism),
    }),
  );
  const accounts = new OpenAccounts(shared.chart, placed, shared.assets);
  parts.forEach((part) => {
    part.context.account = accounts.accountsOf(part, part.context.params);
    part.context.asset = accounts.assetsOf(part, part.context.params);
  });
  const lane = { a: 0, b: 0 };
  const routes = routesOf(parts, eventSpecs(placed), lane, design.name);
  const lagged: Lagged[] = [];
  parts.forEach((part, at) => {
    const { parameterSet, ...emit } = emitters(part, routes, shared, at + 1);
    part.context.emit = emit;
    part.context.read = readers(part, parts, { kernel: shared.kernel, lagged });
    if (!parameterSet) return;
    const targets = setTargets(parts, { ...part, use: { ...part.use, params: part.context.params } });
    part.context.set = setter(targets, parameterSet);
  });
  // Before `start` nothing has a value yet.
  for (const { name, contexts, before } of routes)
    if (name !== "start")
      for (const { publishers, reader, take } of lagged)
        if (
          contexts.includes(reader as PartContext) &&
          publishers.some((each) => contexts.includes(each as PartContext))
        )
          before.push(take);
  const reading = newReading();
  return { parts, routes, lane, delivery, accounts, onlookers: onlookersOf(parts, reading), reading };
}

/**
 * A route for each event, emitter and place in which it emits, in the order of names and then of delivery. A timer
 * comes back to its emitter alone.
 */
function routesOf(
  parts: readonly Part[],
  specs: ReadonlyMap<string, EventSpec>,
  lane: Lane,
  design: string,
): Route[] {
  const emits = ({ mechanism: { emits = {}, sets } }: Part, name: string) =>
    Object.hasOwn(emits, name) || (name === "parameterSet" && sets !== undefined);
  return [...specs.keys()].sort().flatMap((name) => {
    const handling = parts.filter(({ mechanism }) => Object.hasOwn(mechanism.on, name));
    const route = (emitter: Part | undefined, origin: number, place: string): Route => {
      const spec = ownSpec(emitter, name) ?? specs.get(name)!;
      const fields = laneFields(spec);
      const hearers = handling.filter((part) =>
        spec.private ? part === emitter : isIn(part, place) || (place === WORLD && spec.everywhere),
      );
      return {
        name,
        spec,
        emitter: emitter?.use.id ?? "",
        place,
        origin,
        hash: eventHash(name, emitter?.use, place),
        lane: fields,
        view: fields && viewOf(fields, lane),
        absorb: (ABSORBERS as Record<string, Absorb>)[name] ?? absorberOf(spec),
        before: [],
        after: [],
        handlers: hearers.map((part) => hearing(place, part, handlerOf(part.mechanism, name, design))),
        contexts: hearers.map(({ context }) => context),
      };
    };
    return [
      ...(CALENDAR.some((own) => own === name) ? [route(undefined, 0, WORLD)] : []),
      ...parts.flatMap((part, at) =>
        emits(part, name) ? standsIn(part).map((place) => route(part, at + 1, place)) : [],
      ),
    ];
  });
}

type Handler = (context: any, event: any) => void;

/** A joiner's handler is told where; all others know it from the start. */
function hearing(place: string, part: Part, handler: Handler): Handler {
  if (joinedBy(part).length === 0) return handler;
  return (context: PartContext, event) => {
    context.from = place;
    handler(context, event);
    context.from = WORLD;
  };
}

function handlerOf(mechanism: Mechanism, name: string, design: string): Handler {
  const handler = mechanism.on[name]!;
  return name === "start" || name === "opened" ? beginning(handler, name, design) : handler;
}

/** What the ledger refuses before anything has happened is wrong with the scenario, not with the run. */
const beginning =
  (handler: (context: any, event: any) => void, name: string, design: string) =>
  (context: PartContext, event: unknown): void => {
    try {
      handler(context, event);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      const { sentence, facts, hint } = error;
      const message = [sentence, ...facts, ...(hint === undefined ? [] : [hint])].join("\n    ");
      throw new ScenarioError(`The design ${JSON.stringify(design)}`, [
        { path: `${context.instance} › on ${name}`, message },
      ]);
    }
  };

/** Events are known by name, so that a mechanism more in the design does not change what an event is. */
function eventHash(name: string, emitter: ResolvedUse | undefined, place: string): number {
  const digest = new Digest();
  digest.text(name);
  digest.text(emitter?.id ?? "");
  // Elsewhere than where it stands: the same event of a joiner in two places is two.
  if (place !== (emitter?.place ?? WORLD)) digest.text(place);
  return Number.parseInt(digest.hex().slice(0, 8), 16) | 0;
}

/** What an emitter says of an event itself: its timers may have the name of another's, and other fields. */
function ownSpec(emitter: Part | undefined, name: string): EventSpec | undefined {
  const spec = emitter?.mechanism.emits?.[name];
  return spec === "shared" ? undefined : spec;
}

function eventSpecs(placed: readonly Placed[]): Map<string, EventSpec> {
  const specs = new Map<string, EventSpec>(Object.entries(EVENTS));
  for (const { mechanism } of placed)
    for (const [name, spec] of Object.entries<EventSpec | "shared">(mechanism.emits ?? {}))
      if (spec !== "shared") specs.set(name, spec);
  return specs;
}
