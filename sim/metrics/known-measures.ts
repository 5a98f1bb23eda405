/** How a measure is spoken of: "burn and mint {verb} {value}{after}, 14 % {more} than no token". */
export interface Phrase {
  /** Heads a panel. */
  readonly label: string;
  /** Completes "no clear difference in …". */
  readonly noun: string;
  readonly verb: string;
  /** Follows the value. */
  readonly after?: string;
  readonly more: string;
  readonly less: string;
}

const phrase = (
  label: string,
  noun: string,
  verb: string,
  after = "",
  more = "more",
  less = "less",
): Phrase => ({
  label,
  noun,
  verb,
  after,
  more,
  less,
});

/** Well-known measures, the most telling first: the order of the overview. A measure of an asset is named without it. */
export const KNOWN_MEASURES: Readonly<Record<string, Phrase>> = {
  "requests.withinObjective": phrase(
    "Within the latency objective",
    "requests within the latency objective",
    "serves",
    " of requests within the latency objective",
  ),
  "tokens.costUsdPerMillion": phrase(
    "GPU cost of a million tokens",
    "the GPU cost of a million tokens",
    "spends",
    " on GPUs for a million tokens",
  ),
  "tokens.usdPerMillion": phrase(
    "Price of a million tokens",
    "the price of a million tokens",
    "charges",
    " for a million tokens",
  ),
  "requests.firstTokenP95": phrase(
    "First token, 95th percentile",
    "the 95th percentile of times to the first token",
    "has a 95th percentile of times to the first token of",
    "",
    "longer",
    "shorter",
  ),
  "gpu.supply": phrase("GPUs online", "GPUs online", "keeps", " online on average", "more", "fewer"),
  "gpu.delivered": phrase("GPU-hours delivered", "GPU-hours delivered", "delivers"),
  "gpu.usdPerGpuHour": phrase("Price of a GPU-hour", "the price of a GPU-hour", "charges", " on average"),
  "jobs.waitP95": phrase(
    "Wait, 95th percentile",
    "the 95th percentile of waits",
    "has a 95th percentile of waits of",
    "",
    "longer",
    "shorter",
  ),
  "jobs.lostToCloud": phrase(
    "Jobs lost to the cloud",
    "jobs lost to the cloud",
    "loses",
    " of jobs to the cloud",
  ),
  "providers.margin": phrase(
    "Provider margin",
    "provider margins",
    "leaves providers a margin of",
    "",
    "higher",
    "lower",
  ),
  "token.usd": phrase("Token price", "the token's price", "has a mean token price of", "", "higher", "lower"),
  "ledger.supply": phrase("Token supply", "token supply", "has a mean supply of", "", "more", "less"),
  "token.inflation": phrase("Inflation", "inflation", "inflates by", "", "more", "less"),
  "chain.securityBudgetUsd": phrase(
    "Security budget",
    "the security budget",
    "pays",
    " for security",
    "more",
    "less",
  ),
  "customers.surplusUsd": phrase("Customer surplus", "customer surplus", "leaves customers a surplus of"),
  "providers.surplusUsd": phrase("Provider surplus", "provider surplus", "leaves providers a surplus of"),
  "providers.lernerIndex": phrase(
    "Margin over the least that is asked",
    "the margin over the least that is asked",
    "leaves a margin over the least that is asked of",
    "",
    "higher",
    "lower",
  ),
  "market.deadweightUsd": phrase("Forgone gains", "gains forgone", "forgoes gains of"),
  "market.feesUsd": phrase("Market fees", "market fees", "keeps fees of"),
  "energy.joules": phrase("Energy", "energy", "uses", "", "more", "less"),
  "gpu.waiting": phrase(
    "GPUs waited for",
    "GPUs that queued jobs wait for",
    "keeps",
    " waited for on average",
    "more",
    "fewer",
  ),
  "requests.refused": phrase("Requests refused", "requests refused", "refuses", "", "more", "fewer"),
  "providers.profitUsd": phrase("Provider profit", "provider profits", "leaves providers a profit of"),
  "gpu.utilisation": phrase("Utilisation", "utilisation", "keeps utilisation at", "", "higher", "lower"),
  "providers.count": phrase("Providers", "the number of providers", "keeps", "", "more", "fewer"),
  "jobs.waiting": phrase("Jobs waiting", "jobs waiting", "keeps", " waiting on average", "more", "fewer"),
  "jobs.waitP50": phrase("Wait, median", "the median wait", "has a median wait of", "", "longer", "shorter"),
  "gpu.offered": phrase("GPU-hours online", "GPU-hours online", "keeps", " online"),
  "emission.usd": phrase("Emission in USD", "emission in USD", "emits"),
  "emission.tokens": phrase("Emission in tokens", "emission in tokens", "emits"),
  "ledger.minted": phrase("Tokens minted", "tokens minted", "mints"),
  "ledger.burned": phrase("Tokens burned", "tokens burned", "burns"),
  "ledger.circulating": phrase("Circulating supply", "circulating supply", "has a mean circulation of"),
  "energy.gCO2e": phrase("Carbon", "carbon", "emits"),
  "providers.gini": phrase(
    "Gini of providers",
    "the concentration of providers",
    "has a provider Gini of",
    "",
    "higher",
    "lower",
  ),
  "providers.nakamoto": phrase(
    "Nakamoto coefficient",
    "the Nakamoto coefficient",
    "has a Nakamoto coefficient of",
    "",
    "higher",
    "lower",
  ),
  "gpu.availability": phrase(
    "Availability",
    "the availability of machines",
    "keeps machines working",
    " of the time",
    "more",
    "less",
  ),
  "chain.attackCostUsd": phrase("Cost of attack", "the cost of attack", "makes an attack cost"),
  "chain.staleRate": phrase("Stale blocks", "stale blocks", "has a stale rate of", "", "higher", "lower"),
  "chain.tps": phrase("Transactions a second", "throughput", "handles"),
  "chain.baseFee": phrase("Base fee", "the base fee", "has a mean base fee of", "", "higher", "lower"),
  "chain.blocks": phrase("Blocks", "blocks", "makes", "", "more", "fewer"),
  "firm.usdPerGpuHour": phrase(
    "Cost of a GPU-hour to the firm",
    "what a GPU-hour costs the firm",
    "costs the firm",
    "",
    "more",
    "less",
  ),
  "firm.costUsd": phrase("The firm's cost", "what the firm pays", "costs the firm"),
  "firm.ownUtilisation": phrase(
    "Use of the firm's own GPUs",
    "the use of own GPUs",
    "keeps the firm's own GPUs busy",
    " of the time",
  ),
  "firm.breakEvenUtilisation": phrase(
    "Use from which owning pays",
    "the use from which owning pays",
    "makes owning pay from a use of",
    "",
    "higher",
    "lower",
  ),
  "firm.burstShare": phrase("Work that bursts", "work that bursts", "lets", " of the firm's work burst"),
  "firm.marketShare": phrase(
    "Work at the market",
    "work at the market",
    "runs",
    " of the firm's work at the market",
  ),
  "market.spotUsdPerGpuHour": phrase(
    "Price of spare capacity",
    "the price of spare capacity",
    "lets spare capacity at",
    "",
    "higher",
    "lower",
  ),
  "market.evictionsPerGpuDay": phrase(
    "Interruptions a day of a spot GPU",
    "interruptions",
    "interrupts",
    " times a day of a GPU",
    "more often",
    "less often",
  ),
  "market.pausesPerGpuDay": phrase(
    "Pauses a day of a GPU that runs for bids",
    "pauses",
    "pauses",
    " times a day of a GPU",
    "more often",
    "less often",
  ),
  "market.bidShare": phrase("GPU-time let by bids", "GPU-time let by bids", "lets", " of GPU-time by bids"),
  "market.spotShare": phrase("GPU-time let as spare", "GPU-time let as spare", "lets", " as spare capacity"),
  "market.storageUsd": phrase("Storage of paused jobs", "what storage costs", "charges", " for storage"),
  "market.onDemandRefused": phrase(
    "Turned away on demand",
    "customers on demand turned away",
    "turns",
    " of customers on demand away",
  ),
  "market.reservedUse": phrase(
    "Use of reservations",
    "the use of reservations",
    "keeps reservations in use",
    " of the time",
  ),
  "market.usedReservedUsdPerGpuHour": phrase(
    "Cost of a reserved hour in use",
    "what a reserved hour in use costs",
    "makes a reserved hour in use cost",
  ),
  "market.prepaidUsd": phrase("Prepayment", "prepayment", "collects", " in advance"),
  "market.lentShare": phrase("Reserved GPUs lent", "reserved GPUs lent", "lends", " of reserved GPU-hours"),
  "market.subscribedUsdPerGpuHour": phrase(
    "Price of a subscribed GPU-hour",
    "what a subscribed GPU-hour costs",
    "makes a subscribed GPU-hour cost",
  ),
  "market.crossSubsidy": phrase(
    "Fees paid for others' use",
    "the cross-subsidy",
    "moves",
    " of fees from light to heavy users",
  ),
  "market.subscriptionsThatPay": phrase(
    "Subscriptions that pay",
    "subscriptions that pay",
    "makes",
    " of subscriptions cheaper than renting",
  ),
  "market.tierShare": phrase("GPU-time by tier", "GPU-time by tier", "sells", " of GPU-time in it"),
  "market.cloudReservedUsdPerGpuHour": phrase(
    "Reserved price in the cloud",
    "the cloud's reserved price",
    "has a reserved price of",
    "",
    "higher",
    "lower",
  ),
  "market.cloudSpotUsdPerGpuHour": phrase(
    "Spot price in the cloud",
    "the cloud's spot price",
    "has a cloud's spot price of",
    "",
    "higher",
    "lower",
  ),
  "customers.paidUsd": phrase("Paid by customers", "what customers pay", "takes", " from customers"),
  "jobs.failed": phrase(
    "Jobs without a result",
    "jobs without a result",
    "leaves",
    " of jobs without a result",
  ),
  "market.cloudUsdPerGpuHour": phrase(
    "Price in the cloud",
    "the cloud's price",
    "has a cloud price of",
    "",
    "higher",
    "lower",
  ),
  "shares.letIn": phrase("Savers let in", "savers let in", "lets in", " of savers"),
  "shares.ticketUsd": phrase(
    "Smallest stake in a node",
    "the smallest stake in a node",
    "asks at least",
    "",
    "higher",
    "lower",
  ),
  "shares.gini": phrase(
    "Gini of income from nodes",
    "the inequality of income from nodes",
    "has a Gini of income of",
    "",
    "higher",
    "lower",
  ),
  "shares.incomeUsd": phrase("Income of holders", "the income of holders", "pays holders"),
  "operators.incomeUsd": phrase("Income of operators", "the income of operators", "pays operators"),
  "verification.honestShare": phrase("Honest jobs", "honest jobs", "keeps", " of jobs honest"),
  "verification.cheatedUndetected": phrase(
    "Faked and accepted jobs",
    "faked and accepted jobs",
    "accepts",
    " of jobs that were faked",
  ),
  "hosts.smallShare": phrase(
    "Small hosts' share of earnings",
    "small hosts' share of earnings",
    "gives small hosts",
    " of all earnings",
  ),
  "gpu.use": phrase("GPUs put to a use", "GPUs put to a use", "puts", " to it on average", "more", "fewer"),
  "providers.incomeUsd": phrase("Income of providers", "the income of providers", "pays providers"),
  "shares.sold": phrase(
    "Nodes that savers own",
    "the part of nodes that savers own",
    "sells savers",
    " of the nodes",
  ),
  "shares.holders": phrase("Savers who hold shares", "savers who hold shares", "has", "", "more", "fewer"),
  "shares.yield": phrase(
    "Payouts over the nodes' price",
    "payouts over the nodes' price",
    "yields",
    "",
    "more",
    "less",
  ),
  "shares.repairsUsd": phrase("Repairs", "the cost of repairs", "pays", " for repairs", "more", "less"),
  "shares.turnover": phrase("Turnover of shares", "the turnover of shares", "turns over", " of the shares"),
  "shares.priceToValue": phrase(
    "Price over value of shares",
    "the price of shares over their value",
    "trades shares at",
    " of their value",
  ),
  "verification.rejected": phrase("Results rejected", "results rejected", "rejects", "", "more", "fewer"),
  "verification.slashedUsd": phrase("Stake slashed", "stake slashed", "slashes"),
  "verification.barred": phrase("Machines barred", "machines barred", "bars", "", "more", "fewer"),
  "verification.checkGpuHours": phrase(
    "GPU-hours spent on checks",
    "GPU-hours spent on checks",
    "spends",
    " on checks",
  ),
  "verification.verifiedGpuHours": phrase("GPU-hours verified", "GPU-hours verified", "verifies"),
  "endpoints.utilisation": phrase(
    "Utilisation of replicas",
    "the utilisation of replicas",
    "keeps replicas busy",
    " of the time",
  ),
};

