import type { MeasureEntry } from "../model/measures/entry.ts";
import { keyOf, placedMeasure, stemOf, withoutKey } from "../model/measures/names.ts";
import { entryOf, type MeasureName } from "../model/measures/vocabulary.ts";
import type { Measure } from "../run/result.ts";

/** How a measure is spoken of: "burn and mint {verb} {value}{after}, 14 % {more} than no token". */
export interface Phrase {
  /** Heads a panel. */
  readonly label: string;
  /** Completes "no clear difference in …". */
  readonly noun: string;
  readonly verb: string;
  /** Follows the value. */
  readonly after: string;
  readonly more: string;
  readonly less: string;
}

/** What is said of a measure that a mechanism of the scenario's own declares. */
type Told = Pick<Measure, "own"> | undefined;

const saidOf = (measure: string, told: Told): Measure["own"] => entryOf(measure) ?? told?.own;

/**
 * Words for a measure, those of the vocabulary or of the scenario's own mechanism; one that nobody declares goes by its
 * own name.
 */
export function phraseOf(measure: string, told?: Told): Phrase {
  const entry = saidOf(measure, told);
  if (!entry) return { label: measure, noun: measure, ...plainly(measure), more: "higher", less: "lower" };
  const { words, noun = inSentence(words), says = plainly(noun) } = entry;
  const { verb, after = "", more = "more", less = "less" } = says;
  const key = keyOf(measure);
  const keys = [placedMeasure(measure).place, key === "token" ? "" : key].filter((each) => each !== "");
  const which = keys.length === 0 ? "" : ` (${keys.join(", ")})`;
  return { label: words + which, noun: noun + which, verb, after: after + which, more, less };
}

const plainly = (noun: string) => ({
  verb: "stands at",
  after: ` in ${noun}`,
  more: "higher",
  less: "lower",
});

/** "Customers in the system" within a sentence; "GPUs online" and "Gini of providers" keep their capitals. */
const inSentence = (words: string): string =>
  /^[A-Z][a-z]/.test(words) && !/^(?:Gini|Herfindahl|Nakamoto)\b/.test(words)
    ? words[0]!.toLowerCase() + words.slice(1)
    : words;

/** Measures of the overview, the most telling first; the others follow in the order of the runs. */
const MOST_TELLING: readonly MeasureName[] = [
  "requests.withinObjective",
  "tokens.costUsdPerMillion",
  "tokens.usdPerMillion",
  "requests.firstTokenP95",
  "gpu.supply",
  "gpu.delivered",
  "gpu.usdPerGpuHour",
  "jobs.waitP95",
  "jobs.lostToCloud",
  "providers.margin",
  "token.usd",
  "ledger.supply",
  "token.inflation",
  "chain.securityBudgetUsd",
  "customers.surplusUsd",
  "providers.surplusUsd",
  "providers.lernerIndex",
  "market.deadweightUsd",
  "market.feesUsd",
  "energy.joules",
  "requests.refused",
  "providers.profitUsd",
  "gpu.utilisation",
  "providers.count",
  "jobs.waiting",
  "jobs.waitP50",
  "gpu.offered",
  "emission.usd",
  "emission.tokens",
  "ledger.minted",
  "ledger.burned",
  "ledger.circulating",
  "energy.gCO2e",
  "providers.gini",
  "providers.nakamoto",
  "gpu.availability",
  "chain.attackCostUsd",
  "chain.staleRate",
  "chain.tps",
  "chain.baseFee",
  "chain.blocks",
  "firm.usdPerGpuHour",
  "firm.costUsd",
  "firm.ownUtilisation",
  "firm.breakEvenUtilisation",
  "firm.burstShare",
  "firm.marketShare",
  "market.spotUsdPerGpuHour",
  "market.evictionsPerGpuDay",
  "market.pausesPerGpuDay",
  "market.bidShare",
  "market.spotShare",
  "market.storageUsd",
  "market.onDemandRefused",
  "market.reservedUse",
  "market.usedReservedUsdPerGpuHour",
  "market.prepaidUsd",
  "market.lentShare",
  "market.subscribedUsdPerGpuHour",
  "market.crossSubsidy",
  "market.subscriptionsThatPay",
  "market.tierShare",
  "market.cloudReservedUsdPerGpuHour",
  "market.cloudSpotUsdPerGpuHour",
  "customers.paidUsd",
  "jobs.failed",
  "market.cloudUsdPerGpuHour",
  "shares.letIn",
  "shares.ticketUsd",
  "shares.gini",
  "shares.incomeUsd",
  "operators.incomeUsd",
  "verification.honestShare",
  "verification.cheatedUndetected",
  "gpu.use",
  "providers.incomeUsd",
  "shares.sold",
  "shares.holders",
  "shares.yield",
  "shares.repairsUsd",
  "shares.turnover",
  "shares.priceToValue",
  "verification.rejected",
  "verification.slashedUsd",
  "verification.barred",
  "verification.checkGpuHours",
  "verification.verifiedGpuHours",
  "endpoints.utilisation",
];

/** What people ask of a network first: how much of it there is, at what price, who gains. Few, for what is read together needs wider intervals. */
export const ASKED_FIRST: readonly MeasureName[] = [
  "gpu.supply",
  "gpu.delivered",
  "gpu.usdPerGpuHour",
  "customers.surplusUsd",
  "providers.margin",
  "jobs.waitP95",
  "jobs.lostToCloud",
  "token.inflation",
];

/** Where a scenario asks for this measure: by its own name, or as one of `gpu.supply[*]`; −1: nowhere. */
const placeAmong = (asked: readonly string[], measure: string): number => {
  const every = measure.endsWith("]") ? `${withoutKey(measure)}[*]` : measure;
  return asked.findIndex((name) => name === measure || name === every);
};

/**
 * Place in the overview: what the scenario asks for first, then well-known measures, then those of one region or
 * instance alone; the rest after them, all alike.
 *
 * @param asked the scenario's own measures, the most telling first
 */
export function rankOf(measure: string, asked: readonly string[] = []): number {
  const place = placeAmong(asked, measure);
  if (place >= 0) return place - asked.length;
  const stem = stemOf(measure);
  const rank = MOST_TELLING.indexOf(stem as MeasureName);
  if (rank < 0) return Number.POSITIVE_INFINITY;
  const isWhole = stem === placedMeasure(measure).name || isOfAsset(stem);
  return isWhole ? rank : MOST_TELLING.length + rank;
}

/** What the ledger measures of each asset: where there is one, its key says nothing. */
const isOfAsset = (stem: string): boolean => stem.startsWith("ledger.") || stem === "token.inflation";

/** Which end of a measure is the better one. */
export type Direction = "higher" | "lower";

const ENDS: Readonly<Record<MeasureEntry["better"], Direction | undefined>> = {
  more: "higher",
  less: "lower",
  neither: undefined,
};

/** Whether more or less of a measure is better; undefined where that depends on whom one asks. */
export function betterOf(measure: string, told?: Told): Direction | undefined {
  const entry = saidOf(measure, told);
  return entry && entry.for === undefined ? ENDS[entry.better] : undefined;
}

/** "more", "less, for customers", "–". */
export const betterText = ({ better, for: whom }: Pick<MeasureEntry, "better" | "for">): string =>
  better === "neither" ? "–" : whom === undefined ? better : `${better}, for ${whom}`;

/** The same of a measure by name; empty: nobody declares it. */
export function betterTextOf(measure: string, told?: Told): string {
  const entry = saidOf(measure, told);
  return entry ? betterText(entry) : "";
}
