import type { Index } from "../indexed.ts";
import { addRow, type Columns, columns, filled } from "../model/columns.ts";
import type { ProviderRows, RecordedProviders } from "../model/recorded-providers.ts";
import type { Seconds } from "../units.ts";
import { RepeatedNames } from "./names.ts";
import type { RecordKeeper } from "./observer.ts";
import type { Part } from "./parts.ts";

const SAMPLE = {
  t: "number",
  provider: "number",
  gpus: "number",
  online: "number",
  busy: "number",
  revenueUsd: "number",
  supply: "row",
  place: "row",
  region: "row",
  kind: "row",
} as const;

export interface ProviderRecorderSnapshot {
  readonly names: readonly string[];
  readonly samples: Columns<typeof SAMPLE>;
}

const FIRST_ROWS = 1_024;

/** Keeps what supply mechanisms say of their providers at each sample. It only observes. */
export class ProviderRecorder implements RecordKeeper {
  readonly #parts: readonly Part[];
  readonly #samples: Columns<typeof SAMPLE>;
  readonly #names: RepeatedNames;

  /** @param parts the instances that may have something to say */
  constructor(parts: readonly Part[], from?: ProviderRecorderSnapshot) {
    this.#parts = parts;
    this.#samples = from?.samples ?? columns(SAMPLE, FIRST_ROWS);
    this.#names = new RepeatedNames(from?.names);
  }

  sample(now: Seconds): void {
    for (const { use, mechanism, context } of this.#parts)
      if (mechanism.providers) this.#add(now, use, mechanism.providers(context));
  }

  /** @param supply who says it */
  #add(now: Seconds, { id, place }: Part["use"], rows: ProviderRows): void {
    const nameOf = (text: string) => this.#names.placeOf(text);
    const supply = nameOf(id);
    const here = nameOf(place);
    for (let at: Index = 0; at < rows.provider.length; at++)
      addRow(this.#samples, {
        t: now,
        supply,
        place: rows.place === undefined ? here : nameOf(rows.place[at]!),
        provider: rows.provider[at]!,
        gpus: rows.gpus[at]!,
        online: rows.online[at]!,
        busy: rows.busy[at]!,
        revenueUsd: rows.revenueUsd[at]!,
        region: nameOf(rows.region[at]!),
        kind: nameOf(rows.kind[at]!),
      });
  }

  told(): { providers: RecordedProviders } {
    return { providers: { names: this.#names.names, ...filled(this.#samples) } };
  }

  snapshot(): ProviderRecorderSnapshot {
    return { names: this.#names.names, samples: this.#samples };
  }
}
