import { describe, expect, test } from "vitest";
import { mechanismJson, mechanismText } from "../../sim/cli/words/mechanism-text.ts";
import { topicText } from "../../sim/cli/words/topic-text.ts";
import { allTopics, topicsNamed } from "../../sim/cli/words/topics.ts";
import { JOB_CLASSES } from "../../sim/mechanisms/demand/jobs/classes.ts";
import { profileOf } from "../../sim/mechanisms/demand/jobs/profile.ts";
import { ORRERY } from "../../sim/scenario/catalogue.ts";
import { choice, type Fields, number, type Values } from "../../sim/schema/fields.ts";
import { defaultText, effectiveDefault, tableRows } from "../../sim/words/default-text.ts";
import { orrery } from "./orrery.ts";

const topics = allTopics();
const namesOf = (asked: string): string[] => topicsNamed(asked, topics).map(({ name }) => name);

describe("orrery explain", () => {
  test("finds a mechanism by its kind, and lists what a word may mean", async () => {
    expect((await orrery(["explain", "halving"])).stdout).toMatch(/^issuance\/halving\n/);
    const { code, stdout } = await orrery(["explain", "spot"]);
    expect(stdout).toMatch(/^spot may be any of these:\n/);
    expect(stdout).toMatch(/^pricing\/spot-smoothed +mechanism +Lets spare/m);
    expect(code).toBe(0);
  });

  test("says what was meant, and what a scenario is", async () => {
    const wrong = await orrery(["explain", "halvin"]);
    expect(wrong.stderr).toMatch(
      /^UsageError: There is nothing called "halvin"\. Did you mean "halving"\?\n/,
    );
    expect(wrong.code).toBe(2);
    expect((await orrery(["explain", "hello"])).stderr).toContain("orrery describe hello");
  });

  test("does not pass over a name that stands beside --measures", async () => {
    const { code, stdout, stderr } = await orrery(["explain", "halving", "--measures"]);
    expect(stderr).toBe(
      'UsageError: --measures lists all measures, and "halving" names one thing.\n\nLeave out one of them.\n',
    );
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("a full name means one thing, a kind the mechanism of that kind, a word all that have it", () => {
    expect(namesOf("issuance/halving")).toEqual(["issuance/halving"]);
    expect(namesOf("HALVING")).toEqual(["issuance/halving"]);
    expect(namesOf("issuance")).toEqual(expect.arrayContaining(["issuance/fixed", "issuance.subsidy"]));
    expect(namesOf("nothing-of-the-kind")).toEqual([]);
    expect(namesOf(" ")).toEqual([]);
  });

  test("every mechanism is found by its kind", () => {
    for (const name of ORRERY.keys()) expect(namesOf(name.split("/")[1]!), name).toContain(name);
  });

  test("a measure is found as results have it: with its key, and in its place", () => {
    for (const name of ["gpu.supply", "gpu.supply[region]", "btc.gpu.supply[US]"])
      expect(namesOf(name)).toEqual(["gpu.supply"]);
    expect(topicText(topicsNamed("gpu.supply", topics)[0]!)).toMatch(/^ {2}Unit +GPUs\n/m);
  });

  test("an event, a signal and a class of jobs have pages of their own", () => {
    expect(topicText(topicsNamed("jobMatched", topics)[0]!)).toMatch(/^ {2}Handled by .*supply\/cohorts/ms);
    expect(topicText(topicsNamed("usdPerToken", topics)[0]!)).toMatch(
      /^ {2}Published by +defi\/concentrated-liquidity, defi\/constant-product,/m,
    );
    expect(topicText(topicsNamed("rendering", topics)[0]!)).toMatch(/^ {2}memory +12 GB$/m);
  });
});

describe("defaults", () => {
  const jobs = ORRERY.get("demand/jobs")!;

  test("what a class fills in is what its jobs are like", () => {
    const given = Object.fromEntries(
      Object.entries(jobs.params as Fields).map(([name, field]) => [name, field.default]),
    ) as Values<any>;
    for (const option of Object.keys(JOB_CLASSES)) {
      const { sizes, weights, mean, ...rest } = profileOf({ ...given, class: option } as never);
      expect((jobs.params as Fields)["class"]!.fills![option]).toEqual({
        ...rest,
        gpus: sizes,
        gpuWeights: JOB_CLASSES[option as keyof typeof JOB_CLASSES].gpuWeights,
        duration: mean,
      });
      expect(weights).toBeDefined();
    }
  });

  test("are those that count: of the class, in words, or row by row", () => {
    const text = mechanismText(jobs);
    expect(text).toMatch(/^ {6}default 24 GB, by `class` · /m);
    expect(text).toMatch(/^ {6}default no limit · /m);
    expect(text).toMatch(/^ {6}rendering +1, 2, 4 +70, 20, 10 +12 /m);
    expect(mechanismText(ORRERY.get("supply/fleet")!)).toMatch(/^ {6}NO +0\.08 +30$/m);
    expect(mechanismJson(jobs)).toMatchObject({
      params: {
        memory: { default: -1, effective: 24 },
        class: { fills: { rendering: { memory: 12 } } },
      },
    });
  });

  test("a choice fills in only what it names, by the option that stands there", () => {
    const size = choice(["small", "large"], {
      default: "large",
      doc: "Size.",
      fills: { small: { gpus: 1 }, large: { gpus: 8 } },
    });
    const fields = { size, gpus: number("GPUs", { default: -1, doc: "GPUs." }) } as Fields;
    expect(effectiveDefault("gpus", fields)).toEqual({ value: 8, filledBy: "size" });
    expect(defaultText("gpus", fields)).toBe("8 GPUs, by `size`");
    expect(defaultText("size", fields)).toBe("large");
    expect(tableRows(undefined)).toEqual({ heading: [], rows: [] });
  });
});
