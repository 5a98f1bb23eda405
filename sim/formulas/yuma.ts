/*
 * Yuma consensus (opentensor/subtensor, pallets/subtensor/src/epoch): validators weigh miners; a weight counts up to
 * what a majority of the stake concedes; bonds follow a moving average of conceded weights and pay validators.
 *
 * Bit for bit in the chain's arithmetic: I32F32, integers scaled by 2^32 that truncate, as bigint. The variant is the
 * original one with relative bonds; Yuma 3 and liquid alpha are not here.
 */
import { OrreryError } from "../errors.ts";

/** A share scaled by 2^32. */
type Fixed = bigint;
const BITS = 32n;
const ONE: Fixed = 1n << BITS;
const U16 = 65_535;
const MILLION = 1_000_000n;

export interface YumaEpoch {
  /** Stake by validator, in any unit. Validators are the first neurons; the others are miners. */
  readonly stakes: readonly bigint[];
  /** Weight from 0 to 65535 by validator and neuron. What a validator gives itself does not count. */
  readonly weights: readonly (readonly number[])[];
  /** Bonds that the last epoch left, of the same shape. */
  readonly bonds: readonly (readonly number[])[];
  /** Base units to pay. */
  readonly emission: bigint;
  /** Share of the stake, over 65535, that must concede a weight. */
  readonly kappa?: number;
  /** Share of the last epoch's bonds that stays, in millionths. */
  readonly bondsMovingAverage?: number;
  /** Over 65535: how far bonds follow conceded weights instead of given ones. */
  readonly bondsPenalty?: number;
}

export interface YumaOutcome {
  /** By neuron, what the majority concedes; shares of 1. */
  readonly consensus: readonly number[];
  readonly incentive: readonly number[];
  /** By validator. */
  readonly trust: readonly number[];
  readonly dividends: readonly number[];
  readonly bonds: readonly (readonly number[])[];
  /** Base units by neuron and by validator. They are truncated: their sum is at most the emission. */
  readonly minerEmission: readonly bigint[];
  readonly validatorEmission: readonly bigint[];
}

const times = (a: Fixed, b: Fixed): Fixed => (a * b) >> BITS;
const over = (a: Fixed, b: Fixed): Fixed => (b === 0n ? 0n : (a << BITS) / b);
const sum = (values: readonly Fixed[]): Fixed => values.reduce((total, value) => total + value, 0n);
/** Shares of 1, or as they are where their sum is 0. */
const normal = (values: readonly Fixed[], total = sum(values)): readonly Fixed[] =>
  total === 0n ? values : values.map((value) => over(value, total));
type Matrix = readonly (readonly Fixed[])[];
const columnOf = (matrix: Matrix, column: number): readonly Fixed[] => matrix.map((row) => row[column]!);
const mapped = (matrix: Matrix, cell: (value: Fixed, row: number, column: number) => Fixed): Matrix =>
  matrix.map((values, row) => values.map((value, column) => cell(value, row, column)));

function columnNormal(matrix: Matrix): Matrix {
  const totals = (matrix[0] ?? []).map((_, column) => sum(columnOf(matrix, column)));
  return mapped(matrix, (value, _, column) => (totals[column] === 0n ? value : over(value, totals[column]!)));
}

/** One epoch. */
export function yumaEpoch(epoch: YumaEpoch): YumaOutcome {
  checkShape(epoch);
  const { kappa = 32_767, bondsMovingAverage = 900_000, bondsPenalty = U16, emission } = epoch;
  // Stake is normalised in 64 bits of fraction, then truncated.
  const wide = epoch.stakes.reduce((total, stake) => total + stake, 0n);
  const stakes = normal(epoch.stakes.map((stake) => (wide === 0n ? 0n : ((stake << 64n) / wide) >> BITS)));
  const weights = epoch.weights.map((row, validator) =>
    normal(row.map((weight, neuron) => (neuron === validator ? 0n : BigInt(weight) << BITS))),
  );
  const majority = over(BigInt(kappa) << BITS, BigInt(U16) << BITS);
  const consensus = (weights[0] ?? []).map((_, neuron) =>
    concededWeight(stakes, columnOf(weights, neuron), majority),
  );
  const conceded = mapped(weights, (weight, _, neuron) =>
    weight < consensus[neuron]! ? weight : consensus[neuron]!,
  );
  const ranks = consensus.map((_, neuron) =>
    sum(conceded.map((row, validator) => times(stakes[validator]!, row[neuron]!))),
  );
  const incentive = normal(ranks);
  const penalty = over(BigInt(bondsPenalty) << BITS, BigInt(U16) << BITS);
  const bonds = movedBonds(epoch.bonds, stakes, weights, conceded, penalty, bondsMovingAverage);
  const dividends = normal(
    bonds.map((row) => sum(row.map((bond, neuron) => times(bond, incentive[neuron]!)))),
  );
  const shared = sum(incentive) + sum(dividends);
  return {
    consensus: consensus.map(toNumber),
    incentive: incentive.map(toNumber),
    trust: conceded.map((row) => toNumber(sum(row))),
    dividends: dividends.map(toNumber),
    bonds: storedBonds(bonds),
    minerEmission: paid(normal(incentive, shared), emission),
    validatorEmission: paid(shared === 0n ? stakes : normal(dividends, shared), emission),
  };
}

