/** How many times faster work runs on several cores when a share of it must run in sequence (Amdahl 1967). */
export function amdahlSpeedUp(sequentialShare: number, cores: number): number {
  return 1 / (sequentialShare + (1 - sequentialShare) / cores);
}
