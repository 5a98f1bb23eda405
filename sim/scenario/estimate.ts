import type { Ahead, Estimate } from "../model/estimate.ts";
import { EVENTS, type EventSpec } from "../model/events.ts";
import { measuresOf } from "../model/measures.ts";
import type { Mechanism } from "../model/mechanism.ts";
import { WORLD } from "../model/place.ts";
import { isTable } from "../schema/table.ts";
import { DAY } from "../units.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ResolvedDesign, ResolvedScenario, ResolvedUse } from "./scenario.ts";
import { settableRanges } from "./settable.ts";
import { actsIn, type Placed, placedOf, placesOf, standsIn } from "./wiring.ts";

/** What a design is expected to cause in one run. */
export interface DesignEstimate {
  /** Events delivered; and entries of lists that are walked over besides. */
  readonly events: number;
  readonly steps: number;
  /** Memory of one run. */
  readonly bytes: number;
  /** Tokens minted by asset, the genesis supply included, and the instance that mints most of them. */
  readonly mints: Readonly<Record<string, { readonly tokens: number; readonly by: string }>>;
  /** Events by name. */
  readonly byEvent: Readonly<Record<string, number>>;
  /** Mechanisms that do not say what they cause: they count as nothing. */
  readonly unknown: readonly string[];
}

/** More than any of these is run only where somebody says so (`--allow-long`). */
export const LIMITS = { events: 1e8, steps: 2e9, bytes: 4e9 } as const;
export type Limited = keyof typeof LIMITS;

export type Clock = Pick<ResolvedScenario, "until" | "sample">;

/** Mechanisms answer one another: after so many rounds what one event brings about has come round. */
const ROUNDS = 12;
/** Numbers beyond this are all the same: too large. */
const ENDLESS = 1e30;

/** What each instance of a design is expected to cause until the horizon, in their order, and what there is of it by place. */
export function expectedOf(
  placed: readonly Placed[],
  clock: Clock,
): { readonly all: readonly Estimate[]; readonly found: Found } {
  const ranges = settableRanges(placed);
  let found: Found = { events: new Map(), sums: new Map() };
  let all: Estimate[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = found;
    all = placed.map((each) =>
      most(each.mechanism, each.use.params, ranges.get(each.use.id), aheadOf(each, before, clock)),
    );
    found = {
      events: byPlace(placed, all, ({ events = {} }) => events),
      sums: byPlace(placed, all, ({ sums = {} }) => sums),
    };
    if (settled(found.events, before.events) && settled(found.sums, before.sums)) break;
  }
  return { all, found };
}

/** What a design is expected to cause until the horizon. */
export function estimateOf(
  design: Pick<ResolvedDesign, "uses">,
  catalogue: Catalogue,
  clock: Clock,
): DesignEstimate {
  const { uses } = design;
  const { all, found } = expectedOf(placedOf(design, catalogue), clock);
  const byEvent = added([...found.events.values()]);
  const days = clock.until / DAY;
  const total = (of: (estimate: Estimate) => number | undefined): number =>
    all.reduce((sum, estimate) => Math.min(ENDLESS, sum + (of(estimate) ?? 0)), 0);
  return {
    events: Object.values(byEvent).reduce((sum, count) => sum + count, days + 3),
    steps: total(({ steps }) => steps),
    bytes: total(({ bytes }) => bytes) + recordBytes(uses, catalogue, clock) + tableBytes(uses),
    mints: mintsByAsset(uses, all),
    byEvent,
    unknown: uses.map(({ mechanism }) => mechanism).filter((name) => saysNothing(catalogue.get(name)!)),
  };
}

/**
 * What a mechanism will cause while others may set its parameters: the most of what it would at either end of each range.
 * Parameters are tried one after the other, each beside the costlier values of those before it.
 */
function most(
  { estimate }: Mechanism,
  params: ResolvedUse["params"],
  ranges: ReadonlyMap<string, readonly [number, number]> = new Map(),
  ahead: Ahead,
): Estimate {
  if (!estimate) return {};
  let costliest = params;
  let all = estimate(params as never, ahead);
  for (const [name, ends] of ranges)
    for (const end of ends) {
      const other = { ...costliest, [name]: end };
      const own = estimate(other as never, ahead);
      if (weight(own) > weight(estimate(costliest as never, ahead))) costliest = other;
      all = larger(all, own);
    }
  return all;
}

/** Whatever it is that grows. */
const weight = ({ events = {}, sums = {}, steps = 0, bytes = 0, mints = 0 }: Estimate): number =>
  [...Object.values(events), ...Object.values(sums), steps, bytes, mints].reduce(
    (sum, each) => sum + each,
    0,
  );

