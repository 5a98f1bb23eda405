import { defineScenario } from "../../../sim/index.ts";
import coinToss from "./coin-toss.ts";

/** The coin toss with a future in which its claim breaks. */
export default defineScenario({
  ...coinToss,
  title: "Coin toss with a limit from day 10 on",
  branches: { at: "10d", none: {}, "few heads": { set: { "test/toss.stopAt": 150 } } },
  expect: {},
});