/** What people ask of a network first: how much of it there is, at what price, who gains. Few, for what is read together needs wider intervals. */
export const ASKED_FIRST: readonly string[] = [
  "gpu.supply",
  "gpu.delivered",
  "gpu.usdPerGpuHour",
  "customers.surplusUsd",
  "providers.margin",
  "jobs.waitP95",
  "jobs.lostToCloud",
  "token.inflation",
];

/** `ledger.supply[token]` is `ledger.supply`; other names stay as they are. */
export const withoutAsset = (measure: string): string => measure.replace(/\[[^\]]*\]$/, "");

/**
 * A measure's place and its name there: `btc.chain.blocks` is `chain.blocks` of btc. Names of measures have one dot, and
 * no place carries the first part of one. The world's is empty.
 */
export function placedMeasure(measure: string): { readonly place: string; readonly name: string } {
  const [, place = "", name = measure] = /^([^.[\]]+)\.([^.[\]]+\.[^.].*)$/s.exec(measure) ?? [];
  return Object.hasOwn(KNOWN_MEASURES, withoutAsset(name)) ? { place, name } : { place: "", name: measure };
}

const stemOf = (measure: string): string => withoutAsset(placedMeasure(measure).name);

const assetOf = (measure: string): string => /\[([^\]]*)\]$/.exec(measure)?.[1] ?? "";

