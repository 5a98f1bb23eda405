/** Texts of a column that repeats few of them, each held once: a row keeps its place in the list. */
export class RepeatedNames {
  readonly #names: string[];
  readonly #places: Map<string, number>;

  constructor(names: readonly string[] = []) {
    this.#names = [...names];
    this.#places = new Map(names.map((name, place) => [name, place]));
  }

  placeOf(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  get names(): readonly string[] {
    return [...this.#names];
  }
}
