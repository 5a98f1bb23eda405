import { Digest } from "../../digest.ts";

const NUMBERS = 4_294_967_296;
const NAMES = 2_097_152;
/** Every job asks for it. */
const FIRST_JOBS = new Map<string, number>();

/**
 * The number of an instance's first job: sources of demand that stand side by side number their jobs apart, and one
 * more of them renumbers nobody's. Jobs of an instance are `firstJob(instance) + 0, 1, 2, …` below 2^32; what is drawn
 * for a job is addressed by its own count.
 */
export function firstJob(instance: string): number {
  const known = FIRST_JOBS.get(instance);
  if (known !== undefined) return known;
  const digest = new Digest();
  digest.text(instance);
  const first = (Number.parseInt(digest.hex().slice(0, 8), 16) % NAMES) * NUMBERS;
  FIRST_JOBS.set(instance, first);
  return first;
}