/** Words for a measure; one that is not well known goes by its own name. */
export function phraseOf(measure: string): Phrase {
  const { place, name } = placedMeasure(measure);
  const known = KNOWN_MEASURES[withoutAsset(name)];
  if (!known) return phrase(measure, measure, `has a ${measure} of`, "", "higher", "lower");
  const asset = assetOf(measure);
  const keys = [place, ...(asset === "token" ? [] : [asset])].filter((each) => each !== "");
  if (keys.length === 0) return known;
  const key = ` (${keys.join(", ")})`;
  return {
    ...known,
    label: known.label + key,
    noun: known.noun + key,
    after: (known.after ?? "") + key,
  };
}

/** What the ledger measures of each asset: where there is one, its key says nothing. */
const isOfAsset = (stem: string): boolean => stem.startsWith("ledger.") || stem === "token.inflation";

/** Where a scenario asks for this measure: by its own name, or as one of `gpu.supply[*]`; −1: nowhere. */
const placeAmong = (asked: readonly string[], measure: string): number => {
  const every = measure.endsWith("]") ? `${withoutAsset(measure)}[*]` : measure;
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
  const names = Object.keys(KNOWN_MEASURES);
  const stem = stemOf(measure);
  const rank = names.indexOf(stem);
  if (rank < 0) return Number.POSITIVE_INFINITY;
  return stem === placedMeasure(measure).name || isOfAsset(stem) ? rank : names.length + rank;
}

