import { CARD, gpusOf, hundredths, isPart } from "../../gpus.ts";
import type { Index } from "../../indexed.ts";
import { type ColumnsById, idOf } from "../../model/columns.ts";
import { TOGETHER } from "../../model/protocols.ts";
import type { Tell } from "./watch.ts";

/**
 * What a machine has and what runs on it: its GPUs, as many as one likes where nobody has said; whole cards, parts of
 * one in hundredths, and how many of them two to a card are too much.
 */
export const LOAD = {
  kept: { gpus: "number", whole: "number", parts: "number", large: "number" },
  unknown: { gpus: Number.POSITIVE_INFINITY, whole: 0, parts: 0, large: 0 },
} as const;
type Loads = Omit<ColumnsById<typeof LOAD.kept>, "rows"> & Parameters<typeof idOf>[0];

/**
 * Counts what runs on every machine: it has the cards for that, on whichever of them parts of a GPU lie. Parts of more
 * than half a card need one each, and all together as many cards as they fill.
 */
export class Cards {
  readonly #loads: Loads;
  readonly #tell: Tell;

  constructor(loads: Loads, tell: Tell) {
    this.#loads = loads;
    this.#tell = tell;
  }

  start(job: number, row: Index, gpus: number, event: number): void {
    this.#count(row, gpus, 1);
    if (this.#neededBy(row) > this.#loads.gpus[row]) this.#tooMany(job, row, event);
  }

  end(row: Index, gpus: number): void {
    this.#count(row, gpus, -1);
  }

  #tooMany(job: number, row: Index, event: number): void {
    const { gpus, whole, parts } = this.#loads;
    const more = parts[row] > 0 ? ` and parts of ${gpusOf(parts[row])} GPUs` : "";
    this.#tell(
      TOGETHER.cards,
      event,
      `machine ${idOf(this.#loads, row)} has ${gpus[row]} GPUs, and with job ${job} runs ${whole[row]} whole ones${more}.`,
    );
  }

  #count(row: Index, gpus: number, sign: 1 | -1): void {
    const { whole, parts, large } = this.#loads;
    if (!isPart(gpus)) whole[row] += sign * gpus;
    else {
      parts[row] += sign * hundredths(gpus);
      if (gpus > 0.5) large[row] += sign;
    }
  }

  /** GPUs that a machine needs at least: cards, or of one that has a part of a card on offer so much of it. */
  #neededBy(row: Index): number {
    const { gpus, whole, parts, large } = this.#loads;
    if (parts[row] === 0) return whole[row];
    if (isPart(gpus[row])) return whole[row] + gpusOf(parts[row]);
    return whole[row] + Math.max(large[row], Math.ceil(parts[row] / CARD));
  }
}
