/** Lets as many pieces of work go on at a time as there are places; of those that wait, the lowest rank is next. */
export class Turns {
  #free: number;
  readonly #waiting: { readonly rank: number; readonly begin: () => void }[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** Does the work when its turn comes; among equal ranks whoever came first. */
  async take<T>(rank: number, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((begin) => this.#waiting.push({ rank, begin }));
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  /** Hands a place to who is next, or leaves it free. */
  #pass(): void {
    const lowest = Math.min(...this.#waiting.map(({ rank }) => rank));
    const next = this.#waiting.findIndex(({ rank }) => rank === lowest);
    if (next < 0) this.#free++;
    else this.#waiting.splice(next, 1)[0]!.begin();
  }
}
