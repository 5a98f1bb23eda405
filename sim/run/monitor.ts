/**
 * Holds the mechanisms of a place to the protocols of their vocabulary (model/protocols.ts), and what they say of the
 * same thing to one another. It only observes: nothing of it is in a digest.
 *
 * Every run counts, which costs the same however many jobs there are. One that follows knows each job, machine, swap and
 * block, and says who broke what, by which event.
 */
import type { Ledger } from "../model/ledger.ts";
import { PROTOCOLS, TOGETHER } from "../model/protocols.ts";
import type { Seconds } from "../units.ts";
import type { Claim } from "./claims.ts";
import { type HeightSnapshot, Heights, Tree } from "./monitor/chain.ts";
import { Counters } from "./monitor/counters.ts";
import { Faults, type FaultsSnapshot } from "./monitor/faults.ts";
import { Gpus, type Saying } from "./monitor/gpus.ts";
import { Jobs } from "./monitor/jobs.ts";
import { Machines } from "./monitor/machines.ts";
import { Payments } from "./monitor/payments.ts";
import { Swaps } from "./monitor/swaps.ts";
import { claimOf, type Following, type Watches, watching } from "./monitor/watch.ts";
import type { EventRoute, Hear, Observer } from "./observer.ts";

/** What a monitor has seen, as plain data. */
export interface MonitorSnapshot {
  readonly counters: Float64Array;
  readonly heights: HeightSnapshot;
  readonly faults: FaultsSnapshot;
  readonly instant: Seconds;
  readonly open: boolean;
  readonly counterEntries: number;
  readonly reorganised: boolean;
  /** By what was followed; null where events were only counted. */
  readonly followed: Readonly<Record<string, unknown>> | null;
}

/** What a monitor is told of the place that it watches. */
export interface Watched {
  /** Names of the events that somebody there emits: a protocol is followed where all that it needs is there. */
  readonly emitted: ReadonlySet<string>;
  readonly saying: Saying;
  readonly ledger: Ledger;
  /** Events delivered so far, the present one included. */
  readonly events: () => number;
  /** Whether each thing is followed; else events are counted. */
  readonly follow: boolean;
}

/** What follows one protocol. */
interface Follows {
  readonly watches: Watches;
  /** The instant is over. */
  close?(event: number, now: Seconds): void;
  /** Looks at all that is under way. */
  sweep?(now: Seconds): void;
  snapshot(): unknown;
}

/** The events without which there is nothing to follow. */
const JOB = ["jobSubmitted", "jobMatched", "jobStarted"];
const PAYMENT = ["jobStarted", "jobPaid"];
const SWAP = ["swapRequested", "swapped"];

const FOLLOWERS: readonly (readonly [
  name: string,
  needs: readonly string[],
  make: (at: Following<any>) => Follows,
])[] = [
  ["jobs", JOB, (at) => new Jobs(at)],
  ["payments", PAYMENT, (at) => new Payments(at)],
  ["machines", ["machineOffered"], (at) => new Machines(at)],
  ["swaps", SWAP, (at) => new Swaps(at)],
  ["tree", ["blockFound", "block"], (at) => new Tree(at)],
];

export class Monitor implements Observer {
  readonly #watches: readonly Watches[];
  /** The instant of the last event, and whether its end has yet to be looked at. */
  #instant: Seconds;
  #open: boolean;
  readonly #at: Watched;
  readonly #counters: Counters;
  readonly #heights: Heights;
  readonly #gpus: Gpus;
  readonly #followers = new Map<string, Follows>();
  readonly #faults: Faults;
  readonly #closing: readonly ((event: number, now: Seconds) => void)[];
  #counterEntries: number;
  #reorganised: boolean;

