import type { Digest } from "../digest.ts";
import { Chain, type ChainSnapshot } from "../model/chain.ts";
import type { Events } from "../model/events.ts";
import type { Ledger } from "../model/ledger.ts";
import type { Seconds } from "../units.ts";
import type { EventRoute, Hear, RecordKeeper } from "./observer.ts";

/** A run keeps so many blocks before it keeps one a sample. */
const KEPT_BLOCKS = 1_000;

/** What blocks are made of in a run. */
export interface BlockSource {
  /** What the first block commits to: the hash of the scenario that the run began with. */
  readonly genesis: string;
  readonly sample: Seconds;
  readonly ledger: Ledger;
  readonly digest: Digest;
}

/** Links the blocks of a run by hash, each with the digest of all that happened up to it. */
export class BlockLog implements RecordKeeper {
  readonly #source: BlockSource;
  readonly #chain: Chain;

  constructor(source: BlockSource, from?: ChainSnapshot) {
    this.#source = source;
    const { genesis, sample } = source;
    this.#chain = from ? Chain.restore(from) : new Chain({ genesis, keepAll: KEPT_BLOCKS, sample });
  }

  after({ name }: EventRoute): Hear | undefined {
    return name === "block" ? (block, now) => this.#append(block, now) : undefined;
  }

  told(): { blocks: Chain["blocks"] } {
    return { blocks: this.#chain.blocks };
  }

  snapshot(): ChainSnapshot {
    return this.#chain.snapshot();
  }

  #append({ height, proposer }: Events["block"], t: Seconds): void {
    if (!this.#chain.keeps(t)) return;
    const { ledger, digest } = this.#source;
    this.#chain.append({ height, t, proposer: ledger.name(proposer), digest: digest.hex() });
  }
}