/** Which end of a measure is the better one. */
export type Direction = "higher" | "lower";

/**
 * Measures of which everybody in the model would want more, or less, if all else stayed equal. Prices, margins and
 * token prices are not among them: what one side gains by them another pays. Nor is utilisation, which the price
 * controls.
 */
const BETTER: Readonly<Record<string, Direction>> = {
  "gpu.supply": "higher",
  "gpu.offered": "higher",
  "gpu.delivered": "higher",
  "gpu.availability": "higher",
  "jobs.waitP50": "lower",
  "jobs.waitP95": "lower",
  "jobs.waiting": "lower",
  "gpu.waiting": "lower",
  "jobs.lostToCloud": "lower",
  "jobs.gaveUp": "lower",
  "jobs.failed": "lower",
  "jobs.finished": "higher",
  "customers.surplusUsd": "higher",
  "market.deadweightUsd": "lower",
  "firm.usdPerGpuHour": "lower",
  "firm.costUsd": "lower",
  "market.evictionsPerGpuDay": "lower",
  "market.pausesPerGpuDay": "lower",
  "jobs.lostGpuHours": "lower",
  "customers.wait": "lower",
  "customers.waitP50": "lower",
  "customers.waitP95": "lower",
  "customers.stay": "lower",
  "requests.withinObjective": "higher",
  "requests.served": "higher",
  "requests.refused": "lower",
  "requests.timedOut": "lower",
  "requests.firstTokenP50": "lower",
  "requests.firstTokenP95": "lower",
  "requests.perTokenP50": "lower",
  "requests.perTokenP95": "lower",
  "requests.latencyP50": "lower",
  "requests.latencyP95": "lower",
  "tokens.costUsdPerMillion": "lower",
  "verification.honestShare": "higher",
  "verification.cheatedUndetected": "lower",
  "verification.checkGpuHours": "lower",
  "shares.letIn": "higher",
  "token.inflation": "lower",
  "providers.gini": "lower",
  "providers.nakamoto": "higher",
  "chain.attackCostUsd": "higher",
  "chain.staleRate": "lower",
  "energy.joules": "lower",
  "energy.gCO2e": "lower",
};

/** Whether more or less of a measure is better; undefined where that depends on whom one asks. */
export const betterOf = (measure: string): Direction | undefined => {
  const name = stemOf(measure);
  return Object.hasOwn(BETTER, name) ? BETTER[name] : undefined;
};
