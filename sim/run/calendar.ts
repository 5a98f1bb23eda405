import type { Kernel } from "../kernel/kernel.ts";
import { type CalendarEvent, EVENTS, type EventSpec } from "../model/events.ts";
import { DAY, type Seconds } from "../units.ts";
import type { EventRoute, Hear } from "./observer.ts";
import type { Route } from "./parts.ts";

/** The run's own events: the beginning, days, as they pass, where somebody hears of them, and the end. */
export class Calendar {
  readonly #kernel: Kernel;
  readonly #routes: readonly Route[];
  readonly #until: Seconds;

  constructor(kernel: Kernel, routes: readonly Route[], until: Seconds) {
    this.#kernel = kernel;
    this.#routes = routes;
    this.#until = until;
  }

  begin(): void {
    this.#schedule("start", 0);
    this.#schedule("opened", 0);
    this.#schedule("end", this.#until);
    if (this.#routes[this.#typeOf("day")]!.handlers.length > 0) this.#scheduleDay(1);
  }

  before({ name, emitter }: EventRoute): Hear | undefined {
    return name === "day" && emitter === "" ? ({ day }) => this.#scheduleDay(day + 1) : undefined;
  }

  #scheduleDay(day: number): void {
    if (day * DAY <= this.#until) this.#schedule("day", day * DAY, { day });
  }

  #schedule(name: CalendarEvent, time: Seconds, payload: object = {}): void {
    const { priority = 0 }: EventSpec = EVENTS[name];
    this.#kernel.scheduleAt(this.#typeOf(name), time, priority, 0, 0, payload);
  }

  #typeOf(name: CalendarEvent): number {
    return this.#routes.findIndex((route) => route.name === name && route.origin === 0);
  }
}