  constructor(at: Watched, from?: MonitorSnapshot) {
    this.#at = at;
    this.#faults = new Faults(from?.faults);
    this.#counters = new Counters(from?.counters);
    this.#heights = new Heights({ from: from?.heights, tell: this.#tell });
    this.#gpus = new Gpus(at.saying);
    this.#counterEntries = from?.counterEntries ?? 0;
    this.#reorganised = from?.reorganised ?? false;
    this.#instant = from?.instant ?? 0;
    this.#open = from?.open ?? false;
    const common = {
      adopts: from !== undefined && from.followed === null,
      tell: this.#tell,
      ledger: at.ledger,
    };
    if (at.follow)
      for (const [name, needs, make] of FOLLOWERS)
        if (this.#has(needs)) this.#followers.set(name, make({ ...common, from: from?.followed?.[name] }));
    this.#closing = this.#checks();
    const reorganisations: Watches = {
      reorganised: () => {
        this.#reorganised = true;
      },
    };
    this.#watches = [
      this.#counters.watches,
      this.#heights.watches,
      reorganisations,
      ...[...this.#followers.values()].map(({ watches }) => watches),
    ];
  }

  /** Who follows waits for the end of each instant: every event may be the first of the next. */
  before({ name }: EventRoute): Hear | undefined {
    const watch = watching(this.#watches, name);
    const { events, follow } = this.#at;
    if (!follow) return watch && ((payload, now) => watch(payload, now, events()));
    return (payload, now) => {
      const event = events();
      if (this.#open && now > this.#instant) this.#close(event - 1, this.#instant);
      this.#instant = now;
      this.#open = true;
      if (watch !== undefined) watch(payload, now, event);
    };
  }

  /** Looks at an instant that is over; `thoroughly`: and at all that is under way. */
  settle(now: Seconds, thoroughly: boolean): void {
    if (this.#open || !this.#at.follow) this.#close(this.#at.events(), now);
    this.#open = false;
    if (thoroughly) for (const each of this.#followers.values()) each.sweep?.(now);
  }

  /** A claim for each protocol, and for what holds between them. */
  claims(): Claim[] {
    return CLAIMS.map((claim) => ({
      name: `${claim}.`,
      when: "event",
      flaws: () => this.#faults.of(claim),
    }));
  }

  /** Whether anything has been found that a claim has yet to tell. */
  get broken(): boolean {
    return this.#faults.any;
  }

  snapshot(): MonitorSnapshot {
    return {
      counters: this.#counters.snapshot(),
      heights: this.#heights.snapshot(),
      faults: this.#faults.snapshot(),
      instant: this.#instant,
      open: this.#open,
      counterEntries: this.#counterEntries,
      reorganised: this.#reorganised,
      followed: this.#at.follow
        ? Object.fromEntries([...this.#followers].map(([name, each]) => [name, each.snapshot()]))
        : null,
    };
  }

  readonly #tell = (claim: string, event: number, fault: string): void =>
    this.#faults.tell(claim, `Event #${event}: ${fault}`);

  /** What is looked at when an instant is over. */
  #checks(): ((event: number, now: Seconds) => void)[] {
    const { follow } = this.#at;
    const all = [...this.#followers.values()].flatMap((each) => (each.close ? [each.close.bind(each)] : []));
    // Who follows each knows more than the counters do.
    if (!follow && this.#has(JOB)) all.push((event) => this.#counters.checkJobs(this.#tell, event));
    if (!follow && this.#has(PAYMENT)) all.push((event) => this.#counters.checkPayments(this.#tell, event));
    if (!follow && this.#has(SWAP)) all.push((event) => this.#counters.checkSwaps(this.#tell, event));
    if (this.#has(JOB)) all.push((event) => this.#gpus.check(this.#counters.gpusRunning, this.#tell, event));
    all.push((event) => this.#checkCounterEntries(event));
    return all;
  }

  #has(needs: readonly string[]): boolean {
    return needs.every((event) => this.#at.emitted.has(event));
  }

  #close(event: number, now: Seconds): void {
    const closing = this.#closing;
    for (let at = 0; at < closing.length; at++) closing[at]!(event, now);
  }

  #checkCounterEntries(event: number): void {
    const { counterEntries } = this.#at.ledger;
    if (counterEntries !== this.#counterEntries && !this.#reorganised)
      this.#tell(
        TOGETHER.counterEntries,
        event,
        `the ledger has ${counterEntries - this.#counterEntries} more counter-entries, and no block was taken back.`,
      );
    this.#counterEntries = counterEntries;
    this.#reorganised = false;
  }
}

const CLAIMS: readonly string[] = [...Object.values(PROTOCOLS).map(claimOf), ...Object.values(TOGETHER)];
