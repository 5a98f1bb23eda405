import { OrreryError } from "../errors.ts";
import type { Index } from "../indexed.ts";
import { inTokens } from "../model/ledger/amount.ts";
import { ISSUANCE } from "../model/ledger/flows.ts";
import { verifyBlocks } from "../run/block-log.ts";
import type { Run } from "../run/result.ts";
import { didYouMean } from "../schema/suggest.ts";
import { durationText } from "../units.ts";

/** Rounding of a supply that is recorded as a double. */
const ROUNDING = 1e-12;

/**
 * What contradicts the conservation of an asset in a finished run, to the base unit: each sector's opening + inflows −
 * outflows = closing, and the supply = its opening + minted − burned. Empty where all holds.
 *
 * @throws OrreryError where the run neither holds nor moves the asset
 */
export function conservationFlaws(run: Run, asset: string): string[] {
  const assets = assetsOf(run);
  if (!assets.includes(asset))
    throw new OrreryError(`The run has no asset "${asset}".${didYouMean(asset, assets)}`, [
      `It holds or moves: ${assets.join(", ") || "none"}.`,
    ]);
  const sectors = sectorsOf(run, asset);
  const balances = [...sectors.values()].filter(({ carried, closing }) => carried !== closing);
  return [
    ...balances.map(
      ({ sector, carried, closing, decimals }) =>
        `${sector}: opening + inflows − outflows make ${exact(carried, decimals, asset)}, but its closing balance is ${exact(closing, decimals, asset)}.`,
    ),
    ...supplyFlaws(run, asset, [...sectors.values()]),
  ];
}

const assetsOf = ({ balances, flows }: Run): string[] => [
  ...new Set([...balances, ...flows].map(({ asset }) => asset)),
];

interface Sector {
  readonly sector: string;
  readonly decimals: number;
  readonly opening: bigint;
  readonly closing: bigint;
  /** opening + inflows − outflows */
  carried: bigint;
}

/** A sector that has flows and no balance is one that opened and closed with nothing. */
function sectorsOf(run: Run, asset: string): Map<string, Sector> {
  const sectors = new Map<string, Sector>();
  for (const { sector, decimals, opening, closing } of run.balances.filter((row) => row.asset === asset))
    sectors.set(sector, { sector, decimals, opening, closing, carried: opening });
  const move = (sector: string, decimals: number, amount: bigint): void => {
    if (sector === ISSUANCE) return;
    const known = sectors.get(sector) ?? { sector, decimals, opening: 0n, closing: 0n, carried: 0n };
    known.carried += amount;
    sectors.set(sector, known);
  };
  for (const { from, to, decimals, amount } of run.flows.filter((row) => row.asset === asset)) {
    move(from, decimals, -amount);
    move(to, decimals, amount);
  }
  return sectors;
}

function supplyFlaws(run: Run, asset: string, sectors: readonly Sector[]): string[] {
  const decimals = sectors[0]?.decimals ?? 0;
  const sum = (of: (sector: Sector) => bigint) => sectors.reduce((total, sector) => total + of(sector), 0n);
  const issued = (end: "from" | "to") =>
    run.flows
      .filter((row) => row.asset === asset && row[end] === ISSUANCE)
      .reduce((total, { amount }) => total + amount, 0n);
  const supply = sum(({ closing }) => closing);
  const due = sum(({ opening }) => opening) + issued("from") - issued("to");
  const recorded = run.atEnd[`ledger.supply[${asset}]`];
  const inUnits = Number(supply) / Number(`1e${decimals}`);
  return [
    ...(supply === due
      ? []
      : [
          `Opening supply + minted − burned make ${exact(due, decimals, asset)}, but the closing balances add up to ${exact(supply, decimals, asset)}.`,
        ]),
    ...(recorded === undefined || Math.abs(recorded - inUnits) <= ROUNDING * Math.abs(inUnits)
      ? []
      : [
          `ledger.supply[${asset}] is ${recorded} at the end, but the closing balances add up to ${inUnits}.`,
        ]),
  ];
}

const exact = (amount: bigint, decimals: number, asset: string): string =>
  `${inTokens(amount, decimals)} ${asset} (${amount} base units)`;

/**
 * What a finished run can still be held to: every asset is conserved, no measure is infinite, times rise, and the
 * chain of blocks is linked and commits to the scenario. The claims of mechanisms are checked while a run is made.
 */
export const runFlaws = (run: Run): string[] => [
  ...assetsOf(run).flatMap((asset) => conservationFlaws(run, asset)),
  ...timeFlaws(run),
  ...measureFlaws(run),
  ...chainFlaws(run),
];

function timeFlaws({ t }: Run): string[] {
  const at: Index = t.findIndex((time, sample) => sample > 0 && !(time > t[sample - 1]!));
  return at < 0
    ? []
    : [
        `Sample ${at} is at ${durationText(t[at])}, not after the one before it at ${durationText(t[at - 1]!)}.`,
      ];
}

function measureFlaws({ t, series, summary, atEnd }: Run): string[] {
  const infinite = (value: number): boolean => Math.abs(value) === Number.POSITIVE_INFINITY;
  return Object.keys(summary).flatMap((measure) => {
    const at: Index = series[measure]!.findIndex(infinite);
    if (at >= 0) return [`${measure} is ${series[measure]![at]} at ${durationText(t[at])}.`];
    if (infinite(summary[measure]!)) return [`${measure} is ${summary[measure]} in the summary.`];
    return infinite(atEnd[measure]!) ? [`${measure} is ${atEnd[measure]} at the end.`] : [];
  });
}

function chainFlaws({ blocks, scenarioHash }: Run): string[] {
  const verdict = verifyBlocks(blocks, scenarioHash);
  return verdict.ok ? [] : [verdict.reason];
}
