import type { Writable } from "node:stream";
import { reasonOf } from "../../experiment/store/disk.ts";

/** What a reader that goes away leaves behind: a closed pipe, a terminal that is gone. */
const GONE = new Set(["EPIPE", "EIO", "ECONNRESET"]);
/** As for a file that cannot be written. */
const UNWRITTEN = 2;

/**
 * A reader that goes away (head, a pager) changes neither the work nor the exit code. Output that cannot be written is
 * told once, and the exit code is at least 2, as GNU's tools have it.
 */
export function watchOutput(): void {
  let lost = false;
  const watch = (stream: Writable, name: string): void => {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // After its first error a stream has others to tell, which say nothing new.
      if (lost || GONE.has(error.code ?? "") || error.code === "ERR_STREAM_DESTROYED") return;
      lost = true;
      process.stderr.write(`OrreryError: ${name} cannot be written: ${reasonOf(error)}.\n`);
    });
  };
  watch(process.stdout, "The output");
  watch(process.stderr, "What goes to stderr");
  process.on("exit", (code) => {
    if (lost) process.exitCode = Math.max(code, UNWRITTEN);
  });
}
