import { expect, test } from "vitest";
import { InvariantError, KernelError, LedgerError, OrreryError, ScenarioError } from "../../sim/errors.ts";
import { meetEach, own, provideEach } from "../../sim/model/accounts.ts";
import { run } from "../../sim/run/run.ts";
import type { ClaimsAt } from "../../sim/run/simulation.ts";
import { catalogueOf } from "../../sim/scenario/catalogue.ts";
import { resolve } from "../../sim/scenario/resolve.ts";
import { lines, type Part, use } from "../scenario/problems.ts";

const ping = { doc: "A ping.", fields: { k: "number" } } as const;

/** The error that a run of ten seconds with this one mechanism ends with. */
function failure(given: Part, claims: ClaimsAt = "sample"): OrreryError {
  const scenario = { title: "test", until: 10, world: [use(given)] };
  const catalogue = catalogueOf(scenario);
  try {
    run(resolve(scenario, catalogue, { name: "broken" }), catalogue, { design: "base", claims });
  } catch (error) {
    if (error instanceof OrreryError) return error;
    throw error;
  }
  throw new Error("The run ended well.");
}

const counting: Part = {
  emits: { ping },
  init: () => ({ pings: 0, list: new Float64Array(3) }),
  on: {
    opened: ({ emit }) => emit.ping({ k: 1 }, 1),
    ping: ({ state, emit }, { k }) => {
      state.pings = k;
      emit.ping({ k: k + 1 }, 1);
    },
  },
  invariants: { "there are never three pings": ({ state }) => state.pings < 3 },
};

test.each(["event", "sample"] as const)(
  "error: a claim that breaks, by the first event that broke it (%s)",
  (claims) => {
    const error = failure(counting, claims);
    expect(error).toBeInstanceOf(InvariantError);
    expect(error.exitCode).toBe(3);
    expect(error.message).toBe(
      lines(
        "test/part: there are never three pings.",
        "",
        "  At 3 s, event #5 ping { k: 3 }.",
        "  params {}   state { pings: 3, list: [3 values] }",
        "",
        "Replay: orrery replay broken --design base --replication 0 --to-event 5 --state",
      ),
    );
  },
);

test("claims that are off are not checked", () => {
  expect(() => failure(counting, "off")).toThrow("The run ended well.");
});

test("error: a loop at one instant, with the events that go round", () => {
  const error = failure({
    emits: { ping, pong: ping },
    on: {
      opened: ({ emit }) => emit.ping({ k: 0 }),
      ping: ({ emit }) => emit.pong({ k: 0 }),
      pong: ({ emit }) => emit.ping({ k: 0 }),
    },
  });
  expect(error).toBeInstanceOf(KernelError);
  expect(error.message).toBe(
    lines(
      "Time stands still at 0 s: more than 1000000 events were delivered at this instant.",
      "",
      "  At 0 s, event #1000001 pong { k: 0 }.",
      "  The events that go round: ping, pong.",
      "",
      "Replay: orrery replay broken --design base --replication 0 --to-event 1000001 --state",
    ),
  );
});

test.each([Number.NaN, -1, Infinity])("error: an event after a delay of %d", (delay) => {
  const error = failure({
    emits: { ping },
    on: { opened: ({ emit }) => emit.ping({ k: 0 }, delay) },
  });
  expect(error).toBeInstanceOf(KernelError);
  expect(error.message).toBe(
    lines(
      `Event ping cannot be scheduled after a delay of ${delay} s.`,
      "",
      "  At 0 s, event #2 opened {}.",
      "  now: 0 s",
      "",
      "Replay: orrery replay broken --design base --replication 0 --to-event 2 --state",
    ),
  );
});

test("error: a measure that is no number", () => {
  const metrics = {
    "test.level": {
      kind: "level",
      unit: "",
      words: "A level",
      better: "neither",
      doc: "A level.",
      value: () => Number.NaN,
    },
  } as const;
  expect(failure({ ownMetrics: metrics }).message).toBe(
    lines(
      "test/part recorded NaN for test.level at 0 s.",
      "",
      "  At 0 s, event #2 opened {}.",
      "  A measure is a finite number, always.",
      "",
      "Replay: orrery replay broken --design base --replication 0 --to-event 2 --state",
    ),
  );
});

test("error: an account that pays more than it holds", () => {
  const error = failure({
    accounts: { alice: own("holders"), bob: own("holders") },
    assets: { usd: "usd" },
    emits: { ping },
    on: {
      opened: ({ emit }) => emit.ping({ k: 1 }, 1),
      ping: ({ ledger, account, asset }) => ledger.transfer(asset.usd, account.alice, account.bob, 5, "gift"),
    },
  });
  expect(error).toBeInstanceOf(LedgerError);
  expect(error.exitCode).toBe(3);
  expect(error.message).toBe(
    lines(
      'Account "test/part.alice" cannot pay 5 usd: it holds 0 usd.',
      "",
      "  At 1 s, event #3 ping { k: 1 }.",
      '  operation transfer, kind "gift"',
      '  from      "test/part.alice" (holders)',
      '  to        "test/part.bob" (holders)',
      "  amount    5 usd (5000000 base units)",
      "  balance   0 usd (0 base units)",
      "  short by  5 usd (5000000 base units)",
      "",
      "Replay: orrery replay broken --design base --replication 0 --to-event 3 --state",
    ),
  );
});

test("error: what the ledger refuses before anything has happened is wrong with the scenario", () => {
  const error = failure({
    accounts: { own: provideEach("providers"), other: meetEach("providers") },
    on: {
      start: ({ account }) => account.own("north"),
      opened: ({ account }) => account.other("nort"),
    },
  });
  expect(error).toBeInstanceOf(ScenarioError);
  expect(error.exitCode).toBe(2);
  expect(error.message).toBe(
    lines(
      'The design "base" has 1 problem.',
      "",
      "  test/part › on opened",
      '    There is no account "provider[nort]".',
      '    Known: "provider[north]".',
      '    Did you mean "provider[north]"?',
    ),
  );
});

test("error: a design that the scenario does not have", () => {
  const scenario = { title: "test", until: 10, world: [use({})] };
  const catalogue = catalogueOf(scenario);
  expect(() => run(resolve(scenario, catalogue, { name: "small" }), catalogue, { design: "large" })).toThrow(
    lines('small has no design "large".', "", "  Its designs: base."),
  );
});
