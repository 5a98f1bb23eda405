import { OrreryError } from "../errors.ts";
import { type Field, weights } from "../schema/fields.ts";
import { ACCOUNTS } from "./accounts.ts";
import { store, units } from "./ledger/amount.ts";
import { apportion, newShares } from "./ledger/apportion.ts";
import type { AccountId, AssetId, Ledger } from "./ledger.ts";

/** Who may receive new tokens, in the order in which ties of a division are decided. */
const RECIPIENTS = ["proposer", "providers", "security", "treasury"] as const;
type Recipient = (typeof RECIPIENTS)[number];
/** Stands for the proposer of the block that is being paid. */
const PROPOSER: AccountId = -1;

/** Accounts and relative weights of an emission; plain data. */
export interface EmissionSplit {
  readonly accounts: readonly AccountId[];
  readonly weights: readonly number[];
}

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

/** Throws an OrreryError where a split names somebody who cannot receive: `proposer` only where blocks are paid. */
export function refuseRecipients(
  mechanism: string,
  split: Readonly<Record<string, number>>,
  paysBlocks: boolean,
): void {
  const able: readonly string[] = RECIPIENTS.filter((recipient) => paysBlocks || recipient !== "proposer");
  const unable = Object.keys(split).filter((name) => !able.includes(name));
  if (unable.length === 0) return;
  throw new OrreryError(
    `${mechanism} cannot split its emission to ${unable.map((name) => `"${name}"`).join(", ")}.`,
    [`It can split to ${able.join(", ")}.`],
  );
}

/**
 * Looks up the accounts of a split; call it on `opened`, when their owners have opened them. `toProviders`: the account
 * that providers share, by verified GPU-hours where it is emission.
 */
export function openSplit(
  ledger: Ledger,
  split: Readonly<Record<string, number>>,
  toProviders: string = ACCOUNTS.providerRewards,
): EmissionSplit {
  const named = RECIPIENTS.filter((recipient) => (split[recipient] ?? 0) > 0);
  return {
    accounts: named.map((recipient) => recipientAccount(ledger, recipient, toProviders)),
    weights: named.map((recipient) => split[recipient]!),
  };
}

function recipientAccount(ledger: Ledger, recipient: Recipient, toProviders: string): AccountId {
  if (recipient === "proposer") return PROPOSER;
  if (recipient === "treasury") return ledger.open(ACCOUNTS.treasury, "treasury");
  return ledger.account(recipient === "providers" ? toProviders : ACCOUNTS.security);
}

/** Mints exact base units and divides them: every unit is handed out, the odd ones to the largest remainders. */
export function mintSplit(
  ledger: Ledger,
  asset: AssetId,
  { accounts, weights: shares }: EmissionSplit,
  amount: bigint,
  kind: string,
  proposer = PROPOSER,
): void {
  const parts = accounts.length === 1 ? [amount] : portions(amount, shares);
  for (let index = 0; index < accounts.length; index++) {
    const account = accounts[index]!;
    ledger.mint(asset, account === PROPOSER ? proposer : account, parts[index]!, kind);
  }
}

const scratch = newShares();
const limbs = new Float64Array(2);

/** Exact parts of an amount by weight, by the method of the largest remainder. */
export function portions(amount: bigint, shares: readonly number[]): bigint[] {
  store(limbs, 0, amount);
  if (!apportion(limbs[0]!, limbs[1]!, shares, scratch))
    throw new OrreryError("An amount cannot be divided by weights that have no sum above 0.", [
      `weights ${shares.join(", ")}`,
    ]);
  return shares.map((_, index) => units(scratch.cells, index));
}

/** Base units nearest to a number of tokens. */
export function baseUnits(ledger: Ledger, asset: AssetId, tokens: number): bigint {
  return BigInt(Math.round(tokens * Number(`1e${ledger.assets[asset]!.decimals}`)));
}
