import type { SingleBar } from "cli-progress";
import { visible } from "../../text/visible.ts";
import { cut } from "./terminal.ts";

/** Progress of an experiment, on stderr and only where that is a terminal. */
export interface Progress {
  /** @param share of all simulated time, 0 to 1 */
  readonly update: (share: number, finished: number) => void;
  readonly stop: () => void;
}

const SILENT: Progress = { update() {}, stop() {} };
const STEPS = 1_000;
/** Columns: the bar is to fit beside it. */
const WIDEST_TITLE = 30;

/** Whether a bar stands in the terminal's last line, which has room for one. */
let isTaken = false;

/**
 * A bar; where another one is shown, it begins when that has ended.
 *
 * @param runs how many there are to do
 */
export async function startProgress(title: string, runs: number, quiet: boolean): Promise<Progress> {
  if (quiet || !process.stderr.isTTY) return SILENT;
  const { default: cliProgress } = await import("cli-progress");
  const remaining = estimate();
  let bar: SingleBar | undefined;
  const show = (): void => {
    if (bar || isTaken) return;
    isTaken = true;
    bar = new cliProgress.SingleBar(
      {
        format: `{title} {bar} {percentage} % · {finished}/${runs} runs · {duration_formatted}{remaining}`,
        stream: process.stderr,
        hideCursor: true,
        clearOnComplete: true,
        gracefulExit: false,
      },
      cliProgress.Presets.shades_classic,
    );
    bar.start(STEPS, 0, { title: cut(visible(title), WIDEST_TITLE), finished: 0, remaining: "" });
  };
  show();
  return {
    update(share, finished) {
      show();
      bar?.update(Math.floor(share * STEPS), { finished, remaining: remaining(share) });
    },
    stop() {
      if (!bar) return;
      bar.stop();
      isTaken = false;
    },
  };
}

/** Seconds after which an estimate is worth showing. */
const TOO_EARLY = 3;

/** Time left at the pace so far; what an earlier start has done does not count for the pace. */
function estimate(): (share: number) => string {
  const began = performance.now();
  let first: number | undefined;
  return (share) => {
    first ??= share;
    const elapsed = (performance.now() - began) / 1_000;
    if (elapsed < TOO_EARLY || share <= first) return "";
    const left = ((1 - share) / (share - first)) * elapsed;
    return left < 1 ? "" : ` · ${leftText(left)} left`;
  };
}

/** `40 s`, `3 min`, `2 h 10 min`: as exact as an estimate is. */
function leftText(seconds: number): string {
  if (seconds < 55) return `${Math.max(5, Math.round(seconds / 5) * 5)} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
