import { Ledger } from "../model/ledger.ts";
import type { Metric, MetricKind } from "../model/mechanism.ts";
import { ledgerProbes } from "../run/ledger-measures.ts";
import { ORRERY } from "../scenario/catalogue.ts";

/** A measure that some scenario can have. */
export interface KnownMeasure {
  readonly name: string;
  readonly unit: string;
  readonly kind: MetricKind;
  readonly doc: string;
  readonly publishers: readonly string[];
}

/** Every measure of Orrery's mechanisms and of the ledger (for an asset called `token`), in order of name. */
export function knownMeasures(): KnownMeasure[] {
  const found = new Map<string, KnownMeasure>();
  const add = (
    name: string,
    { unit, kind, doc }: Pick<Metric<any>, "unit" | "kind" | "doc">,
    publisher: string,
  ): void => {
    const before = found.get(name);
    found.set(name, { name, unit, kind, doc, publishers: [...(before?.publishers ?? []), publisher] });
  };
  const ledger = new Ledger([
    { name: "usd", decimals: 6 },
    { name: "token", decimals: 9 },
  ]);
  for (const { name, metric } of ledgerProbes(ledger)) add(name, metric, "ledger");
  for (const [publisher, { metrics }] of ORRERY)
    for (const [name, metric] of Object.entries<Metric<any>>(metrics ?? {})) add(name, metric, publisher);
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}
