import { meet, own } from "../../../model/accounts.ts";
import { shared } from "../../../model/mechanism.ts";
import { flag, ratio, seconds, usd } from "../../../schema/fields.ts";
import { DAY, HOUR, WEEK, YEAR } from "../../../units.ts";

export const params = {
  depositUsd: usd({
    default: 5,
    min: 0.5,
    max: 1e6,
    doc: "A lease's deposit, at least.",
    source: "Akash: at least 500,000 uact (0.5 ACT, an ACT is worth 1 USD); its Console asks for 5 USD",
  }),
  cover: seconds({
    default: DAY,
    max: YEAR,
    doc: "How much of a lease's cost customers deposit at a time.",
    range: [6 * HOUR, WEEK],
  }),
  topUps: flag({
    default: true,
    doc: "Whether customers deposit as much again before the deposit runs out. Otherwise the lease is then closed.",
    source: "Akash: MsgAccountDeposit; whether customers look after their leases is for the scenario to set",
  }),
  blockTime: seconds({
    default: 6.5,
    min: 0.1,
    max: HOUR,
    doc: "Seconds of a block; leases pay by the block.",
    source: "Akash: about 6.5 s",
  }),
  takeRate: ratio({
    default: 0,
    doc: "Share of what providers withdraw that the network keeps, rounded down.",
    source: "Akash, akash-network/node 3efe26bf: 0 % now",
    range: [0, 0.2],
  }),
};
export const accounts = {
  world: meet("world"),
  customers: meet("customers"),
  escrow: own("escrow"),
  treasury: meet("treasury"),
  revenue: meet("providerRevenue"),
};
export const assets = { usd: "usd" } as const;
export const emits = {
  jobEvicted: shared,
  jobPaid: shared,
  depositOver: {
    doc: "The deposit of a lease no longer pays for the block that begins.",
    private: true,
    fields: { job: "number" },
  },
} as const;
