import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../cli/orrery.ts";
import { survive, undisturbed } from "./kills.ts";

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
}, 180_000);
