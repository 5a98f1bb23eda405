import { defineClaim, defineMechanism, fields } from "orrery";
import { atPrice, jobs, machines, use } from "./parts/market.ts";

/** How often a contract is emptied by an exploit: a number that the test reads, nothing that happens. */
const exploits = defineMechanism({
  name: "claim/exploits",
  summary: "Publishes the yearly rate at which what a contract holds is stolen.",
  source: "Orrery: the claim's own",
  params: {
    perYear: fields.number("1/y", {
      default: 0.03,
      min: 0,
      max: 10,
      doc: "Rate of exploits that empty the contract.",
      range: [0.003, 0.1],
    }),
  },
  init: () => ({}),
  on: {},
  ownMetrics: {
    "exploits.perYear": {
      unit: "1/y",
      kind: "level",
      words: "Exploits of a contract",
      better: "less",
      doc: "Rate at which all that a contract holds is stolen.",
      value: ({ params }) => params.perYear,
    },
  },
  example: () => ({ world: [], until: "1d" }),
});

/** The part of the run that counts. */
const YEARS = 110 / 365;

export default defineClaim({
  claim: "Smart contracts that pay automatically lower counterparty loss.",
  sources: [
    {
      text: "Szabo, N. (1997): Formalizing and Securing Relationships on Public Networks, First Monday 2(9)",
      url: "https://doi.org/10.5210/fm.v2i9.548",
    },
    {
      text: "Cong, L. W. and He, Z. (2019): Blockchain Disruption and Smart Contracts, Review of Financial Studies 32(5), 1754–1797",
      url: "https://doi.org/10.1093/rfs/hhz007",
      unchecked: true,
    },
  ],
  setUp:
    "The same jobs run on the same machines. In one design providers write bills and are paid 30 days after each job, unless the customer has become insolvent by then; in the other a contract takes the whole price before the job starts and pays out daily. The loss of the first is what is never paid; that of the second is what an exploit would take, in expectation: its rate times what the contract holds.",
  whoPays:
    "With bills providers lend to customers, for nothing; with a contract customers lend to the contract, and bear its risk.",
  scenario: {
    title: "Bills against escrow",
    seed: 5,
    until: "120d",
    warmUp: "10d",
    sample: "10d",
    replications: 6,
    world: [
      use("supply/fleet", { machines: machines([{ provider: "host", count: 4, gpus: 4 }]) }),
      jobs(8, { rate: 24 }),
      ...atPrice(0.2),
    ],
    designs: {
      bills: [use("contracts/invoice")],
      contract: [use("contracts/escrow", { fee: 0 }), exploits({})],
    },
    control: "bills",
    measures: ["contracts.lossUsd", "contracts.owedUsd", "contracts.escrowUsd", "customers.paidUsd"],
  },
  tests: {
    "less is lost": {
      less: `[contract].exploits.perYear * [contract].contracts.escrowUsd * ${YEARS}`,
      than: "[bills].contracts.lossUsd",
    },
  },
  condition: {
    words: "the yearly rate at which customers become insolvent",
    unit: "1/y",
    values: [0.0002, 0.01, 0.05],
    set: (rate) => ({ "contracts/invoice.defaultsPerYear": rate }),
  },
  worlds: {
    "a contract that is emptied every second year": { "claim/exploits.perYear": 0.5 },
    "bills that are due after 7 days": { "contracts/invoice.term": "7d" },
  },
  values: {
    "contracts/invoice.term": "Net 30: Petersen and Rajan (1997), Review of Financial Studies 10(3)",
    "contracts/invoice.recovered": "assumed: 0 to 50 % of a bill in insolvency",
    "claim/exploits.perYear":
      "assumed: 0.3 to 10 % a year; 3.1 billion USD were taken from DeFi in 2022 (Chainalysis, 2023 Crypto Crime Report) of some 100 billion that it held at its fullest (the latter not checked)",
  },
  notEstablished: [
    "That the contract knows whether work was done: an oracle that errs loses money without an exploit.",
    "What it costs customers to pay in advance: interest on the deposit is left out, and so are the chain's fees.",
    "One exploit takes everything at once; expectation says nothing of that. Who fears ruin counts it for more.",
    "Reputation, credit checks and insurance, by which trade lowers losses without contracts.",
  ],
});
