import { describe, expect, test } from "vitest";
import { InvariantError } from "../../sim/errors.ts";
import { run } from "../../sim/run/run.ts";
import { type ClaimsAt, Simulation } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { type Part, use } from "../scenario/problems.ts";

const ping = { doc: "A ping.", fields: { k: "number" } } as const;
const pong = { doc: "Answers a ping at the same instant.", fields: { k: "number" } } as const;

/** Asks once a second, at 1 s, 2 s, …; the answer is another event of the same instant. */
const asking: Part = {
  name: "test/asking",
  emits: { ping, pong },
  init: () => ({ asked: 0, answered: 0 }),
  on: {
    opened: ({ emit }) => void emit.ping({ k: 1 }, 1),
    ping({ state, emit }, { k }) {
      state.asked = k;
      emit.pong({ k });
      emit.ping({ k: k + 1 }, 1);
    },
    pong({ state }, { k }) {
      state.answered = k;
    },
  },
};
const answered = ({ state }: { state: any }): boolean => state.answered === state.asked;
const modes = ["event", "block", "sample"] as const satisfies readonly ClaimsAt[];

interface Settings {
  readonly claims?: ClaimsAt;
  readonly sample?: number;
  readonly until?: number;
}

const scenarioOf = (parts: readonly Part[], { sample = 2.5, until = 10 }: Settings) => {
  const scenario = { title: "test", until, sample, world: parts.map((part) => use(part)) };
  const catalogue = catalogueOf(scenario);
  return { resolved: resolve(scenario, catalogue, { name: "small" }), catalogue };
};

/** First two lines of the error that a run ends with; empty where it ends well. */
function broken(parts: readonly Part[], settings: Settings = {}): string[] {
  const error = errorOf(parts, settings);
  return error ? [error.sentence, error.facts[0]!] : [];
}

function errorOf(parts: readonly Part[], settings: Settings): InvariantError | undefined {
  const { resolved, catalogue } = scenarioOf(parts, settings);
  try {
    run(resolved, catalogue, { design: "base", claims: settings.claims ?? "sample" });
    return undefined;
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    return error;
  }
}

describe("a claim of an instant", () => {
  const claim: Part = {
    ...asking,
    invariants: { "every ping is answered": { when: "instant", holds: answered } },
  };

  test.each([...modes, "off"] as const)("may be broken between its events (%s)", (claims) => {
    expect(broken([claim], { claims })).toEqual([]);
  });

  test("may be broken where a sample falls on its instant", () => {
    expect(broken([claim], { sample: 1 })).toEqual([]);
  });

  test.each(modes)(
    "is told by the last event of the first instant at whose end it does not hold (%s)",
    (claims) => {
      const deaf: Part = {
        ...claim,
        on: {
          ...asking.on,
          pong: ({ state }, { k }) => void Object.assign(state, { answered: k < 3 ? k : 0 }),
        },
      };
      expect(broken([deaf], { claims })).toEqual([
        "test/asking: every ping is answered.",
        "At 3 s, event #8 pong { k: 3 }.",
      ]);
    },
  );
});

describe("a claim of every event", () => {
  test("is broken between the events of an instant, where one looks there", () => {
    const claim: Part = { ...asking, invariants: { "every ping is answered": answered } };
    expect(broken([claim])).toEqual([]);
    expect(broken([claim], { claims: "event" })).toEqual([
      "test/asking: every ping is answered.",
      "At 1 s, event #3 ping { k: 1 }.",
    ]);
  });

  test.each(modes)("that breaks at the very last instant is told (%s)", (claims) => {
    const last: Part = {
      init: () => ({ over: false }),
      on: {
        end({ state }) {
          state.over = true;
        },
      },
      invariants: { "the end never comes": ({ state }) => !state.over },
    };
    expect(broken([last], { claims })).toEqual([
      "test/part: the end never comes.",
      "At 10 s, event #3 end {}.",
    ]);
  });

  test.each(modes)(
    "that breaks because time passes, without any event, is told at a sample (%s)",
    (claims) => {
      const early: Part = { invariants: { "it is early": ({ now }) => now < 5 } };
      expect(broken([early], { claims })).toEqual(["test/part: it is early.", "At 5 s, event #2 opened {}."]);
    },
  );

  test("does not count before the books are open", () => {
    const late: Part = {
      init: () => ({ ready: false }),
      on: {
        opened({ state }) {
          state.ready = true;
        },
      },
      invariants: { "all is ready": ({ state }) => state.ready },
    };
    expect(broken([late], { claims: "event" })).toEqual([]);
  });
});

test("the claim that broke is named, by the event that broke it, though another one broke before and was restored", () => {
  const flickering: Part = { ...asking, invariants: { "every ping is answered": answered } };
  const few: Part = {
    name: "test/few",
    init: () => ({ pings: 0 }),
    on: {
      ping({ state }) {
        state.pings++;
      },
    },
    invariants: { "there are fewer than four pings": ({ state }) => state.pings < 4 },
  };
  for (const claims of ["block", "sample"] as const)
    expect(broken([flickering, few], { claims })).toEqual([
      "test/few: there are fewer than four pings.",
      "At 4 s, event #9 ping { k: 4 }.",
    ]);
});

test("of two claims that are broken at a sample, the first to break is told by its own event, and the other is named", () => {
  const both: Part = {
    ...asking,
    invariants: {
      "there are fewer than four pings": ({ state }) => state.asked < 4,
      "there are fewer than three pings": ({ state }) => state.asked < 3,
    },
  };
  expect(broken([both], { sample: 10 })).toEqual([
    "test/asking: there are fewer than three pings.",
    "At 3 s, event #7 ping { k: 3 }.",
  ]);
  const error = errorOf([both], { sample: 10 })!;
  expect(error.facts.slice(2)).toEqual(["Broken later: test/asking: there are fewer than four pings."]);
  expect(error.claims).toEqual([
    "test/asking: there are fewer than three pings.",
    "test/asking: there are fewer than four pings.",
  ]);
});

test("a replay to an event stands at it: its time, its state, and nothing observed since", () => {
  const { resolved, catalogue } = scenarioOf(
    [{ ...asking, invariants: { "there are fewer than four pings": ({ state }) => state.asked < 4 } }],
    { sample: 0.5 },
  );
  const simulation = new Simulation(resolved, catalogue, { design: "base", replication: 0, seed: 1 });
  expect(simulation.runTo({ events: 9 })).toBe(true);
  expect([simulation.events, simulation.now]).toEqual([9, 4]);
  expect(simulation.states[0]!.state).toEqual({ asked: 4, answered: 3 });
});

test("a run that was followed event by event has observed what a run at once has", () => {
  const { resolved, catalogue } = scenarioOf([asking], {});
  const options = { design: "base", replication: 0, seed: 1 } as const;
  const simulation = new Simulation(resolved, catalogue, options);
  for (let events = 1; simulation.runTo({ events }); events++);
  expect(simulation.finish()).toEqual(new Simulation(resolved, catalogue, options).finish());
});
