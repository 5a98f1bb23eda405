/*
 * Hashrate is not observed; difficulty is. The difficulty of a period is what the one before it called for, so the
 * hashrate of period i is the one whose expected retarget is the recorded difficulty of period i + 1:
 * D(i+1) × hashes of a block at difficulty 1 / blockTime × (interval − 1) / interval, the last factor for Bitcoin's
 * off-by-one. Where the recorded difficulty stood at its limit, the true hashrate was lower than this.
 */

import { targetFromBits, work } from "../../formulas/retarget.ts";
import type { Index } from "../../indexed.ts";
import { ln } from "../../math.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { count, seconds, table, type Values } from "../../schema/fields.ts";
import { inlineTable, numberColumn } from "../../schema/table.ts";

const params = {
  recorded: table(
    {
      first_height: { type: "number", min: 0, sorted: true },
      difficulty: { type: "number", min: 1e-9, max: 1e30 },
    },
    {
      default: inlineTable({ first_height: [2016, 4032, 6048], difficulty: [1, 2, 4] }),
      doc: "Difficulty of each retarget period and the height of its first block.",
      source: "a made-up chain of four periods, each twice as hard",
    },
  ),
  blockTime: seconds({
    default: 600,
    min: 0.1,
    doc: "Mean time between blocks that the retarget aims at.",
    source: "bitcoin/bitcoin src/kernel/chainparams.cpp",
  }),
  retargetInterval: count({
    default: 2016,
    min: 2,
    max: 100_000,
    doc: "Blocks between retargets.",
    source: "bitcoin/bitcoin src/kernel/chainparams.cpp",
  }),
};

interface State {
  /** Row of the period that is being mined; −1 before the first. */
  row: number;
  /** Σ |ln(difficulty / recorded)| over the periods compared, and their number. */
  error: number;
  compared: number;
}

export const recordedDifficulty = defineMechanism({
  name: "consensus/recorded-difficulty",
  summary:
    "Drives hashrate by the difficulties of a recorded chain and says how near the simulated ones come.",
  source: "bitcoin/bitcoin src/pow.cpp, CalculateNextWorkRequired, solved for the hashrate",
  params,
  reads: { difficulty: { lagged: true } },
  init: (): State => ({ row: -1, error: 0, compared: 0 }),
  on: {
    opened: ({ params, state }) => advance(params, state, 0),

    block({ params, state, read }, { height, count: blocks }) {
      const recorded = difficultyAt(params, state.row);
      if (state.row >= 0 && height + 1 - blocks === firstHeight(params, state.row)) {
        state.error += Math.abs(ln(read.difficulty() / recorded));
        state.compared++;
      }

      advance(params, state, height + 1);
    },
  },
  signals: { recordedHashrate: ({ params, state }) => hashrateAt(params, state.row) },
  metrics: {
    "chain.recordedDifficulty": { value: ({ params, state }) => difficultyAt(params, state.row) },
    "chain.difficultyError": { totals: ({ state: { error, compared } }) => [error, compared] },
  },
  example: () => ({
    world: [
      {
        mechanism: "consensus/nakamoto",
        params: { blocksPerEvent: 144, initialHashrate: 7_158_388 },
      },
      { mechanism: "consensus/recorded-difficulty", params: {} },
    ],
    until: "60d",
  }),
});

type Given = Values<typeof params>;

function advance({ recorded }: Given, state: State, height: number): void {
  const heights = numberColumn(recorded, "first_height");
  while (state.row + 1 < recorded.rows && heights[state.row + 1]! <= height) state.row++;
}

const firstHeight = ({ recorded }: Given, row: Index): number => numberColumn(recorded, "first_height")[row];

const difficultyAt = ({ recorded }: Given, row: Index): number =>
  row < 0 ? 1 : numberColumn(recorded, "difficulty")[row];

/** Expected hashes of a block at difficulty 1. */
const HASHES_AT_ONE = Number(work(targetFromBits(0x1d00ffff)));

/** Hashes a second in the period of `row`; after the last recorded one, the hashrate that keeps its difficulty. */
function hashrateAt(given: Given, row: number): number {
  if (given.recorded.rows === 0) return 0;
  const { blockTime, retargetInterval } = given;
  const next = difficultyAt(given, Math.min(row + 1, given.recorded.rows - 1));
  return ((next * HASHES_AT_ONE) / blockTime) * ((retargetInterval - 1) / retargetInterval);
}
