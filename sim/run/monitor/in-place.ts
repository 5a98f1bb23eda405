import type { Ledger } from "../../model/ledger.ts";
import { nameIn } from "../../model/place.ts";
import { PROTOCOLS, TOGETHER } from "../../model/protocols.ts";
import type { Seconds } from "../../units.ts";
import { type HeightSnapshot, Heights, Tree } from "./chain.ts";
import { Counters } from "./counters.ts";
import { Faults, type FaultsSnapshot } from "./faults.ts";
import { Gpus, type Saying } from "./gpus.ts";
import { type Followed, Jobs } from "./jobs.ts";
import { Machines } from "./machines.ts";
import { Payments } from "./payments.ts";
import { Swaps } from "./swaps.ts";
import { claimOf, type Following, type Watch, type Watches, watching } from "./watch.ts";

/** What a monitor has seen of a place, as plain data. */
export interface SeenSnapshot {
  readonly counters: Float64Array;
  readonly heights: HeightSnapshot;
  readonly faults: FaultsSnapshot;
  /** By what was followed; null where events were only counted. */
  readonly followed: Readonly<Record<string, unknown>> | null;
}

export interface PlaceWatched {
  readonly place: string;
  /** Names of the events that are emitted there: a protocol is followed where all that it needs is. */
  readonly emitted: ReadonlySet<string>;
  readonly saying: Saying;
  readonly ledger: Ledger;
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

const CLAIMS: readonly string[] = [
  ...Object.values(PROTOCOLS).map(claimOf),
  TOGETHER.chain,
  TOGETHER.gpus,
  TOGETHER.cards,
];

/** Holds the mechanisms of a place to the protocols. */
export class InPlace {
  readonly #watches: readonly Watches[];
  readonly #watched: PlaceWatched;
  readonly #counters: Counters;
  readonly #heights: Heights;
  readonly #gpus: Gpus;
  readonly #followers: ReadonlyMap<string, Follows>;
  readonly #faults: Faults;
  readonly #closing: readonly ((event: number, now: Seconds) => void)[];

  constructor(watched: PlaceWatched, from?: SeenSnapshot) {
    this.#watched = watched;
    this.#faults = new Faults(from?.faults);
    this.#counters = new Counters(from?.counters);
    this.#heights = new Heights({ from: from?.heights, tell: this.#tell });
    this.#gpus = new Gpus(watched.saying);
    this.#followers = new Map(watched.follow ? this.#following(from) : []);
    this.#closing = this.#checks();
    this.#watches = [
      this.#counters.beside(this.#followers.get("jobs")?.watches ?? {}),
      this.#heights.watches,
      ...[...this.#followers.values()].map(({ watches }) => watches),
    ];
  }

  /** What sees an event of this name; undefined where nothing does. */
  watch(event: string): Watch | undefined {
    return watching(this.#watches, event);
  }

  /** An instant is over, `event` its last. */
  close(event: number, now: Seconds): void {
    const closing = this.#closing;
    for (let at = 0; at < closing.length; at++) closing[at]!(event, now);
  }

  /** Looks at all that is under way. */
  sweep(now: Seconds): void {
    for (const each of this.#followers.values()) each.sweep?.(now);
  }

  /** By claim: what is wrong; undefined where nothing is. */
  claims(): (readonly [claim: string, flaws: () => readonly string[] | undefined])[] {
    return CLAIMS.map((claim) => [nameIn(this.#watched.place, claim), () => this.#faults.of(claim)]);
  }

  get broken(): boolean {
    return this.#faults.any;
  }

  snapshot(): SeenSnapshot {
    return {
      counters: this.#counters.snapshot(),
      heights: this.#heights.snapshot(),
      faults: this.#faults.snapshot(),
      followed: this.#watched.follow
        ? Object.fromEntries([...this.#followers].map(([name, each]) => [name, each.snapshot()]))
        : null,
    };
  }

  /** What follows the protocols that there is something to follow of. */
  #following(from: SeenSnapshot | undefined): (readonly [name: string, follows: Follows])[] {
    const adopts = from !== undefined && from.followed === null;
    const { ledger } = this.#watched;
    const following = (name: string): Following<any> => {
      const seen = from?.followed?.[name];
      return { from: seen, adopts, tell: this.#tell, ledger };
    };
    const named = this.#has(["machineOffered"]);
    const machines = named ? new Machines(following("machines")) : undefined;
    const attempts = this.#has(JOB);
    const jobs: Followed = { ...following("jobs"), machines, counters: this.#counters };
    const used = named && (this.#has(["jobMatched"]) || this.#has(["jobStarted"]));
    const all: Readonly<Record<string, Follows | undefined>> = {
      jobs: attempts || used ? new Jobs(attempts ? jobs : { ...jobs, tell: () => {} }) : undefined,
      payments: this.#has(PAYMENT) ? new Payments(following("payments")) : undefined,
      machines,
      swaps: this.#has(SWAP) ? new Swaps(following("swaps")) : undefined,
      tree: this.#has(["blockFound", "block"]) ? new Tree(following("tree")) : undefined,
    };
    return Object.entries(all).flatMap(([name, each]) => (each ? [[name, each] as const] : []));
  }

  readonly #tell = (claim: string, event: number, fault: string): void =>
    this.#faults.tell(claim, `Event #${event}: ${fault}`);

  /** What is looked at when an instant is over. Who follows each thing knows more than the counters do. */
  #checks(): ((event: number, now: Seconds) => void)[] {
    const { follow } = this.#watched;
    const counters = this.#counters;
    const all = [...this.#followers.values()].flatMap((each) => (each.close ? [each.close.bind(each)] : []));
    if (!follow && this.#has(JOB)) all.push((event) => counters.checkJobs(this.#tell, event));
    if (!follow && this.#has(PAYMENT)) all.push((event) => counters.checkPayments(this.#tell, event));
    if (!follow && this.#has(SWAP)) all.push((event) => counters.checkSwaps(this.#tell, event));
    if (this.#has(JOB)) all.push((event) => this.#gpus.check(counters.gpusRunning, this.#tell, event));
    return all;
  }

  #has(needs: readonly string[]): boolean {
    return needs.every((event) => this.#watched.emitted.has(event));
  }
}
