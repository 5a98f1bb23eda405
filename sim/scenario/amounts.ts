import type { Problem } from "../errors.ts";
import { exactDecimal, placesOf, type Quantity, scaledBy } from "../exact-decimal.ts";
import { inTokens, isBeyondLedger, MOST_UNITS } from "../model/ledger/amount.ts";
import type { Field, Fields } from "../schema/fields.ts";
import { assetsIn } from "./assets.ts";
import type { Catalogue } from "./catalogue.ts";
import { parsePath, usesOfPath } from "./paths.ts";
import type {
  ResolvedBranches,
  ResolvedDesign,
  ResolvedScenario,
  ResolvedSweep,
  ResolvedUse,
} from "./scenario.ts";
import type { Placed } from "./wiring.ts";

type Assets = ResolvedScenario["assets"];
interface Amount {
  readonly written: Quantity;
  readonly field: Field;
  readonly asset: Assets[number];
}

/** What an asset cannot be counted in: amounts with more decimals than it has, or beyond what the ledger holds. */
export function amountProblems({ path, use, mechanism }: Placed, assets: Assets): Problem[] {
  return Object.keys(mechanism.params).flatMap((param) => {
    const amount = amountOf(use, mechanism.params, param, use.params[param], assets);
    return amount ? flaws(amount).map((message) => ({ path: `${path} › ${param}`, message })) : [];
  });
}

/** Values that points and branches give, by path, and where they stand. */
export const variedValues = (
  sweep: ResolvedSweep | null,
  branches: ResolvedBranches | null,
): { where: string; path: string; value: unknown }[] => [
  ...(sweep?.parameters ?? []).flatMap(({ path, values }) =>
    values.map((value) => ({ where: `sweep › ${sweep!.kind}`, path, value })),
  ),
  ...(branches?.branches ?? []).flatMap(({ name, set }) =>
    Object.entries(set).map(([path, value]) => ({
      where: `branches › ${JSON.stringify(name)} › set`,
      path,
      value,
    })),
  ),
];

/** The same of the values that points and branches give; the ends of a sampled range are limits, not amounts. */
export function variedAmountProblems(
  sweep: ResolvedSweep | null,
  branches: ResolvedBranches | null,
  designs: readonly ResolvedDesign[],
  assets: Assets,
  catalogue: Catalogue,
): Problem[] {
  return variedValues(sweep, branches).flatMap(({ where, path, value }) =>
    designs.flatMap((design) =>
      usesOfPath([design], path).flatMap((use) => {
        const { params } = catalogue.get(use.mechanism)!;
        const counted = assetsIn(assets, design);
        return amountFlaws(use, params, parsePath(path)!.param, value, counted).map((message) => ({
          path: `${where} › ${path}`,
          message,
        }));
      }),
    ),
  );
}

/** What is wrong with an amount that a parameter is given later; nothing where it is no amount. */
export function amountFlaws(
  use: Pick<ResolvedUse, "params">,
  fields: Fields,
  param: string,
  value: unknown,
  assets: Assets,
): string[] {
  const amount = amountOf(use, fields, param, value, assets);
  return amount ? flaws(amount) : [];
}

/** What a design mints of an asset before the books open, part by part. */
export const endowmentsOf = (
  placed: readonly Placed[],
  asset: Assets[number],
  assets: Assets,
): { readonly part: Placed; readonly param: string; readonly written: Quantity; readonly whole: boolean }[] =>
  placed.flatMap((part) =>
    Object.keys(part.mechanism.params).flatMap((param) => {
      const amount = amountOf(part.use, part.mechanism.params, param, part.use.params[param], assets);
      if (amount?.asset !== asset || amount.field.amount!.role !== "endowment") return [];
      if (flaws(amount).length > 0) return [];
      return [{ part, param, written: amount.written, whole: amount.field.amount!.whole }];
    }),
  );

/** The sum of amounts that an asset can be counted in, in base units. */
export const sumOf = (
  amounts: readonly { readonly written: Quantity }[],
  { decimals }: Assets[number],
): bigint => amounts.reduce((total, { written }) => total + scaledBy(exactDecimal(written)!, decimals), 0n);

/** What a design mints before the books open, together, must fit into the ledger too. */
export function endowmentProblems(placed: readonly Placed[], assets: Assets): Problem[] {
  return assets.flatMap((asset) => {
    const parts = endowmentsOf(placed, asset, assets).map(({ part, param, written }) => ({
      path: `${part.path} › ${param}`,
      written,
    }));
    const sum = sumOf(parts, asset);
    if (sum < MOST_UNITS || parts.length < 2) return [];
    return [
      {
        path: parts.at(-1)!.path,
        message: `Together with ${parts
          .slice(0, -1)
          .map(({ path, written }) => `${written} of ${path}`)
          .join(", ")} this is ${inTokens(sum, asset.decimals)} ${asset.name}; ${limit(asset)}`,
      },
    ];
  });
}

/** A parameter's amount, where it is one of an asset that is there. */
function amountOf(
  { params }: Pick<ResolvedUse, "params">,
  fields: Fields,
  param: string,
  value: unknown,
  assets: Assets,
): Amount | undefined {
  const field = Object.hasOwn(fields, param) ? (fields[param] as Field) : undefined;
  if (!field?.amount) return undefined;
  const written = field.normalise(value) as Quantity;
  const name = field.amount.asset === "usd" ? "usd" : params["asset"];
  const asset = assets.find((each) => each.name === name);
  return asset && field.schema.safeParse(written).success ? { written, field, asset } : undefined;
}

function flaws({ written, field, asset }: Amount): string[] {
  const decimal = exactDecimal(written)!;
  if (isBeyondLedger(decimal, asset.decimals))
    return [`${written} ${asset.name} are too many: ${limit(asset)}`];
  const places = placesOf(decimal);
  if (field.amount!.role !== "rate" && places > asset.decimals)
    return [
      `${written} has ${places} decimals, and ${asset.name} has ${asset.decimals}. Round it, or give the asset more decimals.`,
    ];
  if (
    typeof written === "number" &&
    written > Number.MAX_SAFE_INTEGER &&
    String(decimal.digits).length > SURE_DIGITS
  )
    return [
      `${written} is a number that keeps ${SURE_DIGITS} digits for sure, and this one has more. Write all of them as text: "${written}".`,
    ];
  return [];
}

/** Decimal digits that every double keeps. */
const SURE_DIGITS = 15;

const limit = ({ name, decimals }: Assets[number]): string =>
  `the ledger counts to less than 2^96 base units, which are ${inTokens(MOST_UNITS, decimals)} ${name} of ${decimals} decimals.`;
