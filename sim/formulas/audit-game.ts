/**
 * The inspection game between who pays for work and who may fake it: a cheat saves `saving`, and a check finds it with
 * probability `detection` (Avenhaus, von Stengel and Zamir, Inspection Games, Handbook of Game Theory 3, 2002; for
 * networks of computers: Belenkiy et al., Incentivizing outsourced computation, NetEcon 2008). Money of one unit.
 */
import { exp, gammaln, ln } from "../math.ts";

export interface AuditGame {
  /** Probability that a job is checked. */
  readonly check: number;
  /** Cost of the work that a cheat does not do: C, the gain G of cheating. */
  readonly saving: number;
  /** What an accepted result is paid, R; lost with a rejected one. */
  readonly reward: number;
  /** Taken from the stake with a rejected result, on top of the reward: S. */
  readonly slash: number;
  /** Share of checked honest results that a check rejects. */
  readonly falsePositive?: number;
  /** Share of checked false results that a check accepts. */
  readonly falseNegative?: number;
  /** Share of checkers that belong to the cheat's ring and accept. */
  readonly collusion?: number;
}

/** Probability that a false result is rejected. */
const detection = ({ check, falseNegative = 0, collusion = 0 }: AuditGame): number =>
  check * (1 - collusion) * (1 - falseNegative);

/** Expected payoff of doing the work: R − C − P(rejected) × (S + R). */
export function honestPayoff(game: AuditGame): number {
  const { check, saving, reward, slash, falsePositive = 0 } = game;
  return reward - saving - check * falsePositive * (slash + reward);
}

/** Expected payoff of faking it: R − P(found out) × (S + R). */
export function cheatingPayoff(game: AuditGame): number {
  return game.reward - detection(game) * (game.slash + game.reward);
}

/** Whether doing the work pays at least as much as faking it: p ((1 − r) (1 − FN) − FP) (S + R) ≥ G. */
export const isHonestBest = (game: AuditGame): boolean => honestPayoff(game) >= cheatingPayoff(game);

/** The smallest probability of a check that makes honesty best; infinite where none does. */
export function checkThreshold(game: Omit<AuditGame, "check">): number {
  const { saving, reward, slash, falsePositive = 0 } = game;
  if (saving === 0) return 0;
  const lost = (detection({ ...game, check: 1 }) - falsePositive) * (slash + reward);
  return lost > 0 ? saving / lost : Number.POSITIVE_INFINITY;
}

/** What is taken from a stake for a job that caused a loss: min(stake, base × factor + lost value). */
export const slashedAmount = (stake: number, base: number, factor: number, lostValue: number): number =>
  Math.min(stake, base * factor + lostValue);

/** How the results of several machines are judged: whoever a referee finds to be wrong loses; or whoever is outvoted. */
type Judgement = "referee" | "majority";

/**
 * Probability that a false result is found out when `copies` machines do a job, each of the others in the cheat's ring
 * with probability `collusion`. Referee: one honest machine disputes, and the referee knows (Arun et al., Verde,
 * 2025). Majority: the ring must have more than half of the votes (Anderson, BOINC, 2004).
 */
export function replicaDetection(judgement: Judgement, copies: number, collusion: number): number {
  if (copies < 2) return 0;
  const others = copies - 1;
  const needed = judgement === "referee" ? others : Math.floor(copies / 2);
  let accepted = 0;
  for (let ring = needed; ring <= others; ring++) accepted += binomialMass(others, ring, collusion);
  return 1 - Math.min(1, accepted);
}

function binomialMass(trials: number, successes: number, probability: number): number {
  if (probability === 0 || probability === 1) return Number(successes === trials * probability);
  const choose = gammaln(trials + 1) - gammaln(successes + 1) - gammaln(trials - successes + 1);
  return exp(choose + successes * ln(probability) + (trials - successes) * ln(1 - probability));
}

/** Messages in which two machines that disagree find the first step where they do, and in it the first operation. */
export const disputeMessages = (steps: number, operations: number): number =>
  bisections(steps) + bisections(operations);

function bisections(items: number): number {
  let rounds = 0;
  for (let reach = 1; reach < items; reach *= 2) rounds++;
  return rounds;
}
