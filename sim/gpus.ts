/**
 * GPUs and parts of one. Whoever writes or reads says GPUs, with two decimals at most; whoever counts holds hundredths,
 * as whole numbers, so that no sum leaves a rest (0.1 + 0.2 GPUs are 0.3). What is only carried, such as the size of a
 * job, stays in GPUs. Both ways are exact: n/100 is the double nearest to that decimal, which is what its text means.
 *
 * A part lies on one card; who has a GPU or more has whole cards. So it is where parts are recorded: Alibaba's pods
 * ask for `gpu_milli` of one card, or for whole cards (Weng et al., Beware of Fragmentation, USENIX ATC 2023, section 2).
 */
import { OrreryError } from "./errors.ts";
import type { Flavor } from "./units.ts";

export type Gpus = Flavor<"GPUs">;
export type Hundredths = Flavor<"GPU/100">;

/** A whole card. */
export const CARD: Hundredths = 100;
/** The smallest part that can be had. */
export const SMALLEST: Gpus = 1 / CARD;

/** The whole number of hundredths; what has more decimals is refused in words. */
export function hundredths(gpus: Gpus): Hundredths {
  // Nearly all are whole, and then there is nothing to round.
  if ((gpus | 0) === gpus) return gpus * CARD;
  const count = Math.round(gpus * CARD);
  if (count / CARD !== gpus || count === Number.POSITIVE_INFINITY) throw refused(gpus);
  return count;
}

export const gpusOf = (count: Hundredths): Gpus => count / CARD;

/** GPUs as an event has them: themselves, where they are whole hundredths. */
export function counted(gpus: Gpus): Gpus {
  hundredths(gpus);
  return gpus;
}

/** A sum that leaves no rest; `change` may be negative. */
export const added = (gpus: Gpus, change: Gpus): Gpus => (hundredths(gpus) + hundredths(change)) / CARD;

/** Whether it is a part of a card. */
export const isPart = (gpus: Gpus): boolean => gpus < 1 && gpus > 0;

/** Cards that so many GPUs lie on. */
export const cardsOf = (gpus: Gpus): number => Math.ceil(gpus);

/** The size that comes nearest: whole cards, or below one so many hundredths, a hundredth at least. */
export const nearestSize = (gpus: Gpus): Gpus =>
  gpus >= 1 ? Math.round(gpus) : Math.max(1, Math.round(gpus * CARD)) / CARD;

/** What keeps so many GPUs from being the size of a job or a machine, as a sentence; undefined where nothing does. */
export function sizeFlaw(gpus: Gpus): string | undefined {
  if (Number.isInteger(gpus) && gpus >= 0) return undefined;
  if (!(gpus > 0 && gpus < Number.POSITIVE_INFINITY)) return `Expected GPUs, 0.01 at least, got ${gpus}.`;
  const step = gpus > 1 ? 1 : SMALLEST;
  const count = Math.round(gpus * CARD);
  if (gpus < 1 && count / CARD === gpus) return undefined;
  const below = gpus > 1 ? Math.floor(gpus) : Math.floor(gpus * CARD) / CARD;
  const above = gpus > 1 ? below + 1 : Math.round((below + step) * CARD) / CARD;
  const near = below > 0 ? `${below} or ${above}` : `${above}`;
  return gpus > 1
    ? `A part of a GPU lies on one card, and beyond one GPU cards are whole: expected ${near} GPUs, got ${gpus}.`
    : `GPUs are counted in whole hundredths: expected ${near} GPUs, got ${gpus}.`;
}

/** The hundredths of a job's or a machine's size; any other is refused in words. */
export function sizeOf(gpus: Gpus): Hundredths {
  const flaw = sizeFlaw(gpus);
  if (flaw !== undefined) throw new OrreryError(flaw);
  return Math.round(gpus * CARD);
}

function refused(gpus: Gpus): OrreryError {
  if (!Number.isFinite(gpus)) return new OrreryError(`Expected GPUs, got ${gpus}.`);
  const below = Math.floor(gpus * CARD);
  return new OrreryError(
    `GPUs are counted in whole hundredths: expected ${below / CARD} or ${(below + 1) / CARD} GPUs, got ${gpus}.`,
  );
}
