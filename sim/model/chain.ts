import { hash } from "../codec.ts";
import { KernelError } from "../errors.ts";

/** What a block says beside its place in the chain. */
export interface BlockHeader {
  /** Blocks since genesis; rises from one block to the next. */
  readonly height: number;
  /** Seconds since the start of the run. */
  readonly t: number;
  readonly proposer: string;
  /** The running digest of the run when the block was made, in hex. */
  readonly digest: string;
}

/** A kept block: `hash` is the SHA-256 of the canonical encoding of all its other fields. */
export interface Block extends BlockHeader {
  /** The hash of the kept block before it, or the chain's genesis. */
  readonly parent: string;
  readonly hash: string;
}

export interface ChainOptions {
  /** What the first kept block commits to, e.g. the identity of the run; 64 zeros by default. */
  readonly genesis?: string;
  /** Every block is kept until there are this many; 4,096 by default. */
  readonly keepAll?: number;
  /** After that, the first block of each stretch of this many seconds is kept; a day by default. */
  readonly sample?: number;
}

export interface ChainSnapshot {
  readonly genesis: string;
  readonly keepAll: number;
  readonly sample: number;
  readonly blocks: readonly Block[];
  readonly height: number;
  readonly t: number;
}

/** The parent of the first block where no other is given. */
export const GENESIS = "0".repeat(64);
const DAY = 86_400;

/**
 * Blocks linked by hash, so that a stored run can be verified. SHA-256 costs microseconds, too much for every slot of
 * years: a long chain keeps (and hashes) every block at first, then one a sample; each kept block commits to the kept
 * block before it, and through the running digest to all that happened in between.
 */
export class Chain {
  private readonly genesis: string;
  private readonly keepAll: number;
  private readonly sample: number;
  private readonly kept: Block[] = [];
  private height = -1;
  private t = 0;

  constructor(options: ChainOptions = {}) {
    this.genesis = options.genesis ?? GENESIS;
    this.keepAll = options.keepAll ?? 4096;
    this.sample = options.sample ?? DAY;
  }

  /** The kept blocks, oldest first. */
  get blocks(): readonly Block[] {
    return this.kept;
  }

  /** Whether a block at `t` seconds would be kept: ask before the cost of a digest in hex. */
  keeps(t: number): boolean {
    const last = this.kept[this.kept.length - 1];
    if (last === undefined || this.kept.length < this.keepAll) return true;
    return Math.floor(t / this.sample) > Math.floor(last.t / this.sample);
  }

  /**
   * Adds a block and returns it where it is kept.
   *
   * @throws KernelError when the height does not rise or the time goes back
   */
  append(header: BlockHeader): Block | undefined {
    this.refuseDisorder(header);
    this.height = header.height;
    this.t = header.t;
    if (!this.keeps(header.t)) return undefined;
    const parent = this.kept[this.kept.length - 1]?.hash ?? this.genesis;
    const block = { ...header, parent, hash: blockHash(header, parent) };
    this.kept.push(block);
    return block;
  }

  /** The blocks above a height are canonical no more: none of them is kept, and the next one follows that height. */
  reorganise(height: number): void {
    while ((this.kept.at(-1)?.height ?? -1) > height) this.kept.pop();
    this.height = height;
  }

  snapshot(): ChainSnapshot {
    const { genesis, keepAll, sample, height, t } = this;
    return { genesis, keepAll, sample, blocks: this.kept.map((block) => ({ ...block })), height, t };
  }

  static restore(snapshot: ChainSnapshot): Chain {
    const chain = new Chain(snapshot);
    chain.kept.push(...snapshot.blocks.map((block) => ({ ...block })));
    chain.height = snapshot.height;
    chain.t = snapshot.t;
    return chain;
  }

  private refuseDisorder({ height, t }: BlockHeader): void {
    if (Number.isSafeInteger(height) && height > this.height && t >= this.t) return;
    throw new KernelError(`Block ${height} does not follow block ${this.height}.`, [
      `last block   height ${this.height}, at ${this.t} s`,
      `this block   height ${height}, at ${t} s`,
    ]);
  }
}

/** The SHA-256 that a block must carry, in hex. */
export function blockHash({ height, t, proposer, digest }: BlockHeader, parent: string): string {
  return hash({ height, t, proposer, digest, parent });
}

/** The outcome of a verification: `block` is the row (counted from 0) of the first broken block, `reason` a sentence. */
export type ChainVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly block: number; readonly height: number; readonly reason: string };

/**
 * Checks stored blocks, oldest first: each hashes to what it says, names its predecessor's hash as parent, lies
 * above it and not before it.
 *
 * @param genesis what the first block must commit to, where that is known
 */
export function verifyChain(rows: readonly Block[], genesis?: string): ChainVerdict {
  for (let block = 0; block < rows.length; block++) {
    const reason = flaw(rows[block]!, rows[block - 1], genesis);
    if (reason !== undefined) return { ok: false, block, height: rows[block]!.height, reason };
  }
  return { ok: true };
}

function flaw(block: Block, before: Block | undefined, genesis: string | undefined): string | undefined {
  const expected = blockHash(block, block.parent);
  if (block.hash !== expected) {
    return `Block ${block.height} hashes to ${expected}, but ${block.hash} is stored: its content was changed.`;
  }
  const parent = before?.hash ?? genesis;
  if (parent !== undefined && block.parent !== parent) {
    const predecessor = before ? `block ${before.height}` : "the genesis";
    return `Block ${block.height} has parent ${block.parent}, but ${predecessor} before it is ${parent}.`;
  }
  if (before && block.height <= before.height) {
    return `Block ${block.height} comes after block ${before.height}: heights must rise.`;
  }
  if (before && block.t < before.t) {
    return `Block ${block.height} is at ${block.t} s, before block ${before.height} at ${before.t} s.`;
  }
  return undefined;
}
