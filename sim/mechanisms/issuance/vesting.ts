import { vestedInSteps, vestedLinear } from "../../formulas/vesting.ts";
import { baseUnits, portions } from "../../kit/issuance/emission.ts";
import { allot, own } from "../../model/accounts.ts";
import { type ContextOf, defineMechanism } from "../../model/mechanism.ts";
import { count, seconds, text, tokens, weights } from "../../schema/fields.ts";
import { DAY, YEAR } from "../../units.ts";

const params = {
  asset: text({ default: "token", doc: "The token.", source: "Orrery" }),
  supply: tokens({
    role: "endowment",
    default: 200_000_000,
    doc: "Tokens that are granted, on top of what others mint at the opening.",
    source: "Orrery: for the scenario to set",
  }),
  allocation: weights({
    default: { holders: 1 },
    doc: "Division of the grant, by weight. A name is an account and its sector.",
    source: "Orrery: for the scenario to set",
  }),
  cliff: seconds({
    default: YEAR,
    reaches: "time",
    since: "age",
    doc: "Time from the start of the grant before which nothing is free, though it counts.",
    source: "assumed: a year is usual (docs.iog.net: twelve months for io.net's investors)",
    range: [0, 2 * YEAR],
  }),
  duration: seconds({
    default: 4 * YEAR,
    doc: "Time from the start of the grant until all is free. One that ends before the cliff frees all at the cliff.",
    source: "assumed: four years are usual",
    range: [YEAR, 5 * YEAR],
  }),
  steps: count({
    default: 0,
    doc: "Equal steps in which it comes free, each at its end; 0: a line, by the day.",
    source: "docs.iog.net: 24 and 36 steps of a month for io.net's investors and team",
  }),
  age: seconds({
    default: 0,
    doc: "How long before the run the grant started: what was free by then is free as the books open.",
    source: "Orrery: for the scenario to set",
  }),
};

interface State {
  /** By holder, in the order of their names: base units granted, and free by now. */
  grants: bigint[];
  free: bigint[];
}

const accounts = { locked: own("locked"), allotted: allot("allocation") };
const assets = { token: "asset" } as const;
type Vesting = ContextOf<typeof params, State, {}, {}, typeof accounts, typeof assets>;

export const vesting = defineMechanism({
  name: "issuance/vesting",
  summary: "Grants tokens that are locked until a cliff and come free by the day or in steps, by holder.",
  source:
    "OpenZeppelin/openzeppelin-contracts contracts/finance/VestingWallet{,Cliff}.sol; steps: docs.iog.net",
  params,
  accounts,
  assets,
  init: (): State => ({ grants: [], free: [] }),
  estimate: ({ supply }) => ({ sums: { tokens: Number(supply) }, mints: Number(supply) }),
  on: {
    start(context) {
      const { params, state, ledger, account, asset } = context;
      const owners = ownersOf(params.allocation);
      state.grants = portions(
        baseUnits(ledger, asset.token, params.supply),
        owners.map((owner) => params.allocation[owner]!),
      );
      state.free = state.grants.map((total) => freeOf(context, total, 0));
      for (const [holder, owner] of owners.entries()) {
        ledger.mint(asset.token, account.allotted[owner]!, state.free[holder]!, "genesis");
        ledger.mint(asset.token, account.locked, state.grants[holder]! - state.free[holder]!, "genesis");
      }
    },

    day(context, { day }) {
      const { params, state, ledger, account, asset } = context;
      for (const [holder, owner] of ownersOf(params.allocation).entries()) {
        const free = freeOf(context, state.grants[holder]!, day * DAY);
        const released = free - state.free[holder]!;
        if (released === 0n) continue;
        ledger.transfer(asset.token, account.locked, account.allotted[owner]!, released, "vesting");
        state.free[holder] = free;
      }
    },
  },
  invariants: {
    "what is locked is what was granted and is not free": ({ state, ledger, account, asset }) =>
      ledger.units(asset.token, account.locked) === sum(state.grants) - sum(state.free),
    "nobody gets more than their grant": ({ state: { grants, free } }) =>
      free.every((units, holder) => units <= grants[holder]!),
  },
  example: () => ({
    world: [
      { mechanism: "issuance/genesis", params: {} },
      {
        mechanism: "issuance/vesting",
        params: { allocation: { team: 2, investors: 1 }, cliff: "3d", duration: "8d" },
      },
    ],
    until: "10d",
  }),
});

const ownersOf = (allocation: Readonly<Record<string, number>>): string[] => Object.keys(allocation).sort();

/** Base units of a grant that are free at a time of the run. Steps and days are whole; so is the rule's clock. */
function freeOf({ params }: Pick<Vesting, "params">, total: bigint, time: number): bigint {
  const { cliff, duration, steps, age } = params;
  const grant = {
    total,
    start: 0,
    cliff: micros(cliff),
    duration: micros(duration),
    time: micros(age + time),
  };
  return steps === 0 ? vestedLinear(grant) : vestedInSteps({ ...grant, steps });
}

/** Instants are whole microseconds. */
const micros = (seconds: number): bigint => BigInt(Math.round(seconds * 1e6));

const sum = (units: readonly bigint[]): bigint => units.reduce((total, part) => total + part, 0n);
