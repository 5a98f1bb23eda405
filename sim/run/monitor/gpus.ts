import { added, counted, gpusOf, hundredths } from "../../gpus.ts";
import { TOGETHER } from "../../model/protocols.ts";
import type { SignalName } from "../../model/signals.ts";
import type { Tell } from "./watch.ts";

/** Who publishes a signal, and what it is now. */
export interface Said {
  readonly by: string;
  readonly value: () => number;
}
export type Saying = (signal: SignalName) => readonly Said[];

function sum(said: readonly Said[]): number {
  // As a rule one says it.
  if (said.length === 1) return counted(said[0]!.value());
  let total = 0;
  for (let at = 0; at < said.length; at++) total += hundredths(said[at]!.value());
  return gpusOf(total);
}
const names = (said: readonly Said[]): string => said.map(({ by }) => by).join(" and ");
/** The same GPUs, by those who supply them, by the market's book and by the events between them. */
export class Gpus {
  readonly #online: readonly Said[];
  readonly #free: readonly Said[];
  readonly #inBook: readonly Said[];

  constructor(saying: Saying) {
    this.#online = saying("gpusOnline");
    this.#free = saying("gpusFree");
    this.#inBook = saying("gpusFreeInBook");
  }

  /** Of an instant that is over. `running`: GPUs of the jobs that run, by the events. */
  check(running: number, tell: Tell, event: number): void {
    if (this.#free.length === 0) return;
    const online = sum(this.#online);
    const free = sum(this.#free);
    const busy = added(online, -free);
    if (busy !== running)
      tell(
        TOGETHER.gpus,
        event,
        `${names(this.#free)} says ${busy} GPUs busy, of ${online} online; by the events ${running} run jobs.`,
      );
    if (free < 0)
      tell(
        TOGETHER.gpus,
        event,
        `${names(this.#free)} says ${free} GPUs free: more run jobs than there are.`,
      );
    if (this.#inBook.length === 0) return;
    const inBook = sum(this.#inBook);
    if (free !== inBook)
      tell(
        TOGETHER.gpus,
        event,
        `${names(this.#free)} says ${free} GPUs free, the book of ${names(this.#inBook)} says ${inBook}.`,
      );
  }
}
