import { expect, test } from "vitest";
import { tableText } from "../../sim/cli/terminal/terminal.ts";

test("a heading of several lines stands on several; a break within a name is shown, not obeyed", () => {
  const lines = tableText([["gain: gpu.offered", "GPU h"], "de\nsign"], [["12", "a"]]).split("\n");
  expect(lines).toEqual(["gain: gpu.offered  de\\nsign", "GPU h", "12                 a"]);
});
