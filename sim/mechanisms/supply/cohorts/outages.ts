import type { Index } from "../../../indexed.ts";
import { textColumn } from "../../../schema/table.ts";
import { countHours, GONE, integrate, type Supply } from "./state.ts";
import { offer, stopJob } from "./work.ts";

/** All regions at once. */
const EVERYWHERE = -1;

/** Every provider of a region fails at once and takes its jobs with it. Regions where nobody is do not concern us, nor what lasts no time. */
export function blackOut(context: Supply, { region, seconds }: { region: string; seconds: number }): void {
  if (!(seconds > 0)) return;
  const { state, params, emit } = context;
  const row = region === "" ? EVERYWHERE : textColumn(params.regions, "region").indexOf(region);
  if (row === -1 && region !== "") return;

  each(
    context,
    row,
    (provider) => {
      while (state.busy[provider] > 0)
        stopJob(context, state.running.jobOf[state.running.onHost[provider]]!, "jobInterrupted");
    },
    1,
  );
  emit.powerRestored({ region: row }, seconds);
}

export function restorePower(context: Supply, { region }: { region: number }): void {
  each(context, region, () => {}, -1);
  context.emit.gpusFreed({});
}

/** Counts an outage more or less of a region, or of all, and does what that means for each of its providers. */
function each(context: Supply, region: number, first: (provider: Index) => void, change: number): void {
  const { state } = context;
  integrate(context);
  for (let row: Index = 0; row < state.dark.length; row++)
    if (region === EVERYWHERE || row === region) state.dark[row] += change;
  for (let provider = 0; provider < state.count; provider++) {
    if (region !== EVERYWHERE && state.region[provider] !== region) continue;
    if (state.status[provider] === GONE) continue;
    countHours(context, provider);
    first(provider);
    if (state.status[provider] !== GONE) offer(context, provider);
  }
}
