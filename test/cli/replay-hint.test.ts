import { expect, test } from "vitest";
import { completeReplay } from "../../sim/cli/replay-hint.ts";

const MESSAGE =
  'issuance: a claim.\n\nReplay: orrery replay world --design "a b" --replication 3 --to-event 144 --state';

test("a run without options needs nothing added", () => {
  expect(completeReplay(MESSAGE, ["run", "world"])).toBe(MESSAGE);
});

test("the options that change what is simulated are carried over, --until as --horizon", () => {
  const args = [
    "run",
    "scenarios/world.yaml",
    "--seed",
    "7",
    "--set",
    "issuance/fixed.split={}",
    "--until=90d",
    "--workers",
    "2",
  ];
  expect(completeReplay(MESSAGE, args)).toBe(
    'issuance: a claim.\n\nReplay: orrery replay scenarios/world.yaml --design "a b" --replication 3 --to-event 144 --state --seed 7 --set "issuance/fixed.split={}" --horizon 90d',
  );
});

test("a message without a replay command stays as it is", () => {
  expect(completeReplay("There is no scenario.", ["run", "x", "--seed", "1"])).toBe("There is no scenario.");
});