function larger(one: Estimate, other: Estimate): Estimate {
  const most = (a: Counts = {}, b: Counts = {}): Counts =>
    Object.fromEntries(
      Object.keys({ ...a, ...b }).map((name) => [name, Math.max(a[name] ?? 0, b[name] ?? 0)]),
    );
  return {
    events: most(one.events, other.events),
    sums: most(one.sums as Counts, other.sums as Counts),
    steps: Math.max(one.steps ?? 0, other.steps ?? 0),
    bytes: Math.max(one.bytes ?? 0, other.bytes ?? 0),
    mints: Math.max(one.mints ?? 0, other.mints ?? 0),
  };
}

/** Who emits nothing costs a day's look, or less. */
const saysNothing = ({ estimate, emits = {} }: Mechanism): boolean =>
  estimate === undefined && Object.keys(emits).length > 0;

type Counts = Readonly<Record<string, number>>;
type Places = ReadonlyMap<string, Counts>;

/** What is expected, by place and name. */
export interface Found {
  readonly events: Places;
  readonly sums: Places;
}

/** What an instance may count on: what is expected where it stands and where it joins, and what the world sends to all. */
function aheadOf(each: Placed, { events, sums }: Found, { until }: Clock): Ahead {
  const of = (found: Places, name: string, places: readonly string[]): number =>
    places.reduce((sum, place) => sum + (found.get(place)?.[name] ?? 0), 0);
  const around = standsIn(each);
  const everywhere = [...new Set([...around, WORLD])];
  return {
    horizon: until,
    count: (event) => of(events, event, isEverywhere(event) ? everywhere : around),
    sum: (what) => of(sums, what, around),
  };
}

const isEverywhere = (event: string): boolean =>
  (EVENTS as Record<string, EventSpec>)[event]?.everywhere === true;

/** By place, where those who cause it act: a joiner in equal parts where it joins. */
function byPlace(
  placed: readonly Placed[],
  all: readonly Estimate[],
  of: (estimate: Estimate) => Partial<Counts>,
): Places {
  const each = placed.flatMap((one, at) => {
    const places = actsIn(one);
    const part = Object.entries(of(all[at]!)).map(([name, count]) => [name, count! / places.length]);
    return places.map((place) => ({ place, counts: Object.fromEntries(part) as Counts }));
  });
  return new Map(
    placesOf(placed).map((place) => [
      place,
      added(each.filter((one) => one.place === place).map(({ counts }) => counts)),
    ]),
  );
}

function added(each: readonly Counts[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const counts of each)
    for (const [name, count] of Object.entries(counts))
      all[name] = Math.min(ENDLESS, (all[name] ?? 0) + Math.max(0, count));
  return all;
}

const settled = (now: Places, before: Places): boolean =>
  [...now].every(([place, counts]) =>
    Object.keys(counts).every((name) => counts[name]! <= (before.get(place)?.[name] ?? 0) * 1.001),
  );

function mintsByAsset(uses: readonly ResolvedUse[], all: readonly Estimate[]): DesignEstimate["mints"] {
  const mints: Record<string, { tokens: number; most: number; by: string }> = {};
  uses.forEach(({ params, id }, at) => {
    const { mints: tokens = 0 } = all[at]!;
    const asset = params["asset"];
    if (typeof asset !== "string" || !(tokens > 0)) return;
    const { tokens: before, most, by } = mints[asset] ?? { tokens: 0, most: 0, by: id };
    mints[asset] = { tokens: before + tokens, most: Math.max(most, tokens), by: tokens > most ? id : by };
  });
  return mints;
}

/** Measures that the ledger has of an asset, and the columns that each sample keeps of a measure. */
const LEDGER_MEASURES = 8;
const BYTES_OF_A_SAMPLE = 16;

function recordBytes(uses: readonly ResolvedUse[], catalogue: Catalogue, { until, sample }: Clock): number {
  const measures = uses.reduce(
    (sum, use) => sum + measuresOf(catalogue.get(use.mechanism)!, use.params, use).length,
    LEDGER_MEASURES,
  );
  return (until / sample) * measures * BYTES_OF_A_SAMPLE;
}

const BYTES_OF_A_CELL = 16;

function tableBytes(uses: readonly ResolvedUse[]): number {
  const tables = new Set(uses.flatMap(({ params }) => Object.values(params).filter(isTable)));
  return [...tables].reduce(
    (sum, { rows, columns }) => sum + rows * Object.keys(columns).length * BYTES_OF_A_CELL,
    0,
  );
}
