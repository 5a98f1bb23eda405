import { type Gpus, hundredths, isPart } from "../../../gpus.ts";
import type { Index } from "../../../indexed.ts";
import { firstCard, freeOn } from "../../../kit/market/cards.ts";
import type { State } from "./state.ts";

/** What the ends of jobs mean for the cards of their machines, where parts of GPUs run: a card is free with its last part. */

/**
 * Whole cards that come free when the job of a share ends, the others ending when they are to.
 *
 * @param own what the part of a card counts for that is all its machine has on offer
 */
export function cardsFreed({ book, running }: State, share: Index, own: 0 | 1 = 0): number {
  const { card, part, jobOf, host, onHost, nextOfHost } = book.running;
  const at = card[share];
  if (at === -1) return part[share];
  const ends = running.ends[jobOf[share]]!;
  for (let other: Index = onHost[host[share]]!; other !== -1; other = nextOfHost[other]) {
    if (card[other] !== at || other === share) continue;
    const otherEnds = running.ends[jobOf[other]]!;
    if (otherEnds > ends || (otherEnds === ends && other > share)) return 0;
  }
  return book.cards.own[at] === 1 ? own : 1;
}

/** When the last part on a card ends. */
export function freeAt({ book, running }: State, card: Index): number {
  const { onHost, nextOfHost, jobOf } = book.running;
  let last = 0;
  for (let share: Index = onHost[book.cards.host[card]]!; share !== -1; share = nextOfHost[share])
    if (book.running.card[share] === card) last = Math.max(last, running.ends[jobOf[share]]!);
  return last;
}

/** Whether a machine's own part of a card, all that it has on offer, runs nothing. */
export function ownIdle({ book }: State, host: number): 0 | 1 {
  const card = firstCard(book.cards, host);
  return card !== -1 && book.cards.own[card] === 1 && book.cards.parts[card] === 0 ? 1 : 0;
}

/** What is free of cards that run parts, as those end one after the other. */
export class Emptying {
  readonly #state: State;
  readonly #freed = new Map<number, number>();

  constructor(state: State) {
    this.#state = state;
  }

  /** The job of a share has ended. Whether its card now has room for a part. */
  end(share: Index, gpus: Gpus): boolean {
    const { book } = this.#state;
    const card = book.running.card[share];
    if (card === -1 || !isPart(gpus)) return false;
    const freed = (this.#freed.get(card) ?? 0) + hundredths(book.running.part[share]);
    this.#freed.set(card, freed);
    return freeOn(book.cards, card) + freed >= hundredths(gpus);
  }
}
