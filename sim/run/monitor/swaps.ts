import type { Events } from "../../model/events.ts";
import { PROTOCOLS } from "../../model/protocols.ts";
import { claimOf, type Following, type Tell, type Watches } from "./watch.ts";

interface Asked {
  readonly account: number;
  readonly amount: number;
  readonly sellsToken: boolean;
  readonly event: number;
}
export type SwapsSnapshot = readonly Asked[];

const CLAIM = claimOf(PROTOCOLS.swap);

/** Follows every swap that is asked for to its answer. Few are under way: an instant's. */
export class Swaps {
  readonly watches: Watches;
  #asked: Asked[];
  readonly #tell: Tell;
  /** A base unit of the coarsest asset: the ledger rounds what is asked for. */
  readonly #unit: number;

  constructor({ from, adopts, tell, ledger }: Following<SwapsSnapshot>) {
    this.#asked = [...(from ?? [])];
    this.#tell = tell;
    this.#unit = Number(`1e-${Math.min(...ledger.assets.map(({ decimals }) => decimals))}`);
    this.watches = {
      swapRequested: ({ account, amount, sellsToken }, _, event) =>
        void this.#asked.push({ account, amount, sellsToken, event }),
      swapped: (swap, _, event) => this.#answer(swap, event, adopts),
    };
  }

  close(event: number): void {
    for (const { account, event: asked } of this.#asked)
      this.#tell(
        CLAIM,
        asked,
        `account ${account} asks for a swap, and has no answer when the instant is over, at event #${event}.`,
      );
    if (this.#asked.length > 0) this.#asked = [];
  }

  snapshot(): SwapsSnapshot {
    return this.#asked;
  }

  #answer({ account, sold, sellsToken }: Events["swapped"], event: number, adopts: boolean): void {
    const at = this.#asked.findIndex((asked) => asked.account === account && asked.sellsToken === sellsToken);
    if (at === -1) {
      if (!adopts) this.#tell(CLAIM, event, `account ${account} has swapped, and asked for no swap.`);
      return;
    }
    const [asked] = this.#asked.splice(at, 1) as [Asked];
    if (sold <= asked.amount + this.#unit) return;
    this.#tell(
      CLAIM,
      event,
      `account ${account} has sold ${sold}, and asked to sell ${asked.amount} at event #${asked.event}.`,
    );
  }
}
