import { describe, expect, it } from "vitest";
import { drawings } from "../../sim/figures/figures.ts";
import { featuredBranch, featuredFuture, futureText } from "../../sim/figures/future.ts";
import { branchedInput, frontierInput } from "./synthetic-experiments.ts";
import { syntheticNetwork } from "./synthetic-runs.ts";

const branched = branchedInput();

describe("the featured future", () => {
  it("is the first branch after the reference", () => {
    expect(featuredBranch(branched)).toBe("demand halves");
    const { runs } = featuredFuture(branched);
    expect(runs).toHaveLength(4 * 8);
    expect(new Set(runs.map(({ branch }) => branch))).toEqual(new Set(["demand halves"]));
  });

  it("is the reference where no other branch was run", () => {
    const alone = { ...branched, runs: branched.runs.filter(({ branch }) => branch === "none") };
    expect(featuredBranch(alone)).toBe("none");
  });

  it("is called by its branch and the time at which it parted", () => {
    expect(futureText(featuredFuture(branched))).toBe("after day 365: demand halves");
    expect(futureText(syntheticNetwork({ replications: 1 }))).toBe("");
  });

  it("has no runs of a sweep's points", () => {
    expect(featuredFuture(frontierInput()).runs).toEqual([]);
  });
});

describe("figures of one future", () => {
  const drawn = drawings(branched);
  const named = (name: string) => drawn.find((figure) => figure.name === name)!.drawing;

  it("say which future they show", () => {
    for (const name of ["gpus-online", "overview", "differences", "headline"])
      expect(named(name).subtitle).toMatch(/^After day 365: demand halves\. /);
  });

  it("count the replications of that future alone", () => {
    expect(named("gpus-online").subtitle).toContain("mean of 8 replications");
  });

  it("never mix futures: the same is drawn where the others were not run", () => {
    const alone = { ...branched, runs: branched.runs.filter(({ branch }) => branch === "demand halves") };
    const own = drawings(alone).map(({ name, drawing }) => [name, drawing.title]);
    const of = (name: string) => own.find(([other]) => other === name);
    for (const name of ["differences", "headline", "overview", "gpus-online"])
      expect(of(name)).toEqual([name, named(name).title]);
  });

  it("leave a sweep to the figures of the experiment", () => {
    expect(drawings(frontierInput()).map(({ name }) => name)).toEqual(["frontier", "sweep"]);
  });
});
