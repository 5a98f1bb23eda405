import type { Index } from "../indexed.ts";

/** A set of small whole numbers, to which the same ones are added again and again: that costs a look at a byte. */
export class SmallSet {
  #size = 0;
  #members = new Uint8Array(16);

  get size(): number {
    return this.#size;
  }

  add(member: number): void {
    if (this.#members[member] !== 1) this.#addFirst(member);
  }

  has(member: number): boolean {
    return this.#members[member] === 1;
  }

  /** In ascending order. */
  *[Symbol.iterator](): Iterator<Index> {
    for (const member of this.#members.keys()) if (this.has(member)) yield member;
  }

  #addFirst(member: number): void {
    if (member >= this.#members.length) {
      const members = new Uint8Array(2 * (member + 1));
      members.set(this.#members);
      this.#members = members;
    }
    this.#members[member] = 1;
    this.#size++;
  }
}
