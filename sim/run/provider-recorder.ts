import type { ProviderRows, RecordedProviders } from "../model/recorded-providers.ts";
import { grown } from "../model/rows.ts";
import type { Seconds } from "../units.ts";
import { RepeatedNames } from "./names.ts";
import type { RecordKeeper } from "./observer.ts";
import type { Part } from "./parts.ts";

const NUMBERS = ["t", "provider", "gpus", "online", "busy", "revenueUsd"] as const;
const NAMES = ["supply", "place", "region", "kind"] as const;
type Columns = { [C in (typeof NUMBERS)[number]]: Float64Array } & {
  [C in (typeof NAMES)[number]]: Int32Array;
};

export interface ProviderRecorderSnapshot {
  readonly count: number;
  readonly names: readonly string[];
  readonly columns: Columns;
}

const FIRST_ROWS = 1_024;

/** Keeps what supply mechanisms say of their providers at each sample. It only observes. */
export class ProviderRecorder implements RecordKeeper {
  readonly #parts: readonly Part[];
  #columns: Columns;
  #count: number;
  readonly #names: RepeatedNames;

  /** @param parts the instances that may have something to say */
  constructor(parts: readonly Part[], from?: ProviderRecorderSnapshot) {
    this.#parts = parts;
    this.#columns = from?.columns ?? columns(FIRST_ROWS);
    this.#count = from?.count ?? 0;
    this.#names = new RepeatedNames(from?.names);
  }

  sample(now: Seconds): void {
    for (const { use, mechanism, context } of this.#parts)
      if (mechanism.providers) this.#add(now, use, mechanism.providers(context));
  }

  /** @param supply who says it */
  #add(now: Seconds, { id, place }: Part["use"], rows: ProviderRows): void {
    const from = this.#count;
    this.#count += rows.provider.length;
    if (this.#count > this.#columns.t.length) this.#columns = columns(2 * this.#count, this.#columns);
    const told = this.#columns;
    told.t.fill(now, from, this.#count);
    told.supply.fill(this.#names.placeOf(id), from, this.#count);
    told.place.fill(this.#names.placeOf(place), from, this.#count);
    if (rows.place)
      told.place.set(
        rows.place.map((text) => this.#names.placeOf(text)),
        from,
      );
    for (const name of ["provider", "gpus", "online", "busy", "revenueUsd"] as const)
      told[name].set(rows[name], from);
    for (const name of ["region", "kind"] as const)
      told[name].set(
        rows[name].map((text) => this.#names.placeOf(text)),
        from,
      );
  }

  told(): { providers: RecordedProviders } {
    const rows = Object.entries(this.#columns).map(([name, column]) => [name, column.slice(0, this.#count)]);
    return { providers: { names: this.#names.names, ...Object.fromEntries(rows) } as RecordedProviders };
  }

  snapshot(): ProviderRecorderSnapshot {
    return { count: this.#count, names: this.#names.names, columns: this.#columns };
  }
}

function columns(capacity: number, from?: Columns): Columns {
  const numbers = NUMBERS.map((name) => [
    name,
    from ? grown(from[name], capacity) : new Float64Array(capacity),
  ]);
  const names = NAMES.map((name) => [name, from ? grown(from[name], capacity) : new Int32Array(capacity)]);
  return Object.fromEntries([...numbers, ...names]) as Columns;
}