const toNumber = (value: Fixed): number => Number(value) / Number(ONE);
const paid = (shares: readonly Fixed[], emission: bigint): bigint[] =>
  shares.map((share) => times(share, emission << BITS) >> BITS);

/** The largest weight in a column that holders of `majority` of the stake give or exceed: a stake-weighted median. */
function concededWeight(stakes: readonly Fixed[], column: readonly Fixed[], majority: Fixed): Fixed {
  const voters = column
    .map((weight, validator) => ({ weight, stake: stakes[validator]! }))
    .filter(({ stake }) => stake > 0n);
  const shares = normal(voters.map(({ stake }) => stake));
  const order = voters.map((_, at) => at).sort((a, b) => descending(voters[a]!.weight, voters[b]!.weight));
  let stake = 0n;
  for (const at of order) {
    stake += shares[at]!;
    if (stake >= majority) return voters[at]!.weight;
  }
  return 0n;
}

const descending = (a: Fixed, b: Fixed): number => (a > b ? -1 : a < b ? 1 : 0);

/** Bonds of this epoch, each column's sum 1: a moving average of stake × weight. */
function movedBonds(
  before: readonly (readonly number[])[],
  stakes: readonly Fixed[],
  weights: Matrix,
  conceded: Matrix,
  penalty: Fixed,
  kept: number,
): Matrix {
  const old = columnNormal(before.map((row) => row.map((bond) => BigInt(bond) << BITS)));
  const fresh = columnNormal(
    mapped(weights, (weight, validator, neuron) => {
      const given = conceded[validator]![neuron]!;
      const counted = penalty === ONE ? given : weight + times(penalty, given - weight);
      return times(stakes[validator]!, counted);
    }),
  );
  const alpha = ONE - (((BigInt(kept) << 64n) / MILLION) >> BITS);
  return columnNormal(
    mapped(fresh, (bond, row, column) => times(alpha, bond) + times(ONE - alpha, old[row]![column]!)),
  );
}

/** Bonds as the chain keeps them: 65535 for the largest of a column. */
function storedBonds(bonds: Matrix): number[][] {
  const largest = (bonds[0] ?? []).map((_, column) =>
    columnOf(bonds, column).reduce((most, bond) => (bond > most ? bond : most), 0n),
  );
  return bonds.map((row) =>
    row.map((bond, column) => Number((over(bond, largest[column]!) * BigInt(U16)) >> BITS)),
  );
}

function checkShape({ stakes, weights, bonds }: YumaEpoch): void {
  const neurons = weights[0]?.length ?? 0;
  const fits = (rows: readonly (readonly number[])[]) =>
    rows.length === stakes.length &&
    rows.every(
      (row) =>
        row.length === neurons && row.every((cell) => Number.isInteger(cell) && cell >= 0 && cell <= U16),
    );
  if (stakes.length > 0 && neurons >= stakes.length && stakes.every((stake) => stake >= 0n)) {
    if (fits(weights) && fits(bonds)) return;
  }
  throw new OrreryError(
    "Yuma consensus needs a stake of at least 0 for each validator, and for each a row of weights and of bonds: whole numbers from 0 to 65535, one for every neuron, validators first.",
    [
      `${stakes.length} stakes, ${weights.length} rows of weights, ${bonds.length} of bonds, ${neurons} neurons`,
    ],
  );
}
