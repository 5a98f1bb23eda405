import { asertBits } from "../../formulas/asert.ts";
import {
  doubleSpendProbability,
  nakamotoDoubleSpend,
  selfishRevenue,
  selfishThreshold,
} from "../../formulas/double-spend.ts";
import { blockSubsidy, subsidySum } from "../../formulas/halving.ts";
import { difficulty, nextBits, targetFromBits, work } from "../../formulas/retarget.ts";
import { replicationSeed } from "../../run/run.ts";
import { Simulation } from "../../run/simulation.ts";
import { ORRERY } from "../../scenario/catalogue.ts";
import { loadScenario } from "../../scenario/load.ts";
import { resolve } from "../../scenario/resolve.ts";
import type { Validation } from "../../site/validation.ts";
import { casesOf, sourceOf, vectors } from "./vectors.ts";

const SUBJECT = "Bitcoin";
const RULE = { initial: 5_000_000_000n, interval: 210_000 };
export const SATOSHI_OF_ALL_TIME = 2_099_999_997_690_000n;
/** The subsidies of three eras: 210,000 × (50 + 25 + 12.5) BTC. */
export const SATOSHI_OF_THREE_ERAS = 1_837_500_000_000_000n;
/** Σ 2016 × the interval that each change of difficulty implies, up to the last recorded period. */
export const RECORDED_SECONDS = 333_644_851;
/** First blocks after the third era and after the last recorded period. */
const [AFTER_THREE_ERAS, AFTER_RECORD] = [630_000, 608_832];

const CORE = "bitcoin/bitcoin src/validation.cpp, GetBlockSubsidy";

/** The scenario bitcoin from 2009 to the end of issuance: supply and time as heights are passed. */
async function simulated() {
  const { scenario, name } = await loadScenario("bitcoin");
  const resolved = resolve(scenario, undefined, { name });
  const seed = replicationSeed(resolved.seed, 0);
  const simulation = new Simulation(resolved, ORRERY, { design: "base", replication: 0, seed });
  const { chart, ledger } = simulation;
  const supply = (): bigint => ledger.supplyUnits(chart.asset("btc"));
  const passed = new Map<number, { t: number; supply: bigint }>();
  // An event is seen before it is delivered: the supply is that of the blocks before.
  simulation.onEvent(({ name: event, payload, t }) => {
    if (event !== "block") return;
    const first = (payload["height"] as number) + 1 - (payload["count"] as number);
    if (first === AFTER_THREE_ERAS || first === AFTER_RECORD) passed.set(first, { t, supply: supply() });
  });
  simulation.finish();
  return { supply: supply(), passed };
}

let made: ReturnType<typeof simulated> | undefined;
const once = (): ReturnType<typeof simulated> => {
  made ??= simulated();
  return made;
};

interface Retarget {
  readonly name: string;
  readonly firstBlockTime: number;
  readonly lastBlockTime: number;
  readonly bits: string;
  readonly expected: string;
}
interface Asert {
  readonly runs: readonly {
    readonly description: string;
    readonly anchorHeight: string;
    readonly anchorParentTime: string;
    readonly anchorBits: string;
    readonly blocks: readonly (readonly [string, string, string])[];
  }[];
}
interface Attacks {
  readonly nakamotoTable: Record<string, Record<string, number>>;
  readonly rosenfeldExact: { readonly values: readonly { q: number; n: number; p: number }[] };
  readonly eyalSirer: {
    readonly thresholds: Record<string, number>;
    readonly relativeRevenue: readonly { alpha: number; gamma: number; R: number }[];
  };
}
const attacks = () => vectors<Attacks>("double_spend_and_selfish_mining");

