import { writeFileSync } from "node:fs";
import path from "node:path";
import { defineMechanism, defineScenario, fields } from "../../../sim/index.ts";

/** Tells a test that a run is under way, then takes its time. */
const marking = defineMechanism({
  name: "test/marking",
  summary: "Leaves a file as its run begins, then counts, so many steps a day.",
  source: "a test",
  params: { steps: fields.count({ default: 30_000_000, doc: "Steps a day: tens of milliseconds." }) },
  init: () => ({ counted: 0, days: 0 }),
  on: {
    opened({ random }) {
      const marks = process.env["ORRERY_MARKS"];
      if (marks) writeFileSync(path.join(marks, `${random.at(1, "mark").uniform()}`), "");
    },
    day({ state, params }, { day }) {
      for (let step = 0; step < params.steps; step++) state.counted = (state.counted + step) % 1_009;
      state.days = day;
    },
  },
  ownMetrics: {
    "marking.days": {
      kind: "level",
      unit: "d",
      words: "Days",
      better: "neither",
      doc: "Days.",
      value: ({ state }) => state.days,
    },
  },
  example: () => ({ world: [], until: "1h" }),
});

export default defineScenario({
  title: "A long count",
  until: "100d",
  replications: 4,
  world: [marking({})],
});
