import { element } from "../dom.ts";

/** How far the runs are, what came of them, and what is wrong. */
export class Progress {
  readonly parts: readonly HTMLElement[];
  readonly #bar = element("progress", {
    max: 1,
    value: 0,
    hidden: true,
    "aria-label": "How much is simulated",
  });
  readonly #status = element("p", { role: "status", class: "note" });
  readonly #flaw = element("pre", { class: "what-if-flaw", role: "alert", hidden: true });
  readonly #stop: HTMLButtonElement;

  /** @param stop the button that ends what is under way */
  constructor(stop: HTMLButtonElement) {
    this.#stop = stop;
    this.parts = [this.#bar, this.#status, this.#flaw];
  }

  begin(): void {
    this.#flaw.hidden = true;
    this.#bar.hidden = false;
    this.#bar.value = 0;
    this.#stop.disabled = false;
    this.say("Running …");
  }

  reach(share: number): void {
    this.#bar.value = share;
  }

  say(words: string): void {
    this.#status.textContent = words;
  }

  end(words: string): void {
    this.#flaw.hidden = true;
    this.#bar.hidden = true;
    this.#stop.disabled = true;
    this.say(words);
  }

  /** Nothing came of it, and why. */
  fail(why: string): void {
    this.end("The run came to nothing.");
    this.#flaw.textContent = why;
    this.#flaw.hidden = false;
  }
}
