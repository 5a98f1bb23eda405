import { expect, test } from "vitest";
import { completeReplay } from "../../sim/cli/replay/replay-hint.ts";
import { InvariantError, OrreryError } from "../../sim/errors.ts";
import { replayCommand } from "../../sim/text/replay.ts";

const REPLAY = { scenario: "world", design: "a b", replication: 3, branch: "", event: 144 };
const error = new InvariantError("issuance: a claim.", [], `Replay: ${replayCommand(REPLAY)}`, REPLAY);

test("a run without options needs nothing added", () => {
  expect(completeReplay(error, ["run", "world"])).toBe(
    "issuance: a claim.\n\nReplay: orrery replay world --design 'a b' --replication 3 --to-event 144 --state",
  );
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
  expect(completeReplay(error, args)).toBe(
    "issuance: a claim.\n\nReplay: orrery replay scenarios/world.yaml --design 'a b' --replication 3 --to-event 144 --state --seed 7 --set 'issuance/fixed.split={}' --horizon 90d",
  );
});

test("that tables outside of the scenario's folder were allowed is carried over", () => {
  expect(completeReplay(error, ["run", "world.yaml", "--allow-data-outside", "--quiet"])).toMatch(
    / --state --allow-data-outside$/,
  );
});

test("so is that it may be long, and of a replay its horizon, not where it stopped", () => {
  expect(completeReplay(error, ["run", "world.yaml", "--allow-long"])).toMatch(/ --state --allow-long$/);
  const args = ["replay", "world.yaml", "--horizon", "90d", "--until=5d", "--set=__proto__", "constructor"];
  expect(completeReplay(error, args)).toMatch(/ --state --horizon 90d --set __proto__$/);
});

test("the path is the one that was given, whatever it holds, and no option's value", () => {
  const replay = { ...REPLAY, scenario: "two words (1)" };
  const named = new InvariantError("a: b.", [], `Replay: ${replayCommand(replay)}`, replay);
  const args = ["check", "--output=x/two words (1).json", "dir/two words (1).yaml"];
  expect(completeReplay(named, args)).toContain("orrery replay 'dir/two words (1).yaml' --design");
});

test("a message without a replay command stays as it is", () => {
  expect(completeReplay(new OrreryError("There is no scenario."), ["run", "x", "--seed", "1"])).toBe(
    "There is no scenario.",
  );
});
