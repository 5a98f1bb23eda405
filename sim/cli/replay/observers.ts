import { closeSync, openSync, writeFileSync } from "node:fs";
import { UsageError } from "../../errors.ts";
import { onDisk, reasonOf, writeWhole } from "../../experiment/store/disk.ts";
import { nameIn, WORLD } from "../../model/place.ts";
import type { Happening } from "../../run/simulation.ts";
import { tableText } from "../terminal/terminal.ts";

/** Sees every event of a replay before it is delivered; changes nothing. */
export interface Observer {
  readonly see: (happening: Happening) => void;
  readonly stop: () => void;
}

/** Bytes of events that are held before they are written. */
const BUFFER = 1 << 20;

/** Every event as a JSON object a line: `{"event":1,"t":0,"name":"start"}`, fields of the event beside it. */
export function eventLog(file: string): Observer {
  const onFile = <T>(operation: () => T): T => {
    try {
      return operation();
    } catch (error) {
      throw new UsageError(`${file} cannot be written: ${reasonOf(error as NodeJS.ErrnoException)}.`);
    }
  };
  const descriptor = onFile(() => openSync(file, "w"));
  let buffer = "";
  const flush = (): void => {
    const held = buffer;
    // What could not be written once is not tried again when the log is closed.
    buffer = "";
    if (held !== "") onFile(() => writeFileSync(descriptor, held));
  };
  return {
    see({ number, t, payload, ...event }) {
      buffer += `${JSON.stringify({ event: number, t, ...event, ...payload })}\n`;
      if (buffer.length > BUFFER) flush();
    },
    stop() {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** A file that is written when all is done is known to be writable before hours of events. */
function requireFile(file: string): void {
  try {
    closeSync(openSync(file, "a"));
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${reasonOf(error as NodeJS.ErrnoException)}.`);
  }
}

const MICROSECONDS = 1_000_000;
/** A trace viewer gives up on more. */
const MOST_TRACED = 2_000_000;

/** A Chrome trace in simulated time: a row for each kind of event, an instant for each event. */
export function chromeTrace(file: string): Observer & { readonly write: () => Promise<void> } {
  requireFile(file);
  const rows = new Map<string, number>();
  const entries: string[] = [];
  const row = (name: string): number => {
    const known = rows.get(name);
    if (known !== undefined) return known;
    rows.set(name, rows.size + 1);
    entries.push(JSON.stringify({ ph: "M", name: "thread_name", pid: 1, tid: rows.size, args: { name } }));
    return rows.size;
  };
  return {
    see({ number, t, place = WORLD, name: event, payload }) {
      const name = nameIn(place, event);
      if (entries.length >= MOST_TRACED) return;
      const tid = row(name);
      entries.push(
        JSON.stringify({
          ph: "i",
          s: "t",
          name,
          pid: 1,
          tid,
          ts: t * MICROSECONDS,
          args: { event: number, ...payload },
        }),
      );
    },
    stop() {},
    write: () =>
      onDisk(file, () =>
        writeWhole(file, `{"displayTimeUnit":"ms","traceEvents":[\n${entries.join(",\n")}\n]}\n`),
      ),
  };
}

interface Cost {
  readonly event: string;
  readonly count: number;
  readonly milliseconds: number;
}

/** Wall time by kind of event: from the delivery of one event to that of the next. */
export class Profile implements Observer {
  readonly #costs = new Map<string, { count: number; milliseconds: number }>();
  #current: { count: number; milliseconds: number } | undefined;
  #since = 0;

  readonly see = ({ name }: Happening): void => {
    const now = performance.now();
    if (this.#current) this.#current.milliseconds += now - this.#since;
    const cost = this.#costs.get(name) ?? { count: 0, milliseconds: 0 };
    this.#costs.set(name, cost);
    cost.count++;
    this.#current = cost;
    this.#since = performance.now();
  };

  readonly stop = (): void => {
    if (this.#current) this.#current.milliseconds += performance.now() - this.#since;
    this.#current = undefined;
  };

  /** Dearest first. */
  rows(): Cost[] {
    return [...this.#costs]
      .map(([event, cost]) => ({ event, ...cost }))
      .sort((one, other) => other.milliseconds - one.milliseconds);
  }

  text(): string {
    const rows = this.rows();
    const all = rows.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const shown = rows.map(({ event, count, milliseconds }) => [
      event,
      String(count),
      milliseconds.toFixed(1),
      `${((100 * milliseconds) / all).toFixed(1)} %`,
      ((milliseconds * 1_000) / count).toFixed(2),
    ]);
    return tableText(["event", "count", "ms", "share", "µs each"], shown, [
      "left",
      "right",
      "right",
      "right",
      "right",
    ]);
  }
}
