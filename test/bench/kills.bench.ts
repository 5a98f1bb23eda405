import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { survive, undisturbed } from "../experiment/store/kills.ts";
import type { Row } from "./suite.ts";

/** SIGKILL at random moments of an experiment of 200 runs, until it has been killed 50 times. */
export const name = "kills";

const QUEUE = fileURLToPath(new URL("../cli/scenarios/queue.yaml", import.meta.url));
const KILLS = 50;

export async function run(): Promise<Row[]> {
  const root = mkdtempSync(path.join(tmpdir(), "orrery-bench-"));
  try {
    const args = ["run", QUEUE, "--no-report", "--replications", "100"];
    const whole = await undisturbed(args, path.join(root, "whole"));
    const total = { experiments: 0, kills: 0, doneTwice: 0, differing: 0 };
    while (total.kills < KILLS) {
      const out = path.join(root, `${total.experiments}`);
      const survival = await survive(whole, out, KILLS - total.kills, ++total.experiments);
      total.kills += survival.kills;
      total.doneTwice += survival.doneTwice + Math.abs(survival.reused[0] - survival.reused[1]);
      total.differing += survival.differing.length;
    }
    return [
      { measure: "kills", value: total.kills, unit: "kills", atLeast: KILLS },
      { measure: "experiments that were carried on to their end", value: total.experiments, unit: "" },
      { measure: "kept jobs that were run again", value: total.doneTwice, unit: "jobs", atMost: 0 },
      { measure: "files other than undisturbed", value: total.differing, unit: "files", atMost: 0 },
    ];
  } finally {
    rmSync(root, { recursive: true });
  }
}