export const BITCOIN: readonly Validation[] = [
  {
    id: "bitcoin-supply",
    subject: SUBJECT,
    what: "All bitcoin there will be: by the rule, and by a run from 2009 to the end of issuance",
    source: CORE,
    unit: "satoshi",
    tolerance: "exact",
    cases: async () => {
      const { supply, passed } = await once();
      return [
        {
          label: "by the rule",
          published: SATOSHI_OF_ALL_TIME,
          ours: subsidySum({ from: 0, to: 6_930_000, ...RULE }),
        },
        { label: "in the run", published: SATOSHI_OF_ALL_TIME, ours: supply },
        {
          label: "in the run, after three eras",
          published: SATOSHI_OF_THREE_ERAS,
          ours: passed.get(AFTER_THREE_ERAS)?.supply ?? Number.NaN,
        },
      ];
    },
  },
  {
    id: "bitcoin-subsidy",
    subject: SUBJECT,
    what: "The subsidy of a block: 50 BTC, halved every 210,000 blocks, nothing from 6,930,000 on",
    source: CORE,
    unit: "satoshi",
    tolerance: "exact",
    cases: () =>
      casesOf(
        [
          [0, 5_000_000_000n],
          [209_999, 5_000_000_000n],
          [210_000, 2_500_000_000n],
          [840_000, 312_500_000n],
          [6_929_999, 1n],
          [6_930_000, 0n],
        ] as const,
        ([height, expected]) => [`height ${height}`, expected, blockSubsidy({ height, ...RULE })],
      ),
  },
  {
    id: "bitcoin-difficulty",
    subject: SUBJECT,
    what: "Time to block 608,832 under the recorded difficulties, simulated",
    source: "Recorded targets of Bitcoin's blocks: scenarios/data/bitcoin-targets.md",
    unit: "s",
    tolerance: { relative: 0.01, why: "the luck of a single history" },
    cases: async () => [
      {
        label: "block 608,832",
        published: RECORDED_SECONDS,
        ours: (await once()).passed.get(AFTER_RECORD)?.t ?? Number.NaN,
      },
    ],
  },
  {
    id: "bitcoin-retarget",
    subject: SUBJECT,
    what: "Retargets of Bitcoin Core's tests (compact targets)",
    source: sourceOf("bitcoin_retarget"),
    unit: "",
    tolerance: "exact",
    cases: () =>
      casesOf(vectors<{ cases: Retarget[] }>("bitcoin_retarget").cases, (row) => [
        row.name,
        Number(row.expected),
        nextBits(Number(row.bits), row.lastBlockTime - row.firstBlockTime, {
          targetTimespan: 1_209_600,
          limitBits: 0x1d00ffff,
        }),
      ]),
  },
  {
    id: "bitcoin-work",
    subject: SUBJECT,
    what: "Difficulty of a compact target, and the work of the first block",
    source: "en.bitcoin.it/wiki/Difficulty; chain work of the genesis block",
    unit: "",
    tolerance: { relative: 1e-12, why: "difficulties are doubles" },
    cases: () => [
      { label: "0x1b0404cb", published: 16_307.420938523983, ours: difficulty(targetFromBits(0x1b0404cb)) },
      { label: "genesis, hashes", published: 0x100010001n, ours: work(targetFromBits(0x1d00ffff)) },
    ],
  },
  {
    id: "asert",
    subject: SUBJECT,
    what: "ASERT difficulties of Bitcoin Cash (compact targets)",
    source: sourceOf("bch_asert_aserti3-2d"),
    unit: "",
    tolerance: "exact",
    cases: () =>
      vectors<Asert>("bch_asert_aserti3-2d").runs.flatMap((run) =>
        casesOf(run.blocks, ([height, time, expected]) => [
          `${run.description}: ${height}`,
          Number(expected),
          asertBits({
            anchorBits: Number(run.anchorBits),
            anchorHeight: BigInt(run.anchorHeight),
            anchorParentTime: BigInt(run.anchorParentTime),
            height: BigInt(height),
            time: BigInt(time),
          }),
        ]),
      ),
  },
  {
    id: "double-spend-nakamoto",
    subject: SUBJECT,
    what: "Probability that an attacker catches up: the tables of the Bitcoin paper",
    source: "Nakamoto (2008): Bitcoin: A Peer-to-Peer Electronic Cash System, section 11",
    unit: "",
    tolerance: { absolute: 1e-7, why: "digits of the tables" },
    cases: () =>
      [0.1, 0.3].flatMap((q) =>
        casesOf(Object.entries(attacks().nakamotoTable[`q=${q}`]!), ([confirmations, probability]) => [
          `q = ${q}, ${confirmations} blocks`,
          probability,
          nakamotoDoubleSpend({ q, confirmations: Number(confirmations) }),
        ]),
      ),
  },
  {
    id: "double-spend-rosenfeld",
    subject: SUBJECT,
    what: "Probability that an attacker catches up, exactly",
    source: "Rosenfeld (2014): Analysis of Hashrate-Based Double Spending",
    unit: "",
    tolerance: { absolute: 1e-9, why: "digits of the vectors" },
    cases: () =>
      casesOf(attacks().rosenfeldExact.values, ({ q, n, p }) => [
        `q = ${q}, ${n} blocks`,
        p,
        doubleSpendProbability({ q, confirmations: n }),
      ]),
  },
  {
    id: "selfish-mining",
    subject: SUBJECT,
    what: "Selfish mining: relative revenue, and the share from which it pays",
    source: "Eyal and Sirer (2014): Majority Is Not Enough: Bitcoin Mining Is Vulnerable",
    unit: "",
    tolerance: { absolute: 1e-7, why: "digits of the vectors" },
    cases: () => {
      const { relativeRevenue, thresholds } = attacks().eyalSirer;
      return [
        ...casesOf(relativeRevenue, ({ alpha, gamma, R }) => [
          `revenue at α = ${alpha}, γ = ${gamma}`,
          R,
          selfishRevenue({ alpha, gamma }),
        ]),
        ...casesOf(Object.entries(thresholds), ([given, threshold]) => [
          `threshold at ${given}`,
          threshold,
          selfishThreshold({ gamma: Number(given.split("=")[1]) }),
        ]),
      ];
    },
  },
];
