import type { Index } from "../../../indexed.ts";
import { firstJob } from "../../../kit/demand/job-number.ts";
import { close, open } from "../../../kit/demand/unfinished.ts";
import { cos } from "../../../math.ts";
import { rowOf } from "../../../model/columns.ts";
import type { Events } from "../../../model/events.ts";
import { DAY } from "../../../units.ts";
import { CLOUD, type Firm, integrate, MARKET, OWN, RESERVED, SPOT } from "./state.ts";

/** Candidates come at the rate of the peak; each exists with the present rate over that (Lewis and Shedler 1979, thinning). */
export function askNext({ params, random, emit }: Firm, candidate: number): void {
  if (params.load === 0) return;
  const mean = (params.gpusEach * params.meanSeconds) / (params.load * (1 + params.amplitude));
  emit.workArrives({ candidate }, random.at(candidate, "gap").exponential(mean));
}

export function arrive(context: Firm, { candidate }: { candidate: number }): void {
  const { state, params, random, now } = context;
  askNext(context, candidate + 1);
  const level = 1 + params.amplitude * cos((2 * Math.PI * (now - params.peak)) / DAY);
  const draw = random.at(candidate, "work");
  const exists = draw.uniform() * (1 + params.amplitude) < level;
  const seconds = draw.exponential(params.meanSeconds);
  if (!exists) return;
  state.asked++;
  const gpus = params.gpusEach;
  if (state.busy[OWN] + gpus <= state.room[OWN]!) run(context, OWN, gpus, seconds);
  else if (state.busy[RESERVED] + gpus <= state.room[RESERVED]!) run(context, RESERVED, gpus, seconds);
  else burst(context, candidate, gpus, seconds);
}

/** Where a burst goes and what an hour of it costs now; of equals the first. What nobody offers falls to the cloud. */
function cheapest({ params, read }: Firm): { readonly place: number; readonly usd: number } {
  const cloud = { place: CLOUD, name: "cloud", usd: read.cloudUsdPerGpuHour() };
  const offers = [
    { place: MARKET, name: "market", usd: read.usdPerGpuHour() },
    { place: SPOT, name: "spot", usd: read.cloudSpotUsdPerGpuHour() / (1 - params.spotLoss) },
    cloud,
  ].filter(({ name, usd }) => usd > 0 && (params.burst === "cheapest" || params.burst === name));
  return offers.reduce((best, each) => (each.usd < best.usd ? each : best), offers[0] ?? cloud);
}
export const burstPrice = (context: Firm): number => cheapest(context).usd;

function burst(context: Firm, candidate: number, gpus: number, seconds: number): void {
  const { read } = context;
  const { place, usd } = cheapest(context);
  if (place !== MARKET) run(context, place, gpus, seconds);
  // At a market dearer than the cloud nobody bursts.
  else if (usd > read.cloudUsdPerGpuHour()) run(context, CLOUD, gpus, seconds);
  else ask(context, candidate, gpus, seconds);
}

function ask(
  { state, params, now, read, emit, instance }: Firm,
  candidate: number,
  gpus: number,
  seconds: number,
): void {
  const job = firstJob(instance) + candidate;
  const { patience } = params;
  const limit = read.cloudUsdPerGpuHour();
  const given = { limit, patience, deadline: Number.POSITIVE_INFINITY, checkpoint: 0 };
  open(state.atMarket, now, job, { gpus, seconds, ...given });
  emit.jobSubmitted({ job, gpus, seconds, usdPerGpuHour: limit, patience });
}

export function run(context: Firm, place: Index, gpus: number, seconds: number): void {
  const { state, params, emit } = context;
  integrate(context);
  state.busy[place] += gpus;
  emit.workEnded({ place, gpus }, place === SPOT ? seconds / (1 - params.spotLoss) : seconds);
}

/** A stretch at the market is over. */
export function countWork({ state }: Firm, { job, gpus, seconds }: Events["jobFinished"]): void {
  if (rowOf(state.atMarket, job) !== -1) state.worked[MARKET] += gpus * seconds;
}

/** The contract moves what the job has cost; the firm counts it. */
export function leaveMarket({ state, now }: Firm, job: number): void {
  state.spent[MARKET] += close(state.atMarket, now, job).paidUsd;
}
