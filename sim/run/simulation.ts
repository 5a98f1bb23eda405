/*
 * Above 200 lines: delivery, the calendar, sampling and snapshots share the fields of one run on its hottest path.
 * Wiring, recording, claims, errors and branches have files of their own.
 */

import { Digest, type DigestSnapshot } from "../digest.ts";
import { InvariantError, OrreryError, type Problem, ScenarioError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import { Kernel, type KernelSnapshot } from "../kernel/kernel.ts";
import { ChartOfAccounts, Ledger, type LedgerSnapshot } from "../model/ledger.ts";
import { measuresOf } from "../model/measures.ts";
import { nameIn, WORLD } from "../model/place.ts";
import type { Luck } from "../random.ts";
import { assetsIn } from "../scenario/assets.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import { scenarioHash } from "../scenario/resolve.ts";
import type { ResolvedDesign, ResolvedScenario, Settings } from "../scenario/scenario.ts";
import { vary } from "../scenario/vary.ts";
import { instant, type Seconds } from "../units.ts";
import type { EachSnapshot } from "./accounts.ts";
import { Calendar } from "./calendar.ts";
import { brokenClaims, type Claim, claimsOf, type Place, placedError, shown } from "./claims.ts";
import { ledgerProbes } from "./ledger-measures.ts";
import type { Levels } from "./levels.ts";
import { Monitor, type MonitorSnapshot } from "./monitor.ts";
import type { Observer, Recorded } from "./observer.ts";
import { type ChangedParameters, changed, Parameters } from "./parameters.ts";
import { type Route, type Wiring, wire } from "./parts.ts";
import { isLevel, type Probe } from "./probe.ts";
import { Recorder, type RecorderSnapshot } from "./recorder.ts";
import { Records, type RecordsSnapshot } from "./records.ts";
import type { Recording, Run } from "./result.ts";
import { branchProblems, changesOf, type TakenBranch, taken } from "./taken-branch.ts";

export interface SimulationOptions {
  readonly design: string;
  readonly replication: number;
  readonly seed: number;
  /** Defaults to the run's own. */
  readonly luck?: Luck;
  /** When claims are checked. Defaults to every sample. */
  readonly claims?: ClaimsAt;
  /** Only the claims of these names are checked; all, where none is named. */
  readonly onlyClaims?: readonly string[];
  /** Whether each job, machine, swap and block is followed through its protocol; by default where claims are checked at every event. */
  readonly follow?: boolean;
  /** What is recorded beside the measures; nothing by default. */
  readonly record?: Recording;
}
/**
 * `event`: after every event, and claims of an instant when it is over; `block`: all when an instant with a block is
 * over; `sample`: all at samples. All but `off` check at samples and at the end too, when an instant is always over.
 */
export const CLAIMS_AT = ["event", "block", "sample", "off"] as const;
export type ClaimsAt = (typeof CLAIMS_AT)[number];

/** A run in the middle, as plain data: save it, hash it, resume it, fork it. */
export interface SimulationSnapshot {
  readonly scenarioHash: string;
  readonly design: string;
  readonly replication: number;
  readonly seed: number;
  readonly luck: Luck;
  /** The branch that was taken; null on the way to it. */
  readonly branch: TakenBranch | null;
  readonly kernel: KernelSnapshot;
  readonly ledger: LedgerSnapshot;
  /** Accounts that mechanisms opened as they came. */
  readonly accounts: EachSnapshot;
  readonly digest: DigestSnapshot;
  readonly recorder: RecorderSnapshot;
  readonly records: RecordsSnapshot;
  readonly monitor: MonitorSnapshot;
  readonly nextSample: number;
  readonly warm: boolean;
  readonly states: Readonly<Record<string, unknown>>;
  readonly streams: Readonly<Record<string, { [stream: string]: number }>>;
  /** Those that are not as the run began with. */
  readonly parameters: ChangedParameters;
  /** Parameters by instance that were read while the run began: a branch cannot change them. */
  readonly settled: Readonly<Record<string, readonly string[]>>;
}

/** An event as traces and logs see it. */
export interface Happening {
  readonly number: number;
  readonly t: Seconds;
  /** Left out: in the world. */
  readonly place?: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** One design in one replication, event by event. A pure function of (resolved scenario, design, seed). */
export class Simulation {
  readonly #resolved: ResolvedScenario;
  readonly #design: ResolvedDesign;
  readonly #catalogue: Catalogue;
  readonly #options: SimulationOptions;
  readonly #claimsAt: ClaimsAt;
  readonly #claims: readonly Claim[];
  readonly #claimsOfEvents: readonly Claim[];
  readonly #branch: TakenBranch | null;
  /** Hash of the scenario that the run began with. */
  readonly #origin: string;
  #kernel = new Kernel();
  #ledger: Ledger;
  readonly #chart: ChartOfAccounts;
  readonly #digest = new Digest();
  readonly #wiring: Wiring;
  readonly #routes: readonly Route[];
  readonly #recorder: Recorder;
  readonly #levels: Levels;
  readonly #parameters: Parameters;
  readonly #records: Records;
  readonly #monitor: Monitor;
  readonly #samples: Float64Array;
  #nextSample: Index = 0;
  #warm: boolean;
  readonly #until: Seconds;
  readonly #warmUp: Seconds;

  constructor(
    resolved: ResolvedScenario,
    catalogue: Catalogue,
    options: SimulationOptions,
    from?: SimulationSnapshot,
  ) {
    const design = resolved.designs.find(({ name }) => name === options.design);
    if (!design)
      throw new OrreryError(`${resolved.name} has no design "${options.design}".`, [
        `Its designs: ${resolved.designs.map(({ name }) => name).join(", ")}.`,
      ]);
    this.#resolved = resolved;
    this.#design = design;
    this.#catalogue = catalogue;
    this.#options = options;
    this.#claimsAt = options.claims ?? "sample";
    this.#branch = from?.branch ?? null;
    this.#origin = from?.scenarioHash ?? scenarioHash(resolved);
    if (from) {
      this.#kernel = Kernel.restore(from.kernel);
      this.#digest.restore(from.digest);
    }
    this.#ledger = from
      ? Ledger.restore(from.ledger, this.#digest)
      : new Ledger(assetsIn(resolved.assets, design), { digest: this.#digest });
    this.#chart = new ChartOfAccounts(this.#ledger);
    const horizon = instant(resolved.until);
    const warmUp = instant(resolved.warmUp);
    this.#until = horizon;
    this.#warmUp = warmUp;
    this.#wiring = wire(from ? changed(design, from.parameters) : design, catalogue, {
      kernel: this.#kernel,
      ledger: this.#ledger,
      chart: this.#chart,
      assets: resolved.assets,
      tell: this.#tell,
      seed: options.seed,
      luck: options.luck ?? "own",
      horizon,
      warmUp,
      states: from?.states,
    });
    this.#routes = this.#wiring.routes;
    this.#monitor = new Monitor(
      {
        ...this.#wiring,
        ledger: this.#ledger,
        events: () => this.#kernel.delivered,
        follow: options.follow ?? this.#claimsAt === "event",
      },
      from?.monitor,
    );
    this.#claims = [...this.#monitor.claims(), ...claimsOf(this.#wiring.parts, this.#ledger)].filter(
      ({ name }) => options.onlyClaims === undefined || options.onlyClaims.includes(name),
    );
    this.#claimsOfEvents = this.#claims.filter(({ when }) => when === "event");
    this.#samples = sampleTimes(horizon, resolved.sample);
    const seen = { ...this.#wiring, ledger: this.#ledger };
    this.#recorder = new Recorder(this.#probes(), seen, this.#samples.length, warmUp);
    this.#levels = this.#recorder.levels;
    this.#parameters = new Parameters(this.#wiring.parts, this.#levels, from?.parameters);
    this.#records = new Records(
      options.record ?? {},
      {
        scenarioHash: this.#origin,
        sample: resolved.sample,
        ledger: this.#ledger,
        chart: this.#chart,
        digest: this.#digest,
      },
      this.#wiring.parts,
      from?.records,
    );
    this.#warm = warmUp === 0;
    const calendar = new Calendar(this.#kernel, this.#routes, horizon);
    const observers = [
      this.#monitor,
      ...this.#records.keepers,
      calendar,
      this.#opening,
      this.#setting,
      this.#checks(),
    ];
    for (const each of observers) this.observe(each);
    if (from) this.#restore(from);
    else calendar.begin();
  }

  static restore(
    resolved: ResolvedScenario,
    catalogue: Catalogue,
    snapshot: SimulationSnapshot,
    claims: ClaimsAt = "sample",
    record: Recording = {},
    follow = claims === "event",
  ): Simulation {
    const { design, replication, seed, luck } = snapshot;
    if (snapshot.scenarioHash !== scenarioHash(resolved))
      throw new OrreryError(
        "The snapshot belongs to another scenario.",
        [`snapshot ${snapshot.scenarioHash}`, `scenario ${scenarioHash(resolved)}`],
        "Load it with the scenario and the settings that it was saved with.",
      );
    return new Simulation(
      taken(resolved, snapshot.branch),
      catalogue,
      { design, replication, seed, luck, claims, record, follow },
      structuredClone(snapshot),
    );
  }

  /** Name of the scenario. */
  get scenario(): string {
    return this.#resolved.name;
  }

  get design(): string {
    return this.#options.design;
  }

  get replication(): number {
    return this.#options.replication;
  }

  /** The branch that was taken; empty where none was. */
  get takenBranch(): string {
    return this.#branch?.name ?? "";
  }

  get now(): Seconds {
    return this.#kernel.now;
  }

  /** Events delivered so far. */
  get events(): number {
    return this.#kernel.delivered;
  }

  get digest(): string {
    return this.#digest.hex();
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** The ledger's accounts and assets by name. */
  get chart(): ChartOfAccounts {
    return this.#chart;
  }

  /** State of every instance, in order of delivery. Treat it as read only. */
  get states(): readonly { readonly instance: string; readonly params: object; readonly state: unknown }[] {
    return this.#wiring.parts.map(({ context: { instance, params, state } }) => ({
      instance,
      params,
      state,
    }));
  }

  /** What has been recorded so far. */
  get records(): Recorded {
    return this.#records.told(this.#kernel.now);
  }

  /** From now on an observer is told of the events that it asks for. */
  observe(observer: Observer): void {
    for (const route of this.#routes) {
      const [before, after] = [observer.before?.(route), observer.after?.(route)];
      if (before) route.before.push(before);
      if (after) route.after.push(after);
    }
  }

  /** From now on `see` is told of every event before it is delivered. It only observes. */
  onEvent(see: (event: Happening) => void): void {
    this.observe({
      before:
        ({ name, place }) =>
        (payload, t) => {
          const where = place === WORLD ? {} : { place };
          see({ number: this.#kernel.delivered, t, ...where, name, payload: { ...payload } });
        },
    });
  }

  /**
   * Runs to a time (the horizon by default), or until so many events have been delivered in all: then it stands at the
   * last of them, and nothing has been observed since. False when the horizon is reached.
   */
  runTo({
    time = this.#until,
    events = Number.POSITIVE_INFINITY,
  }: {
    time?: Seconds;
    events?: number;
  } = {}): boolean {
    const target = Math.min(instant(time), this.#until);
    while (this.#kernel.delivered < events) {
      const sample =
        this.#nextSample < this.#samples.length ? this.#samples[this.#nextSample] : Number.POSITIVE_INFINITY;
      const stop = Math.min(target, sample, this.#warm ? Number.POSITIVE_INFINITY : this.#warmUp);
      this.#advance(events - this.#kernel.delivered, stop);
      if (this.#kernel.delivered >= events) return this.#kernel.peek() <= this.#until;
      if (this.#kernel.now < stop || this.#kernel.peek() <= stop) continue;
      this.#observe(stop, sample);
      if (stop >= target) return target < this.#until;
    }
    return true;
  }

  /** Runs to the horizon and gives the result. */
  finish(): Run {
    this.runTo();
    try {
      return this.#result();
    } catch (error) {
      throw placedError(error, this.#place(), this.#routes);
    }
  }

  /** The result as if the run ended at its last sample: what a page draws while it goes on. It only observes. */
  soFar(): Run {
    return this.#look(() => this.#told());
  }

  #result(): Run {
    this.#refuseBroken(true);
    return this.#told();
  }

  #told(): Run {
    const { design, replication, seed } = this.#options;
    return {
      scenario: this.#resolved.name,
      scenarioHash: this.#origin,
      design,
      replication,
      point: -1,
      branch: this.takenBranch,
      seed,
      t: this.#recorder.t,
      series: this.#recorder.series(),
      summary: this.#recorder.summary(),
      atEnd: this.#recorder.atEnd(),
      measures: this.#recorder.measures(),
      balances: this.#ledger.balanceSheet(),
      flows: this.#ledger.flows(),
      ...this.records,
      digest: this.#digest.hex(),
      events: this.#kernel.delivered,
    };
  }

  snapshot(): SimulationSnapshot {
    const { design, replication, seed, luck = "own" } = this.#options;
    const parts = this.#wiring.parts;
    return structuredClone({
      scenarioHash: this.#origin,
      design,
      replication,
      seed,
      luck,
      branch: this.#branch,
      kernel: this.#kernel.snapshot(),
      ledger: this.#ledger.snapshot(),
      accounts: this.#wiring.accounts.snapshot(),
      digest: this.#digest.snapshot(),
      recorder: this.#recorder.snapshot(),
      records: this.#records.snapshot(),
      monitor: this.#monitor.snapshot(),
      nextSample: this.#nextSample,
      warm: this.#warm,
      parameters: this.#parameters.snapshot(),
      states: Object.fromEntries(parts.map(({ context }) => [context.instance, context.state])),
      streams: Object.fromEntries(parts.map(({ context }) => [context.instance, context.random.snapshot()])),
      settled: Object.fromEntries(
        parts.map(({ context }) => [context.instance, [...context.settled].sort()]),
      ),
    });
  }

  /** A second simulation that stands where this one stands; neither sees the other. */
  fork(): Simulation {
    return new Simulation(this.#resolved, this.#catalogue, this.#options, this.snapshot());
  }

  /**
   * A second simulation that stands where this one stands and goes on with some parameters at other values and the
   * same luck. They hold from `from` on, or from the next event where that is earlier. Its summaries count from `from`
   * on, or from the end of the warm-up where that is later.
   *
   * @param settings values by path; a design without such a mechanism goes on as it is
   * @throws ScenarioError where a parameter was read while the run began, so that changing it now would do nothing
   *   or half of what it says
   */
  branch(name: string, settings: Settings, from: Seconds = this.now): Simulation {
    const problems = this.branchProblems(name, settings);
    if (problems.length > 0) throw new ScenarioError(this.#resolved.name, problems);
    const branch = { name, set: { ...this.#branch?.set, ...settings }, from };
    const before = this.fork();
    before.#setAt(from, settings);
    return new Simulation(taken(this.#resolved, branch), this.#catalogue, this.#options, {
      ...before.snapshot(),
      branch,
      warm: false,
    });
  }

  /** Parameters have other values from a time on, before which nothing else happens. */
  #setAt(from: Seconds, settings: Settings): void {
    this.#kernel.advanceTo(from);
    const { now } = this.#kernel;
    try {
      this.#levels.catchUp(now);
      this.#ledger.now = now;
      const { present, varied } = this.#varied(settings);
      this.#parameters.set(changesOf(present, varied), now);
    } catch (error) {
      throw placedError(error, this.#place(), this.#routes);
    }
  }

  /** The design as it stands, and with some parameters at other values. */
  #varied(settings: Settings): { present: ResolvedDesign; varied: ResolvedDesign } {
    const present = changed(this.#design, this.#parameters.snapshot());
    const { designs } = vary({ ...this.#resolved, designs: [present] }, this.#catalogue, settings);
    return { present, varied: designs[0]! };
  }

  /** Why a branch cannot be taken; known from the moment at which the run has begun. */
  branchProblems(name: string, settings: Settings): Problem[] {
    return branchProblems(this.#varied(settings).varied, this.#wiring.parts, name, settings);
  }

  #restore({ accounts, streams, recorder, nextSample, warm, settled }: SimulationSnapshot): void {
    for (const { context } of this.#wiring.parts) {
      context.random.restore(streams[context.instance]!);
      for (const name of settled[context.instance]!) context.settled.add(name);
      context.begun();
    }
    this.#wiring.accounts.restore(accounts);
    this.#recorder.restore(recorder, this.#kernel.now);
    this.#nextSample = nextSample;
    this.#warm = warm;
  }

  #advance(events: number, until: Seconds): void {
    try {
      this.#kernel.runEvents(events, until, this.#deliver);
    } catch (error) {
      // Levels are looked at when the event after the one that changed them is due.
      const { delivered } = this.#kernel;
      const event = this.#levels.lookingAt === null ? delivered : delivered - 1;
      throw this.#causeOf(placedError(error, this.#place(event), this.#routes));
    }
  }

  /** Whoever fails on an event that should not have come is not to blame: what broke a protocol is. */
  #causeOf(error: unknown): unknown {
    if (!this.#monitor.broken || this.#claimsAt === "off" || error instanceof InvariantError) return error;
    const then = error instanceof OrreryError ? [`Then: ${error.sentence}`] : [];
    return brokenClaims(this.#monitor.claims(), () => this.#place(), then) ?? error;
  }

  readonly #deliver = (type: number, a: number, b: number, data: any): void => {
    const route = this.#routes[type]!;
    const { lane } = this.#wiring;
    lane.a = a;
    lane.b = b;
    const payload = data ?? route.view;
    const { now } = this.#kernel;
    if (now > this.#levels.due) this.#levels.catchUp(now);
    this.#ledger.now = now;
    this.#wiring.delivery.origin = route.origin;
    // The digest covers every event: time, name, who emitted it, and payload.
    this.#digest.event(this.#kernel.micros, route.hash);
    if (data === undefined) this.#digest.numbers(a, b);
    else route.absorb(this.#digest, data);
    this.#last = payload;
    this.#lastType = type;
    const { before, handlers, contexts, after } = route;
    for (let i = 0; i < before.length; i++) before[i]!(payload, now, this.#kernel.delivered);
    for (let i = 0; i < handlers.length; i++) handlers[i]!(contexts[i], payload);
    for (let i = 0; i < after.length; i++) after[i]!(payload, now, this.#kernel.delivered);
  };
  #last: object = {};
  #lastType = 0;

  /** What nobody handles is a part of the event that caused it. */
  readonly #tell = (type: number, payload: any): void => {
    const { hash, absorb, before } = this.#routes[type]!;
    const { micros, now, delivered } = this.#kernel;
    this.#digest.event(micros, hash);
    absorb(this.#digest, payload);
    for (let i = 0; i < before.length; i++) before[i]!(payload, now, delivered);
  };

  /** Genesis is complete: books and measures open before anybody hears of it, and then the run has begun. */
  readonly #opening: Observer = {
    before: ({ name }) =>
      name === "opened"
        ? () => {
            this.#ledger.openBooks();
            this.#look(() => this.#recorder.open());
          }
        : undefined,
    after: ({ name }) =>
      name === "opened"
        ? () => {
            for (const { context } of this.#wiring.parts) context.begun();
          }
        : undefined,
  };

  /** A parameter has its new value before anybody hears of it. */
  readonly #setting: Observer = {
    before: ({ name }) =>
      name === "parameterSet" ? (change, now) => this.#parameters.set([change], now) : undefined,
  };

  /** All events up to `stop` are delivered: end the warm-up, take the sample, audit. */
  #observe(stop: Seconds, sample: Seconds): void {
    this.#ledger.now = stop;
    try {
      this.#levels.catchUp(stop, true);
      if (!this.#warm && stop === this.#warmUp) {
        this.#warm = true;
        this.#recorder.endWarmUp();
      }
      if (stop !== sample) return;
      this.#nextSample++;
      this.#refuseBroken(true);
      this.#recorder.sample(stop);
      this.#look(() => this.#records.sample(stop));
    } catch (error) {
      throw placedError(error, this.#place(), this.#routes);
    }
  }

  /**
   * Checks what is claimed of the event just delivered, and of the instant where it is over.
   *
   * @throws InvariantError with all claims that do not hold
   */
  requireClaims(): void {
    // What a mechanism looks up on `opened` is not there before.
    if (!this.#ledger.booksAreOpen) return;
    if (this.#instantIsOver()) this.#refuseBroken(false);
    else this.#refuse(this.#claimsOfEvents);
  }

  #instantIsOver(): boolean {
    return this.#kernel.peek() > this.#kernel.now;
  }

  /** Claims are looked at after each event, or where an instant with a block is over. */
  #checks(): Observer {
    if (this.#claimsAt === "event") return { after: () => () => this.requireClaims() };
    if (this.#claimsAt !== "block") return {};
    let blockInInstant = false;
    const check = (isBlock: boolean) => () => {
      blockInInstant ||= isBlock;
      if (!blockInInstant || !this.#instantIsOver()) return;
      blockInInstant = false;
      this.#refuseBroken(false);
    };
    return { after: ({ name }) => check(name === "block") };
  }

  /** An instant is over; `thoroughly`: what is under way is looked at as well. */
  #refuseBroken(thoroughly: boolean): void {
    if (this.#claimsAt === "off") return;
    this.#look(() => this.#monitor.settle(this.#kernel.now, thoroughly));
    this.#refuse(this.#claims);
  }

  #refuse(claims: readonly Claim[]): void {
    const broken = this.#look(() => brokenClaims(claims, () => this.#place()));
    if (broken) throw broken;
  }

  /** Claims and measures only observe. */
  #look<T>(observe: () => T): T {
    const { delivery } = this.#wiring;
    delivery.looking = true;
    try {
      return observe();
    } finally {
      delivery.looking = false;
    }
  }

  #place(event = this.#kernel.delivered): Place {
    const { design, replication } = this.#options;
    const { place, name } = this.#routes[this.#lastType]!;
    const { lookingAt } = this.#levels;
    return {
      scenario: this.#resolved.name,
      design,
      replication,
      branch: this.takenBranch,
      now: lookingAt ?? this.#kernel.now,
      event,
      what: `${nameIn(place, name)} ${shown(this.#last)}`,
    };
  }

  #probes(): Probe[] {
    const probes = ledgerProbes(this.#ledger);
    for (const [at, { use, mechanism, context }] of this.#wiring.parts.entries())
      for (const { name, metric } of measuresOf(mechanism, context.params, use))
        probes.push({
          name,
          publisher: context.instance,
          metric,
          context: isLevel(metric) ? this.#wiring.onlookers[at] : context,
        });
    return probes;
  }
}

/** sample, 2 × sample, … and the horizon, each instant once: a period below a microsecond has many at one. */
function sampleTimes(until: Seconds, sample: Seconds): Float64Array {
  const whole = Math.floor(until / sample + 1e-9);
  const times = Array.from({ length: whole }, (_, k) => instant((k + 1) * sample));
  const within = new Set(times.filter((time) => time > 0 && time < until));
  return Float64Array.from([...within, until]);
}
