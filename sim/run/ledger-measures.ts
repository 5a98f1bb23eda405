import type { AssetId, Ledger } from "../model/ledger.ts";
import type { Computed } from "../model/measures/metric.ts";
import type { KindOf, MeasureName } from "../model/measures/vocabulary.ts";
import { MEASURES } from "../model/measures/vocabulary.ts";
import { withEntry } from "../model/measures.ts";
import type { Probe } from "./probe.ts";

/** Share of all units that came on top of those at the opening; below 0 where more were burned than minted. */
function dilution(ledger: Ledger, asset: AssetId): number {
  const added = ledger.minted(asset) - ledger.burned(asset);
  return added === 0 ? 0 : added / ledger.supply(asset);
}

/**
 * What every run records of its ledger: supply, circulating, minted and burned of each asset that is issued, and
 * inflation. A design that never issues an asset has no measures of it.
 */
export function ledgerProbes(ledger: Ledger): Probe[] {
  return ledger.assets.flatMap(({ name: asset }, at) => {
    if (asset === "usd") return [];
    const probe = <K extends MeasureName>(measure: K, computed: Computed<Ledger, KindOf<K>>): Probe => {
      const entry = MEASURES[measure];
      return {
        name: `${measure}[${asset}]`,
        publisher: "ledger",
        metric: withEntry({ ...entry, unit: entry.unit.replace("{asset}", asset) }, computed),
        context: ledger,
        exists: () => ledger.supply(at) > 0 || ledger.minted(at) > 0,
      };
    };
    return [
      probe("ledger.supply", { value: () => ledger.supply(at) }),
      probe("ledger.circulating", { value: () => ledger.circulating(at) }),
      probe("ledger.minted", { total: () => ledger.minted(at) }),
      probe("ledger.burned", { total: () => ledger.burned(at) }),
      probe("token.inflation", { growth: () => ledger.supply(at) }),
      probe("token.dilution", { total: () => dilution(ledger, at) }),
    ];
  });
}
