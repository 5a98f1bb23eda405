import type { Problem } from "../errors.ts";
import { log10 } from "../math.ts";
import type { Field } from "../schema/fields.ts";
import { isTable } from "../schema/table.ts";
import { durationText, type Seconds } from "../units.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Clock, type DesignEstimate, estimateOf, LIMITS, type Limited } from "./estimate.ts";
import type { ResolvedDesign, ResolvedScenario, ResolvedUse } from "./scenario.ts";
import { vary } from "./vary.ts";

/**
 * Why a scenario is not run as it stands: it would take days, or more memory than there is, or the ledger could not
 * count its tokens. Designs first; where they are in order, its branches.
 *
 * @param allowLong only what the ledger could not count, which no patience mends
 */
export function tooLarge(resolved: ResolvedScenario, catalogue: Catalogue, allowLong = false): Problem[] {
  const problems = resolved.designs.flatMap((design) =>
    designProblems(design, catalogue, resolved, allowLong),
  );
  const { branches } = resolved;
  if (problems.length > 0 || branches === null) return problems;
  return branches.branches
    .filter(({ set }) => Object.keys(set).length > 0)
    .flatMap(({ name, set }) => {
      const branch = { ...vary(resolved, catalogue, set), until: resolved.until - branches.at };
      return branch.designs
        .flatMap((design) => designProblems(design, catalogue, branch, allowLong))
        .map(({ path, message }) => ({ path: `branches › ${JSON.stringify(name)} › ${path}`, message }));
    });
}

function designProblems(
  design: ResolvedDesign,
  catalogue: Catalogue,
  resolved: ResolvedScenario,
  allowLong: boolean,
): Problem[] {
  const estimate = estimateOf(design, catalogue, resolved);
  const where = resolved.designs.length > 1 ? `designs[${JSON.stringify(design.name)}] › ` : "";
  const limited = allowLong ? [] : (Object.keys(LIMITS) as Limited[]);
  const what = limited.find((each) => estimate[each] > LIMITS[each]);
  return [
    ...(what === undefined ? [] : [beyond(what, estimate[what], design, catalogue, resolved)]),
    ...overfull(estimate, resolved),
  ].map(({ path, message }) => ({ path: where + path, message }));
}

const UNITS: Readonly<Record<Limited, (count: number) => string>> = {
  events: (count) => `${amount(count)} events`,
  steps: (count) => `${amount(count)} steps through lists`,
  bytes: (count) => `${amount(count / 1e9)} GB of memory`,
};
const amount = (count: number): string => {
  const rounded = Number(count.toPrecision(2));
  return rounded >= 1e15 ? rounded.toExponential() : rounded.toLocaleString("en-US");
};

/** What makes it so, how much it is, and what would be few enough. */
function beyond(
  what: Limited,
  estimated: number,
  { uses }: ResolvedDesign,
  catalogue: Catalogue,
  { until, sample }: Clock,
): Problem {
  const cost = (changed: readonly ResolvedUse[], seconds: Seconds = until): number =>
    estimateOf({ uses: changed }, catalogue, { until: seconds, sample })[what];
  const limit = LIMITS[what];
  const cause = costliestParameter(uses, catalogue, cost, estimated / 2, limit) ??
    costliestTable(uses, cost, estimated / 2) ?? { path: "until", own: "", remedy: "" };
  const least = 1e-6;
  const fits = nearest(until, least, (seconds) => cost(uses, seconds) <= limit);
  const remedies = [
    cause.remedy,
    fits === undefined ? "" : `a horizon of ${durationText(rounded(fits, 0))}`,
  ].filter((each) => each !== "");
  const source = cause.own === "" ? durationText(until) : `${cause.own} in ${durationText(until)}`;
  return {
    path: cause.path,
    message: [
      `About ${UNITS[what](estimated)} come of ${source}.`,
      `A run may have ${UNITS[what](limit)}.`,
      ...(remedies.length === 0 ? [] : [`With ${remedies.join(", or ")} it would be few enough.`]),
      "--allow-long runs it all the same.",
    ].join(" "),
  };
}

