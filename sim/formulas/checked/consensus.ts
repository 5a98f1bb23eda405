/** Difficulty, attacks, penalties and turns as the package gives them, with what each takes. */
import * as asert from "../asert.ts";
import * as races from "../double-spend.ts";
import * as ethash from "../ethereum-difficulty.ts";
import * as penalties from "../ethereum-penalties.ts";
import * as lwma from "../lwma.ts";
import { BALANCE_INCREMENT } from "../proof-of-stake.ts";
import * as turns from "../proposer-priority.ts";
import * as bitcoin from "../retarget.ts";
import { byName, inOrder } from "./checked.ts";
import {
  fields,
  flag,
  integer,
  list,
  number,
  optional,
  share,
  signed,
  units,
  whole,
  wholeOfEitherSign,
} from "./kinds.ts";

/** Compact form of a target: 32 bits. */
const bits = () => integer(0, 0xffff_ffff);

export const { asertBits } = byName(asert, {
  asertBits: {
    anchorBits: bits(),
    anchorHeight: whole(),
    anchorParentTime: whole(),
    height: whole(),
    time: whole(),
    halfLife: optional(whole(1n)),
    spacing: optional(whole(1n)),
    limitBits: optional(bits()),
  },
});

/** A sum has a term for each. */
const confirmations = () => integer(0, 1_000_000);

export const { nakamotoDoubleSpend, doubleSpendProbability, selfishRevenue, selfishThreshold } = byName(
  races,
  {
    nakamotoDoubleSpend: { q: share(), confirmations: confirmations() },
    doubleSpendProbability: { q: share(), confirmations: confirmations() },
    selfishRevenue: { alpha: share(), gamma: share() },
    selfishThreshold: { gamma: share() },
  },
);

export const { ethereumDifficulty } = byName(ethash, {
  ethereumDifficulty: {
    parentDifficulty: units(),
    parentTime: whole(),
    parentHasUncles: flag(),
    time: whole(),
    // The bomb doubles every 100,000 blocks.
    number: whole(0n, 1_000_000_000n),
    bombDelay: whole(),
  },
});

const total = units();
const wholeTotal = units(BALANCE_INCREMENT);

export const {
  slashingPenalty,
  correlationPenalty,
  inactivityScore,
  inactivityPenalty,
  nextEffectiveBalance,
  balanceChurn,
  activationExitChurn,
  weakSubjectivityPeriod,
} = byName(penalties, {
  slashingPenalty: { effectiveBalance: units() },
  correlationPenalty: { effectiveBalance: units(), slashed: units(), totalActiveBalanceGwei: wholeTotal },
  inactivityScore: { score: whole(), hitTarget: flag(), leaking: flag() },
  inactivityPenalty: { effectiveBalance: units(), score: whole() },
  nextEffectiveBalance: { balance: units(), effectiveBalance: units(), most: units() },
  balanceChurn: { totalActiveBalanceGwei: total },
  activationExitChurn: { totalActiveBalanceGwei: total },
  weakSubjectivityPeriod: { validators: whole(1n), averageBalance: whole(1n) },
});

export const { lwmaDifficulty } = byName(lwma, {
  lwmaDifficulty: {
    difficulties: list(units(), 1),
    solveTimes: list(wholeOfEitherSign(), 1),
    target: whole(1n),
  },
});

export const { firstTurns, nextProposer } = inOrder(turns, {
  firstTurns: [["powers", list(units(), 1)]],
  nextProposer: [["turns", list(fields<turns.Turn>({ power: units(), priority: signed() }), 1)]],
});

const MOST_TARGET = (1n << 256n) - 1n;

export const { targetFromBits, bitsFromTarget, nextBits, difficulty, work, difficultyOfBits, hashesOfBits } =
  inOrder(bitcoin, {
    targetFromBits: [["bits", bits()]],
    bitsFromTarget: [["target", units(0n, MOST_TARGET)]],
    nextBits: [
      ["bits", bits()],
      ["timespan", number(Number.NEGATIVE_INFINITY)],
      ["retarget", fields<bitcoin.Retarget>({ targetTimespan: timespan(), limitBits: bits() })],
    ],
    difficulty: [["target", units(1n, MOST_TARGET)]],
    work: [["target", units(0n, MOST_TARGET)]],
    difficultyOfBits: [["bits", bits()]],
    hashesOfBits: [["bits", bits()]],
  });

export const { retargetBits } = byName(bitcoin, {
  retargetBits: {
    bits: bits(),
    firstTime: whole(),
    lastTime: whole(),
    targetTimespan: optional(timespan()),
    limitBits: optional(bits()),
  },
});

function timespan() {
  return integer(bitcoin.SHORTEST_TIMESPAN);
}
