import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Random } from "../../../sim/random.ts";
import { temporaryFolder } from "../../cli/orrery.ts";
import { killedAfter, survive, undisturbed } from "./kills.ts";
import { flawsOf } from "./stored.ts";

const QUEUE = fileURLToPath(new URL("../../cli/scenarios/queue.yaml", import.meta.url));
const KILLS = 20;
const AT_MOST_AN_EXPERIMENT = 7;

test("an experiment that is killed again and again comes to the files of one that was not, and does nothing twice", async () => {
  const whole = await undisturbed(["run", QUEUE, "--no-report", "--workers", "2"], temporaryFolder());
  let kills = 0;
  for (let seed = 1; kills < KILLS; seed++) {
    const most = Math.min(AT_MOST_AN_EXPERIMENT, KILLS - kills);
    const survival = await survive(whole, temporaryFolder(), most, seed);
    expect(survival).toMatchObject({ doneTwice: 0, differing: [] });
    expect(survival.reused[0]).toBe(survival.reused[1]);
    kills += survival.kills;
  }
  expect(kills).toBe(KILLS);
}, 300_000);

test("a kill at whatever moment leaves the results that were there or the new ones, whole", async () => {
  const out = temporaryFolder();
  const args = ["run", QUEUE, "--no-report", "--replications", "2", "--workers", "2"];
  const { results, duration } = await undisturbed(args, out);
  const random = new Random(1, "moments");
  for (let kill = 0; kill < 6; kill++) {
    // A seed of its own: every start has runs to do, and results to replace.
    const moment = (0.3 + 0.8 * random.at(kill, "moment").uniform()) * duration;
    await killedAfter([...args, "--seed", String(kill)], out, moment);
    expect(await flawsOf(results)).toEqual([]);
  }
}, 300_000);
