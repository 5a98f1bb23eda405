import type { Ledger } from "../model/ledger.ts";
import type { Metric } from "../model/mechanism.ts";
import type { Probe } from "./probe.ts";

/**
 * What every run records of its ledger: supply, circulating, minted and burned of each asset that is issued, and
 * inflation. A design that never issues an asset has no measures of it.
 */
export function ledgerProbes(ledger: Ledger): Probe[] {
  return ledger.assets.flatMap(({ name }, asset) => {
    if (name === "usd") return [];
    const probe = (measure: string, metric: Metric<Ledger>): Probe => ({
      name: measure,
      publisher: "ledger",
      metric,
      context: ledger,
      exists: () => ledger.supply(asset) > 0 || ledger.minted(asset) > 0,
    });
    return [
      probe(`ledger.supply[${name}]`, {
        unit: name,
        kind: "level",
        doc: "Units in existence.",
        value: () => ledger.supply(asset),
      }),
      probe(`ledger.circulating[${name}]`, {
        unit: name,
        kind: "level",
        doc: "Units in existence outside the treasury.",
        value: () => ledger.supply(asset) - ledger.sectorBalance(asset, "treasury"),
      }),
      probe(`ledger.minted[${name}]`, {
        unit: name,
        kind: "flow",
        doc: "Units minted after genesis.",
        total: () => ledger.minted(asset),
      }),
      probe(`ledger.burned[${name}]`, {
        unit: name,
        kind: "flow",
        doc: "Units burned.",
        total: () => ledger.burned(asset),
      }),
      probe(`${name}.inflation`, {
        unit: "ratio/y",
        kind: "ratio",
        doc: "Growth of the units in existence, as a yearly rate.",
        growth: () => ledger.supply(asset),
      }),
    ];
  });
}
