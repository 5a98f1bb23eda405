import { LedgerError, OrreryError } from "../../errors.ts";
import { exactDecimal, placesOf, type Quantity, scaledBy } from "../../exact-decimal.ts";
import { type Fraction, fractionOf, times } from "../../formulas/fraction.ts";
import { meetShares, NOT_MET } from "../../model/accounts.ts";
import { isBeyondLedger } from "../../model/ledger/amount.ts";
import type { AccountId, AssetId, Ledger } from "../../model/ledger.ts";
import { type Field, weights } from "../../schema/fields.ts";

/** Who may receive new tokens, in the order in which ties of a division are decided. */
const RECIPIENTS = ["proposer", "providers", "security", "treasury"] as const;
type Recipient = (typeof RECIPIENTS)[number];

/** Who receives, and relative weights; plain data. */
export interface EmissionSplit {
  readonly recipients: readonly Recipient[];
  readonly weights: readonly bigint[];
}

/** Accounts of an emission that is divided by the parameter `split`; a block's proposer has an account of its own. */
export const recipients = meetShares("split", {
  providers: "providerRewards",
  security: "security",
  treasury: "treasury",
});
type Recipients = Readonly<Record<Exclude<Recipient, "proposer">, AccountId>>;

/** The parameter that every issuance has: how its emission is divided. */
export const splitField = (
  shares: Readonly<Partial<Record<Recipient, number>>>,
  source: string,
): Field<Readonly<Record<string, number>>> =>
  weights({
    default: shares as Readonly<Record<string, number>>,
    doc: `Division of new tokens among ${RECIPIENTS.slice(0, -1).join(", ")} and treasury, by weight.`,
    source,
  });

/**
 * A split as an issuance keeps it.
 *
 * @throws OrreryError where it names somebody who cannot receive: `proposer` only where blocks are paid
 */
export function splitOf(
  mechanism: string,
  split: Readonly<Record<string, number>>,
  paysBlocks: boolean,
): EmissionSplit {
  const able: readonly string[] = RECIPIENTS.filter((recipient) => paysBlocks || recipient !== "proposer");
  const unable = Object.keys(split).filter((name) => !able.includes(name));
  if (unable.length > 0)
    throw new OrreryError(
      `${mechanism} cannot split its emission to ${unable.map((name) => `"${name}"`).join(", ")}.`,
      [`It can split to ${able.join(", ")}.`],
    );
  const named = RECIPIENTS.filter((recipient) => (split[recipient] ?? 0) > 0);
  return { recipients: named, weights: wholeWeights(named.map((recipient) => split[recipient]!)) };
}

/** What an issuance hands on. */
interface Issuing {
  readonly ledger: Ledger;
  readonly account: { readonly recipients: Recipients };
  readonly asset: { readonly token: AssetId };
  readonly state: { readonly split: EmissionSplit };
}

/**
 * Mints exact base units and divides them: every unit is handed out, the odd ones to the largest remainders. `proposer`:
 * the account of a block's, where blocks are paid.
 */
export function mintSplit(
  { ledger, account, asset, state: { split } }: Issuing,
  amount: bigint,
  kind: string,
  proposer: AccountId = NOT_MET,
): void {
  const shares = sharesOf(split, amount);
  for (let index = 0; index < shares.length; index++) {
    const recipient = split.recipients[index]!;
    const to = recipient === "proposer" ? proposer : account.recipients[recipient];
    ledger.mint(asset.token, to, shares[index]!, kind);
  }
}

/** Divides what an account holds as `mintSplit` divides what is new; nothing of it goes to a block's proposer. */
export function paySplit(
  { ledger, account, asset, state: { split } }: Issuing,
  from: AccountId,
  amount: bigint,
  kind: string,
): void {
  const shares = sharesOf(split, amount);
  for (const [index, recipient] of split.recipients.entries())
    if (recipient !== "proposer")
      ledger.transfer(asset.token, from, account.recipients[recipient], shares[index]!, kind);
}

const sharesOf = ({ recipients, weights }: EmissionSplit, amount: bigint): bigint[] =>
  recipients.length === 1 ? [amount] : parts(amount, weights);

/**
 * Exact parts of an amount by weight as written (0.8 to 0.2 is 4 to 1), by the method of the largest remainder, ties to
 * the lower index.
 */
export const portions = (amount: bigint, shares: readonly number[]): bigint[] =>
  parts(amount, wholeWeights(shares));

/** Whole numbers in the proportions of the weights' decimals. */
function wholeWeights(shares: readonly number[]): bigint[] {
  const decimals = shares.map((share) => exactDecimal(share)!);
  const places = decimals.reduce((most, decimal) => Math.max(most, placesOf(decimal)), 0);
  return decimals.map((decimal) => scaledBy(decimal, places));
}

function parts(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n)
    throw new OrreryError("An amount cannot be divided by weights that have no sum above 0.", [
      `weights ${weights.join(", ")}`,
    ]);
  const shares = weights.map((weight) => (amount * weight) / total);
  const remainders = weights.map((weight) => (amount * weight) % total);
  let odd = amount - shares.reduce((sum, share) => sum + share, 0n);
  for (; odd > 0n; odd--) {
    const largest = remainders.reduce((best, each, at) => (each > remainders[best]! ? at : best), 0);
    shares[largest]!++;
    remainders[largest] = -1n;
  }
  return shares;
}

/**
 * Base units of an amount as it is written. A number that was computed may have more decimals than the asset, and is
 * rounded to the nearest, half to even.
 *
 * @throws LedgerError where the ledger cannot hold so many, or the amount is none
 */
export function baseUnits(ledger: Ledger, asset: AssetId, written: Quantity): bigint {
  const { name, decimals } = ledger.assets[asset]!;
  const decimal = exactDecimal(written);
  if (!decimal || decimal.digits < 0n || isBeyondLedger(decimal, decimals))
    throw new LedgerError(`An amount of ${written} ${name} cannot be had.`, [
      "Expected an amount from 0 to less than 2^96 base units.",
    ]);
  return scaledBy(decimal, decimals);
}

/** Tokens that base units are, as the nearest number. */
export const tokensOf = (ledger: Ledger, asset: AssetId, units: bigint): number =>
  Number(units) / Number(`1e${ledger.assets[asset]!.decimals}`);

/** Base units of a rate as it is written, exactly. */
export function baseUnitRate(ledger: Ledger, asset: AssetId, written: Quantity): Fraction {
  return times(fractionOf(written), fractionOf(`1e${ledger.assets[asset]!.decimals}`));
}
