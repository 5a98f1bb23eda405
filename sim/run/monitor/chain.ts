import type { Index } from "../../indexed.ts";
import { rowOf } from "../../model/columns.ts";
import type { Events } from "../../model/events.ts";
import { PROTOCOLS, TOGETHER } from "../../model/protocols.ts";
import { Follower, type FollowerSnapshot } from "./follower.ts";
import { claimOf, type Following, refusing, type Tell, type Watches } from "./watch.ts";

export interface HeightSnapshot {
  readonly height: number;
  readonly event: number;
}

/** The height before the first block, and its parent. */
const NONE = -1;

/** The canonical chain of a place: heights without a gap. Two numbers, so every run has it. */
export class Heights {
  readonly watches: Watches;
  #height: number;
  #event: number;

  constructor({ from, tell }: Pick<Following<HeightSnapshot>, "from" | "tell">) {
    this.#height = from?.height ?? NONE;
    this.#event = from?.event ?? 0;
    this.watches = {
      block: ({ height, count }, _, event) => {
        // Where a chain begins is its own affair.
        if (this.#height !== NONE && height !== this.#height + count)
          tell(
            TOGETHER.chain,
            event,
            `block ${height} stands for ${count}, and the last was ${this.#last()}: ${this.#height + count} follows.`,
          );
        this.#height = height;
        this.#event = event;
      },
      reorganised: ({ height, removed }, _, event) => {
        if (!(removed >= 1) || height + removed !== this.#height)
          tell(
            TOGETHER.chain,
            event,
            `${removed} blocks above ${height} are taken back, and the last was ${this.#last()}.`,
          );
        this.#height = height;
        this.#event = event;
      },
    };
  }

  snapshot(): HeightSnapshot {
    return { height: this.#height, event: this.#event };
  }

  #last(): string {
    return this.#height === NONE ? "none" : `${this.#height}, at event #${this.#event}`;
  }
}

/** What is kept of a block. */
const BLOCK = {
  kept: { parent: "number", height: "number" },
  unknown: { parent: Number.NaN, height: Number.NaN },
} as const;
type Kept = (typeof BLOCK)["kept"];

export interface TreeSnapshot {
  readonly of: FollowerSnapshot<Kept>;
  readonly canonical: readonly number[];
}

const CLAIM = claimOf(PROTOCOLS.branch);

/** The tree of blocks of a place: each on one that has been found, and the canonical ones each on the one before it. */
export class Tree {
  readonly watches: Watches;
  readonly #of: Follower<Kept>;
  /** Ids of the canonical blocks, in order of height. */
  readonly #canonical: number[];
  readonly #adopts: boolean;
  readonly #tell: Tell;

  constructor({ from, adopts, tell }: Following<TreeSnapshot>) {
    this.#tell = tell;
    this.#adopts = adopts;
    this.#canonical = [...(from?.canonical ?? [])];
    const of = new Follower(PROTOCOLS.branch, BLOCK, refusing(PROTOCOLS.branch, tell), {
      from: from?.of,
      adopts,
    });
    this.#of = of;
    const found = of.step("blockFound");
    const stale = of.step("blockStale");
    const block = of.step("block");
    this.watches = {
      blockFound: (event, _, number) => {
        this.#onParent(event, number);
        const row = of.take(found, event.id, number);
        of.things.parent[row] = event.parent;
        of.things.height[row] = event.height;
      },
      blockStale: ({ id, parent }, _, event) =>
        this.#sameParent(of.take(stale, id, event), id, parent, event),
      block: ({ id, height }, _, event) => {
        if (id === undefined)
          this.#tell(CLAIM, event, `block ${height} does not say which of the tree it is.`);
        else this.#extend(of.take(block, id, event), id, height, event);
      },
      reorganised: ({ removed }, _, event) => {
        for (const id of this.#canonical.splice(Math.max(0, this.#canonical.length - removed)))
          of.put(id, "undone", event);
      },
    };
  }

  close(event: number): void {
    this.#of.close((id, state, since) =>
      this.#tell(CLAIM, since, `block ${id} is ${state}, and neither stale nor back at event #${event}.`),
    );
  }

  snapshot(): TreeSnapshot {
    return { of: this.#of.snapshot(), canonical: this.#canonical };
  }

  #onParent({ id, parent, height }: Events["blockFound"], event: number): void {
    const row = rowOf(this.#of.things, parent);
    if (parent !== NONE && row === -1) {
      if (!this.#adopts)
        this.#tell(CLAIM, event, `block ${id} is on block ${parent}, which was never found.`);
      return;
    }
    const due = parent === NONE ? 0 : this.#of.things.height[row] + 1;
    if (height !== due && !Number.isNaN(due))
      this.#tell(CLAIM, event, `block ${id} is at height ${height}, and on its parent ${parent} at ${due}.`);
  }

  #sameParent(row: Index, id: number, parent: number, event: number): void {
    const known = this.#of.things.parent[row];
    if (parent !== known && !Number.isNaN(known))
      this.#tell(CLAIM, event, `block ${id} is said to be on ${parent}, and was found on ${known}.`);
  }

  /** A canonical block is on the canonical block before it. */
  #extend(row: Index, id: number, height: number, event: number): void {
    const { parent, height: found } = this.#of.things;
    const last = this.#canonical.at(-1) ?? NONE;
    if (parent[row] !== last && !Number.isNaN(parent[row]) && !(this.#adopts && last === NONE))
      this.#tell(
        CLAIM,
        event,
        `block ${id} is on ${parent[row]}, and the canonical block before it is ${last}.`,
      );
    if (found[row] !== height && !Number.isNaN(found[row]))
      this.#tell(CLAIM, event, `block ${id} is at height ${height}, and was found at ${found[row]}.`);
    this.#canonical.push(id);
  }
}
