import { closest, distance } from "fastest-levenshtein";
import { LedgerError } from "../../errors.ts";
import { type Amount, inTokens, units } from "./amount.ts";

export interface Party {
  readonly name: string;
  readonly sector: string;
}

/** An operation that failed. */
export interface Attempt {
  readonly operation: string;
  readonly asset: { readonly name: string; readonly decimals: number };
  readonly from: Party | undefined;
  readonly to: Party | undefined;
  readonly amount: Amount;
  readonly kind: string;
  /** The amount as a cell of base units, where it is one. */
  readonly units: Float64Array;
}

export function overdraft(attempt: Attempt, held: bigint): LedgerError {
  const { asset, from, operation } = attempt;
  const wanted = units(attempt.units, 0);
  return new LedgerError(
    `Account "${from!.name}" cannot pay ${exact(wanted, asset)}: it holds ${exact(held, asset)}.`,
    [
      ...facts(attempt),
      `amount    ${exact(wanted, asset)} (${wanted} base units)`,
      `balance   ${exact(held, asset)} (${held} base units)`,
      `short by  ${exact(wanted - held, asset)} (${wanted - held} base units)`,
    ],
    operation === "transfer"
      ? "Fund the account first, or move what there is by transferUpTo."
      : "Fund the account first.",
  );
}

export function noAmount(attempt: Attempt): LedgerError {
  const { amount, asset } = attempt;
  const unit = typeof amount === "bigint" ? `base units of ${asset.name}` : asset.name;
  return new LedgerError(`An amount of ${amount} ${unit} cannot be moved.`, [
    ...facts(attempt),
    "Expected an amount from 0 to less than 2^96 base units.",
  ]);
}

export function beyondLimit(attempt: Attempt, what: string, before: bigint): LedgerError {
  const { asset } = attempt;
  const wanted = units(attempt.units, 0);
  return new LedgerError(`The ${what} would reach the ledger's limit of 2^96 base units of ${asset.name}.`, [
    ...facts(attempt),
    `amount    ${exact(wanted, asset)} (${wanted} base units)`,
    `before    ${exact(before, asset)} (${before} base units)`,
  ]);
}

export function unusableWeights(
  attempt: Attempt,
  recipients: number,
  weights: ArrayLike<number>,
): LedgerError {
  const { asset } = attempt;
  const sentence = (why: string) => `${exact(units(attempt.units, 0), asset)} cannot be split: ${why}.`;
  const bad = Array.from(weights).findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (recipients !== weights.length) {
    return new LedgerError(
      sentence(`there are ${recipients} recipients and ${weights.length} weights`),
      facts(attempt),
    );
  }
  if (recipients === 0) return new LedgerError(sentence("there is no recipient"), facts(attempt));
  if (bad >= 0) return new LedgerError(sentence(`weight ${bad} is ${weights[bad]}`), facts(attempt));
  const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  return new LedgerError(
    sentence(`the weights of ${recipients} recipients add up to ${total}`),
    facts(attempt),
  );
}

/** "There is no asset "tokn"." with the known names and a did-you-mean. */
export function unknownName(what: string, name: string, known: readonly string[]): LedgerError {
  const near = known.length > 0 ? closest(name, known) : undefined;
  const hint = near !== undefined && distance(name, near) <= 2 ? `Did you mean "${near}"?` : undefined;
  const some = known.slice(0, 10).map((each) => `"${each}"`);
  const more = known.length > some.length ? ` and ${known.length - some.length} more` : "";
  return new LedgerError(
    `There is no ${what} "${name}".`,
    [`Known: ${some.join(", ") || "none"}${more}.`],
    hint,
  );
}

/** What is wrong with the assets of a new ledger, if anything is. */
export function unusableAssets(
  assets: readonly { readonly name: string; readonly decimals: number }[],
  mostDecimals: number,
): LedgerError | undefined {
  for (const [index, { name, decimals }] of assets.entries()) {
    if (!(Number.isInteger(decimals) && decimals >= 0 && decimals <= mostDecimals)) {
      return new LedgerError(`Asset "${name}" cannot have ${decimals} decimals.`, [
        `Expected an integer from 0 to ${mostDecimals}.`,
      ]);
    }
    if (assets.findIndex((asset) => asset.name === name) !== index) {
      return new LedgerError(`Asset "${name}" is declared twice.`);
    }
  }
  return undefined;
}

function facts({ operation, kind, from, to }: Attempt): string[] {
  return [
    `operation ${operation}, kind "${kind}"`,
    ...(from ? [`from      "${from.name}" (${from.sector})`] : []),
    ...(to ? [`to        "${to.name}" (${to.sector})`] : []),
  ];
}

function exact(amount: bigint, { name, decimals }: Attempt["asset"]): string {
  return `${inTokens(amount, decimals)} ${name}`;
}
