import { expect, test } from "vitest";
import { profitAndLoss } from "../../sim/figures/profit-and-loss.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

test("where the control came to nothing, nobody gains or loses against it", () => {
  const all = syntheticNetwork();
  const { control } = all.scenario;
  const input = { ...all, runs: all.runs.filter(({ design }) => design !== control) };
  expect(profitAndLoss.plot(all).title).toMatch(/gain|lose/);
  expect(profitAndLoss.plot(input).title.toLowerCase()).toBe(
    `${control} came to nothing: the other designs are compared with nothing`.toLowerCase(),
  );
});
