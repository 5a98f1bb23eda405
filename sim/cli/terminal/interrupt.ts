import { writeSync } from "node:fs";
import { OrreryError } from "../../errors.ts";

/** Stopped by the user; what is finished is kept. */
export class Interrupted extends OrreryError {
  override readonly exitCode = 130;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What a signal stops; undefined while nothing is under way that keeps what it has. */
let running: AbortController | undefined;
let asked = false;

function stop(): void {
  // Whoever asks twice does not want to wait.
  if (asked) process.exit(130);
  asked = true;
  if (running) {
    running.abort(new Interrupted("Interrupted."));
    return;
  }
  try {
    writeSync(process.stderr.fd, "Interrupted: no run was under way.\n");
  } catch {
    // The terminal may be gone, which is what SIGHUP says.
  }
  process.exit(130);
}

/** Hears Ctrl-C, a polite kill and the end of the terminal from now on, whatever is done. */
export function hearSignals(): void {
  for (const signal of SIGNALS) process.removeAllListeners(signal).on(signal, stop);
}

/** Runs something that a signal may stop; a second one ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  running = new AbortController();
  try {
    return await work(running.signal);
  } finally {
    running = undefined;
  }
}