/** Where it comes from: its path, the value that it has, and one that would do; empty where there is none. */
interface Cause {
  readonly path: string;
  readonly own: string;
  readonly remedy: string;
}
type Cost = (uses: readonly ResolvedUse[]) => number;

/** The parameter whose default would take away most, if that leaves no more than `enough`. */
function costliestParameter(
  uses: readonly ResolvedUse[],
  catalogue: Catalogue,
  cost: Cost,
  enough: number,
  limit: number,
): Cause | undefined {
  let best: { use: ResolvedUse; name: string; field: Field } | undefined;
  let least = enough;
  for (const use of uses)
    for (const [name, field] of Object.entries<Field>(catalogue.get(use.mechanism)!.params)) {
      const own = use.params[name];
      if (typeof own !== "number" || typeof field.default !== "number" || own === field.default) continue;
      const without = cost(withParam(uses, use, name, field, field.default));
      if (without < least) [best, least] = [{ use, name, field }, without];
    }
  if (best === undefined) return undefined;
  const { use, name, field } = best;
  const own = use.params[name] as number;
  const usual = field.default as number;
  const value = nearest(own, usual, (given) => cost(withParam(uses, use, name, field, given)) <= limit);
  return {
    path: `${use.id} › ${name}`,
    own: shown(own, field),
    remedy: value === undefined ? "" : shown(rounded(value, usual), field),
  };
}

/** The instance with a table, without which no more than `enough` is left. */
function costliestTable(uses: readonly ResolvedUse[], cost: Cost, enough: number): Cause | undefined {
  const tabled = uses.filter(({ params }) => Object.values(params).some(isTable));
  const use = tabled.find((each) => cost(uses.filter((other) => other !== each)) < enough);
  return use && { path: use.id, own: "its tables", remedy: "" };
}

function withParam(
  uses: readonly ResolvedUse[],
  changed: ResolvedUse,
  name: string,
  { kind }: Field,
  value: number,
): readonly ResolvedUse[] {
  const whole = kind === "integer" ? Math.round(value) : value;
  return uses.map((use) => (use === changed ? { ...use, params: { ...use.params, [name]: whole } } : use));
}

const HALVINGS = 40;

/** The value nearest to `own`, on the way to `safe`, that fits; undefined where `safe` does not. */
function nearest(own: number, safe: number, fits: (value: number) => boolean): number | undefined {
  if (!fits(safe)) return undefined;
  const geometric = own > 0 && safe > 0;
  let [bad, good] = [own, safe];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = geometric ? Math.sqrt(bad) * Math.sqrt(good) : (bad + good) / 2;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Two digits, on the side of `safe`. */
function rounded(value: number, safe: number): number {
  if (value === 0) return 0;
  const digit = Number(`1e${Math.floor(log10(Math.abs(value))) - 1}`);
  const round = safe < value ? Math.floor : Math.ceil;
  return Number((round(value / digit) * digit).toPrecision(2));
}

const shown = (value: number, { kind, unit }: Field): string =>
  kind === "duration" ? durationText(value) : `${value}${unit ? ` ${unit}` : ""}`;

/**
 * The ledger counts base units up to 2^96: tokens of 18 decimals up to 7.9 × 10^10. An estimate in doubles does not tell
 * the last of them; what is minted before the run is added up exactly in amounts.ts.
 */
const MOST_UNITS = 2 ** 96 * (1 + 1e-9);

function overfull({ mints }: DesignEstimate, { assets, until }: ResolvedScenario): Problem[] {
  return assets.flatMap(({ name, decimals }) => {
    const most = MOST_UNITS / Number(`1e${decimals}`);
    const minted = mints[name];
    if (minted === undefined || minted.tokens < most) return [];
    return [
      {
        path: `assets › ${name}`,
        message: `About ${amount(minted.tokens)} ${name} are minted in ${durationText(until)}, most of them by ${minted.by}; with ${decimals} decimals the ledger counts up to ${amount(most)}. Take fewer decimals, or mint less.`,
      },
    ];
  });
}
