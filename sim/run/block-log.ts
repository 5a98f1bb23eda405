import { hash } from "../codec.ts";
import type { Digest } from "../digest.ts";
import { Chain, type ChainSnapshot, type ChainVerdict, verifyChain } from "../model/chain.ts";
import type { Events } from "../model/events.ts";
import type { Ledger } from "../model/ledger.ts";
import { WORLD } from "../model/place.ts";
import { visible } from "../text/visible.ts";
import type { Seconds } from "../units.ts";
import type { EventRoute, Hear, RecordKeeper } from "./observer.ts";
import type { BlockRow } from "./result.ts";

/** A run keeps so many blocks before it keeps one a sample. */
const KEPT_BLOCKS = 1_000;

/** What blocks are made of in a run. */
export interface BlockSource {
  /** The hash of the scenario that the run began with. */
  readonly scenarioHash: string;
  readonly sample: Seconds;
  readonly ledger: Ledger;
  readonly digest: Digest;
}

/** Chains by place. */
export type BlockLogSnapshot = Readonly<Record<string, ChainSnapshot>>;

/** What the first block of a chain commits to: the scenario that the run began with, and which of its places. */
export const genesisOf = (scenarioHash: string, place: string): string =>
  place === WORLD ? scenarioHash : hash({ scenario: scenarioHash, place });

/** Links the blocks of each place by hash, each with the digest of all that happened in the run up to it. */
export class BlockLog implements RecordKeeper {
  readonly #source: BlockSource;
  readonly #chains: Map<string, Chain>;

  constructor(source: BlockSource, from: BlockLogSnapshot = {}) {
    this.#source = source;
    this.#chains = new Map(Object.entries(from).map(([place, chain]) => [place, Chain.restore(chain)]));
  }

  after({ name, place }: EventRoute): Hear | undefined {
    if (name !== "block" && name !== "reorganised") return undefined;
    const chain = this.#chainOf(place);
    if (name === "reorganised") return ({ height }) => chain.reorganise(height);
    return (block, now) => this.#append(chain, block, now);
  }

  /** Chain by chain, the world's first; oldest first. */
  told(): { blocks: BlockRow[] } {
    const places = [...this.#chains.keys()].sort();
    return {
      blocks: places.flatMap((place) =>
        this.#chains.get(place)!.blocks.map((block) => ({ place, ...block })),
      ),
    };
  }

  snapshot(): BlockLogSnapshot {
    return Object.fromEntries([...this.#chains].map(([place, chain]) => [place, chain.snapshot()]));
  }

  #chainOf(place: string): Chain {
    const { scenarioHash, sample } = this.#source;
    const genesis = genesisOf(scenarioHash, place);
    const chain = this.#chains.get(place) ?? new Chain({ genesis, keepAll: KEPT_BLOCKS, sample });
    this.#chains.set(place, chain);
    return chain;
  }

  #append(chain: Chain, { height, proposer }: Events["block"], t: Seconds): void {
    if (!chain.keeps(t)) return;
    const { ledger, digest } = this.#source;
    chain.append({ height, t, proposer: ledger.name(proposer), digest: digest.hex() });
  }
}

/** Checks stored blocks, chain by chain: each is linked, and the first commits to the scenario and to its place. */
export function verifyBlocks(blocks: readonly BlockRow[], scenarioHash: string): ChainVerdict {
  for (const place of new Set(blocks.map((block) => block.place))) {
    const chain = blocks.filter((block) => block.place === place);
    const verdict = verifyChain(chain, genesisOf(scenarioHash, place));
    if (verdict.ok) continue;
    return place === WORLD ? verdict : { ...verdict, reason: `In ${visible(place)}: ${verdict.reason}` };
  }
  return { ok: true };
}
