import { describe, expect, test } from "vitest";
import { ORRERY, parseScenario, resolve, run, withTables } from "../../sim/browser.ts";
import { ScenarioError } from "../../sim/errors.ts";
import { scenarioHash } from "../../sim/scenario/resolve.ts";

/** What a page does: a scenario as text, files that its reader has chosen. */
const SCENARIO = `
title: A record in a page
until: 3d
world:
  - demand/trace:
      trace:
        file: chosen.csv
        columns: { submitted: at, seconds: { column: ms, unit: ms }, gpus: n }
  - supply/fleet: { mtbf: 9e9, workingCapital: 100000 }
designs:
  strict: [ { pricing/scheduler: { backfill: none } } ]
  easy: [ { pricing/scheduler: {} } ]
`;
const FILES: Readonly<Record<string, string>> = {
  "chosen.csv": "at,ms,n,id\n30,60000,2,late\n0,90000,8,early\n",
};
const read = (file: string) =>
  FILES[file] === undefined ? { flaw: `Nobody has chosen ${file}.` } : { text: FILES[file] };
const chosen = (text: string) => withTables(parseScenario(text, "page"), "page", read);

describe("tables of a scenario in a page", () => {
  test("are read from the texts that it is given, and run without a file", () => {
    const resolved = resolve(chosen(SCENARIO), ORRERY, { name: "page" });
    const { jobs } = run(resolved, ORRERY, { design: "strict", record: { jobs: true } });
    expect(Array.from(jobs!.recordId, (id) => jobs!.recordIds[id])).toEqual(["early", "late"]);
    expect([...jobs!.submitted]).toEqual([0, 30]);
    expect([...jobs!.gpus]).toEqual([8, 2]);
  });

  test("what was done to a file is said once, though every design has it", () => {
    const { notes } = resolve(chosen(SCENARIO), ORRERY, { name: "page" });
    expect(notes.filter((note) => note.includes("sorted"))).toEqual([
      'world[0] demand/trace › trace: The rows stand in no order of "submitted": they were sorted.',
    ]);
  });

  test("make the scenario what it is by their cells, not by how a file has them", () => {
    const plain = SCENARIO.replace(/\n {8}columns:.*/, "").replace("chosen.csv", "plain.csv");
    const same = { "plain.csv": "id,submitted,gpus,seconds\nearly,0,8,90\nlate,30,2,60\n" };
    const scenario = withTables(parseScenario(plain, "page"), "page", (file) => ({
      text: same[file as keyof typeof same],
    }));
    // What was done to the file is a note.
    const hashOf = (given: ReturnType<typeof chosen>) =>
      scenarioHash({ ...resolve(given, ORRERY, { name: "page" }), notes: [] });
    expect(hashOf(scenario)).toBe(hashOf(chosen(SCENARIO)));
  });

  test("error: a form that is none, with what was meant", () => {
    const broken = chosen(SCENARIO.replace("file: chosen.csv", "fil: chosen.csv"));
    expect(() => resolve(broken, ORRERY, { name: "page" })).toThrow(
      'Expected { file, columns }, with the path of a file as file. There is no field "fil". Did you mean "file"?',
    );
  });

  test("error: a file that nobody has chosen, beside what else is wrong", () => {
    const broken = SCENARIO.replace("chosen.csv", "other.csv").replace("backfill: none", "backfill: nobody");
    expect(() => chosen(broken)).toThrow(ScenarioError);
    expect(() => chosen(broken)).toThrow(/Nobody has chosen other\.csv\.[\s\S]*backfill/);
  });
});
