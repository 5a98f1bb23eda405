import { describe, expect, test } from "vitest";
import { lines, refusal } from "./problems.ts";

const world = [
  { mechanism: "demand/poisson", params: {}, as: "here" },
  { mechanism: "demand/poisson", params: {}, as: "there" },
  { mechanism: "supply/servers", params: {} },
];
const designs = { a: [], b: [{ mechanism: "issuance/genesis", params: {}, as: "start" }] };
const refused = (more: object, options = {}) => refusal({ world, designs, ...more }, options);
const problem = (path: string, message: string) =>
  lines("test has 1 problem.", "", `  ${path}`, `    ${message}`);

const TWICE =
  "demand/poisson.meanService sets here.meanService too: one parameter under two names. Keep one of them.";

describe("one parameter under two names is refused", () => {
  test.each(["grid", "zip"])("in a %s", (kind) => {
    const lists = { "demand/poisson.meanService": [1, 2], "here.meanService": [3, 4] };
    expect(refused({ sweep: { [kind]: lists } })).toBe(problem(`sweep › ${kind} › here.meanService`, TWICE));
  });

  test("in a list, at one point or at two", () => {
    const list = [{ "demand/poisson.meanService": 1 }, { "here.meanService": 2 }];
    expect(refused({ sweep: { list } })).toBe(problem("sweep › list › here.meanService", TWICE));
  });

  test("in ranges", () => {
    const ranges = { "start.supply": [1, 2], "issuance/genesis.supply": [3, 4] };
    expect(refused({ sweep: { sobol: { points: 4, ranges } } })).toBe(
      problem(
        "sweep › sobol › ranges › issuance/genesis.supply",
        "start.supply sets start.supply too: one parameter under two names. Keep one of them.",
      ),
    );
  });

  test("in a branch", () => {
    const set = { "demand/poisson.meanService": 1, "here.meanService": 2 };
    expect(refused({ branches: { at: "5d", none: {}, other: { set } } })).toBe(
      problem('branches › "other" › set › here.meanService', TWICE),
    );
  });

  test("on the command line, by one name or two", () => {
    const set = ["demand/poisson.meanService=1", "here.meanService=2"];
    expect(refused({}, { set })).toBe(problem("--set here.meanService", TWICE));
    expect(refused({}, { set: ["here.meanService=1", "here.meanService=2"] })).toBe(
      problem("--set here.meanService", "here.meanService stands here twice. Keep one of them."),
    );
  });

  test("on the command line and in the sweep that is run; one that is left aside varies nothing", () => {
    const sweep = { grid: { "demand/poisson.meanService": [1, 2] } };
    const set = ["there.meanService=5"];
    expect(refused({ sweep }, { set, swept: true })).toBe(
      problem(
        "--set there.meanService",
        "The sweep varies there.meanService by demand/poisson.meanService: no run would keep this value. Leave one of them out.",
      ),
    );
    expect(refused({ sweep }, { set })).toBeUndefined();
  });
});

test("one parameter of two instances are two parameters", () => {
  const sweep = { grid: { "here.meanService": [1, 2], "there.meanService": [3, 4] } };
  expect(refused({ sweep })).toBeUndefined();
});

test("a range that is given by a mechanism's name takes the place of its instances' assumed ones", () => {
  const sampled = (more: object) => refused({ sweep: { sobol: { points: 4, assumed: true, ...more } } });
  expect(sampled({ ranges: { "demand/poisson.arrivalRate": [0.1, 0.2] } })).toBeUndefined();
  expect(sampled({ except: ["demand/poisson.arrivalRate"] })).toBeUndefined();
});

test("no path reaches a prototype, and null is no value", () => {
  const expected = "Expected family/kind.parameter=value, such as issuance/halving.interval=4320.";
  expect(refused({}, { set: ['here.__proto__={"meanService":1}'] })).toBe(
    problem('--set here.__proto__={"meanService":1}', expected),
  );
  expect(refused({}, { set: ["here.meanService=null"] })).toBe(
    problem(
      "world[0] demand/poisson as here › meanService",
      "Expected a value, got null. Leave it out to take the default.",
    ),
  );
  expect(refused({ sweep: { list: [{ "here.meanService": null }, { "here.meanService": 1 }] } })).toContain(
    "Expected a value, got null. Leave it out where the point keeps it as it is.",
  );
  expect(refused({}, { set: ['start.allocation={"__proto__":1,"holders":1}'] })).toBe(
    problem(
      'designs["b"][0] issuance/genesis as start › allocation › __proto__',
      'No name is "__proto__": JavaScript has a meaning for it.',
    ),
  );
});
