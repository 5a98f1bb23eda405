/** Insurance of work against interruptions that come at a constant hazard. */
import { exp, expm1 } from "../math.ts";

export interface InsuredWork {
  /** The work takes so long, if nothing happens. */
  readonly seconds: number;
  /** Mean time to an interruption of any of its machines. */
  readonly meanTimeToInterruption: number;
  /** Work is safe after each so many seconds; 0: only when it is done. */
  readonly checkpoint: number;
}

/** Probability that the work is interrupted: 1 − e^(−hT). */
export const interruptionProbability = ({
  seconds,
  meanTimeToInterruption,
}: Omit<InsuredWork, "checkpoint">): number => -expm1(-seconds / meanTimeToInterruption);

/**
 * Expected seconds of work that an interruption destroys: ∫ h e^(−ht) (t mod c) dt from 0 to T. A period of length c
 * loses L(c) = (1 − e^(−hc)) / h − c e^(−hc); it is reached with probability e^(−hck).
 */
export function expectedLostSeconds({ seconds, meanTimeToInterruption, checkpoint }: InsuredWork): number {
  const mean = meanTimeToInterruption;
  const lostIn = (length: number) => lostWithoutCheckpoint(length, mean);
  const periods = checkpoint > 0 ? Math.floor(seconds / checkpoint) : 0;
  if (periods === 0) return lostIn(seconds);
  const reached = expm1((-checkpoint * periods) / mean) / expm1(-checkpoint / mean);
  const rest = seconds - periods * checkpoint;
  return lostIn(checkpoint) * reached + exp((-checkpoint * periods) / mean) * lostIn(rest);
}

/** m (1 − e^−x (1 + x)) with x = T / m; where x is small, its series, for the difference of the exact form cancels. */
function lostWithoutCheckpoint(seconds: number, mean: number): number {
  const x = seconds / mean;
  if (x < 1e-4) return seconds * x * (1 / 2 - x / 3 + (x * x) / 8);
  return -expm1(-x) * mean - seconds * exp(-x);
}

/** Seconds of work that are lost when it is interrupted after `seconds`. */
export const lostSeconds = (seconds: number, checkpoint: number): number =>
  checkpoint > 0 ? seconds - Math.floor(seconds / checkpoint) * checkpoint : seconds;

/**
 * What a pool's own record makes of its rates (Bühlmann 1967, ASTIN Bulletin 4): claims over expected claims, weighed
 * by the credibility n / (n + k) of n expected claims.
 */
export function experienceFactor(claimed: number, expected: number, claims: number, k: number): number {
  if (expected <= 0) return 1;
  const credibility = claims / (claims + k);
  return 1 + credibility * (claimed / expected - 1);
}
