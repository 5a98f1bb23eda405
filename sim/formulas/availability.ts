/** Share of time that something works which fails and is repaired (Barlow and Proschan, Mathematical Theory of Reliability, 1965). */
export function availability(meanTimeBetweenFailures: number, meanTimeToRepair: number): number {
  return meanTimeBetweenFailures / (meanTimeBetweenFailures + meanTimeToRepair);
}

/** Mean working time of a machine that stops as soon as one of its parts does: failures add up. */
export function meanTimeOfParts(meanTimeBetweenFailures: number, parts: number): number {
  return meanTimeBetweenFailures / parts;
}
