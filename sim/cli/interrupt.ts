import { OrreryError } from "../errors.ts";

/** Stopped by the user; what is finished is kept. */
export class Interrupted extends OrreryError {
  override readonly exitCode = 130;
}

/** Runs something that Ctrl-C (or a polite kill) may stop; a second Ctrl-C ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Interrupted("Interrupted."));
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
