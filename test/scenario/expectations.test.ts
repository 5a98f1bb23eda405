import { expect, test } from "vitest";
import { resolveExpectations } from "../../sim/scenario/expectations.ts";
import { DAY } from "../../sim/units.ts";

const names = { designs: ["none", "halving"], branches: ["shock"], until: 100 * DAY };

test("an expectation is complete once it is resolved", () => {
  const { expect: resolved, problems } = resolveExpectations(
    {
      "the market clears": { eventually: "gpu.utilisation >= 0.6", before: "60d" },
      "use recovers": {
        recovers: "gpu.utilisation >= 0.6",
        after: "50d",
        within: "10d",
        branch: "shock",
        confidence: 0.95,
      },
    },
    names,
  );
  expect(problems).toEqual([]);
  expect(resolved).toEqual([
    {
      claim: "the market clears",
      kind: "eventually",
      expression: "gpu.utilisation >= 0.6",
      before: 60 * DAY,
      after: 0,
      direction: "rising",
      design: "",
      branch: "",
      confidence: 0,
      share: 0.9,
    },
    {
      claim: "use recovers",
      kind: "recovers",
      expression: "gpu.utilisation >= 0.6",
      before: 60 * DAY,
      after: 50 * DAY,
      direction: "rising",
      design: "",
      branch: "shock",
      confidence: 0.95,
      share: 0.9,
    },
  ]);
});

test.each([
  [{ always: "x > 0", never: "y" }, "", /^Expected one of always, never, /],
  [{ always: 3 }, "", /^Expected one of always, never, /],
  [
    { always: "x > 0", befor: "3d" },
    " › befor",
    /^There is no such field\. Did you mean "(before|branch)"\?|^There is no such field\.$/,
  ],
  [
    { always: "x > 0", design: "halvin" },
    " › design",
    /^Expected one of none, halving, got "halvin"\. Did you mean "halving"\?$/,
  ],
  [
    { always: "x > 0", confidence: 95 },
    " › confidence",
    /^Expected a number above 0 and below 1, such as 0\.95, got 95\.$/,
  ],
  [
    { eventually: "x > 0", before: "101d" },
    " › before",
    /^Expected at most the horizon of 100 d, got 101 d\.$/,
  ],
  [
    { recovers: "x > 0", after: "50d" },
    " › within",
    /^Expected a duration above 0 such as 60d, got undefined\.$/,
  ],
  [{ monotone: "x", direction: "up" }, " › direction", /^Expected one of rising, falling, got "up"\.$/],
])("error: an expectation of %j", (expectation, path, message) => {
  const { problems } = resolveExpectations({ it: expectation as never }, names);
  expect(problems).toEqual([{ path: `expect › "it"${path}`, message: expect.stringMatching(message) }]);
});
