import { floorOf, partOf } from "../../formulas/fraction.ts";
import type { AccountId, AssetId, Ledger } from "../../model/ledger.ts";
import { DAY, type Seconds } from "../../units.ts";
import { type EmissionSplit, paySplit } from "./emission.ts";

/** Rewards that come free day by day; plain data. */
export interface Vesting {
  /** Base units by the day on which they were paid, counted round: a place for each day that they are locked, and today. */
  readonly paid: bigint[];
  /** Base units that are still locked. */
  held: bigint;
}

interface Locking {
  readonly now: Seconds;
  readonly ledger: Ledger;
  readonly account: {
    readonly recipients: Parameters<typeof paySplit>[0]["account"]["recipients"];
    readonly locked: AccountId;
  };
  readonly asset: { readonly token: AssetId };
  readonly state: { readonly split: EmissionSplit; readonly vesting: Vesting };
}

/** `days`: how long rewards are locked; 0: not at all. */
export const newVesting = (days: number): Vesting => ({
  // A place more than days: what is paid today does not come to where the oldest is still to come free.
  paid: days === 0 ? [] : Array.from({ length: days + 1 }, () => 0n),
  held: 0n,
});

/** Mints the locked part of what is paid, and says how much that is. */
export function lock(
  { now, ledger, account, asset, state: { vesting } }: Locking,
  amount: bigint,
  { share }: { readonly share: number },
): bigint {
  const places = vesting.paid.length;
  if (places === 0) return 0n;
  const locked = floorOf(partOf(share, amount));
  ledger.mint(asset.token, account.locked, locked, "emission");
  vesting.paid[Math.floor(now / DAY) % places]! += locked;
  vesting.held += locked;
  return locked;
}

/** What comes free as a day begins: of each day's rewards an equal part, the last with what was cut before. */
export function release(context: Locking, day: number): void {
  const { vesting } = context.state;
  const places = vesting.paid.length;
  const days = BigInt(places - 1);
  let free = 0n;
  for (let age = 1; age < places; age++) {
    const place = (day - age + places) % places;
    const locked = vesting.paid[place]!;
    if (locked === 0n) continue;
    free += (locked * BigInt(age)) / days - (locked * BigInt(age - 1)) / days;
    if (age === places - 1) vesting.paid[place] = 0n;
  }
  vesting.held -= free;
  paySplit(context, context.account.locked, free, "vesting");
}
