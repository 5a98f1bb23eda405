/**
 * How fast a model server generates when it runs several sequences as one batch. A step reads all weights once,
 * whatever the batch, and each sequence's own cache, so its duration grows linearly with the batch and slowly (Patel
 * et al., "Splitwise", ISCA 2024, section III): t(b) = t(1) (1 + slowdown (b − 1)).
 */

/** Tokens a second that each sequence of a batch gets, where `single` is what one alone gets. */
export function decodeRate(single: number, slowdown: number, batch: number): number {
  return single / (1 + slowdown * Math.max(0, batch - 1));
}
