import type { SingleBar } from "cli-progress";

/** Progress of an experiment, on stderr and only where that is a terminal. */
export interface Progress {
  /** @param share of all simulated time, 0 to 1 */
  readonly update: (share: number, finished: number) => void;
  readonly stop: () => void;
}

const SILENT: Progress = { update() {}, stop() {} };

export async function startProgress(title: string, runs: number, quiet: boolean): Promise<Progress> {
  if (quiet || !process.stderr.isTTY) return SILENT;
  const { default: cliProgress } = await import("cli-progress");
  const bar: SingleBar = new cliProgress.SingleBar(
    {
      format: `${title} {bar} {percentage} % · {finished}/${runs} runs · {duration_formatted}`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1_000, 0, { finished: 0 });
  return {
    update: (share, finished) => bar.update(Math.floor(share * 1_000), { finished }),
    stop: () => bar.stop(),
  };
}
