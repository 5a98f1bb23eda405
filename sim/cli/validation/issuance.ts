import { nextInflation } from "../../formulas/cosmos-mint.ts";
import { decimal } from "../../formulas/decimal.ts";
import { disinflationRate } from "../../formulas/disinflation.ts";
import { filecoinInitialPledge, filecoinTerminationFee } from "../../formulas/filecoin-pledge.ts";
import { filecoinBaselineReward, filecoinSimpleReward } from "../../formulas/filecoin-rewards.ts";
import { idealStakeShare } from "../../formulas/ideal-stake-curve.ts";
import { computeEpochReward } from "../../formulas/proof-of-compute-epochs.ts";
import { smoothTailReward } from "../../formulas/smooth-tail.ts";
import { supplyHalvingReward } from "../../formulas/supply-halving.ts";
import { targetBondingInflation } from "../../formulas/target-bonding.ts";
import type { Validation } from "../../site/validation.ts";
import { casesOf, sourceOf, vectors } from "./vectors.ts";

const SUBJECT = "Issuance and rewards";

interface Cosmos {
  readonly inflationStep: readonly {
    readonly bonded: string;
    readonly inflation: string;
    readonly expectedChange: string;
  }[];
}
/** The changes of the SDK's test, written there as expressions. */
export const COSMOS_CHANGES: Readonly<Record<string, number>> = {
  "0.13/6311520": 0.13 / 6311520,
  "(1-1/0.67)*0.13/6311520": ((1 - 1 / 0.67) * 0.13) / 6311520,
  "(1-0.5/0.67)*0.13/6311520": ((1 - 0.5 / 0.67) * 0.13) / 6311520,
};

interface Polkadot {
  readonly computeInflation: readonly {
    readonly stake: number;
    readonly ideal: number;
    readonly falloff: number;
    readonly expected: number;
  }[];
}
interface Bittensor {
  readonly cases: readonly { readonly issuance: string; readonly expected: number }[];
}
interface Livepeer {
  readonly cases: readonly {
    readonly inflation: number;
    readonly change: number;
    readonly targetBonding: number;
    readonly bonding: number;
    readonly expectedInflation: number;
  }[];
}
interface Filecoin {
  readonly simple: readonly (readonly [epoch: number, expected: string])[];
  readonly baseline: readonly {
    readonly thetaPrevious: string;
    readonly theta: string;
    readonly expected: string;
  }[];
}
interface Collateral {
  readonly initialPledge: {
    readonly rows: readonly {
      readonly qaSectorPower: string;
      readonly networkQaPower: string;
      readonly baselinePower: string;
      readonly circulatingSupplyAtto: string;
      readonly epochReward: string;
      readonly epochsSinceRampStart: number;
      readonly rampDurationEpochs: number;
      readonly expectedAtto: string;
    }[];
  };
  readonly terminationFee: {
    readonly rows: readonly {
      readonly pledgeAtto: number;
      readonly ageDays: number;
      readonly faultFeeAtto: number;
      readonly expectedAtto: number;
    }[];
  };
}
interface Gonka {
  readonly emission: { readonly computedDouble: readonly (readonly [epoch: number, expected: number])[] };
}

export const ISSUANCE: readonly Validation[] = [
  {
    id: "cosmos-mint",
    subject: SUBJECT,
    what: "Cosmos: how inflation moves with the bonded ratio, in a block",
    source: sourceOf("cosmos_mint"),
    unit: "",
    tolerance: { absolute: 5e-18, why: "18 decimal places" },
    cases: () =>
      casesOf(vectors<Cosmos>("cosmos_mint").inflationStep, ({ bonded, inflation, expectedChange }) => {
        const before = decimal(inflation);
        const change = nextInflation({ inflation: before, bondedRatio: decimal(bonded) }) - before;
        return [
          `${bonded} bonded at ${inflation}`,
          COSMOS_CHANGES[expectedChange] ?? Number(expectedChange),
          Number(change) / 1e18,
        ];
      }),
  },
  {
    id: "polkadot-curve",
    subject: SUBJECT,
    what: "Polkadot: the stakers' share of inflation by the share at stake",
    source: sourceOf("polkadot_inflation"),
    unit: "",
    tolerance: { absolute: 1e-9, why: "that of the runtime's test" },
    cases: () =>
      casesOf(
        vectors<Polkadot>("polkadot_inflation").computeInflation,
        ({ stake, ideal, falloff, expected }) => [
          `${stake} at stake`,
          expected,
          idealStakeShare({ staked: stake, ideal, falloff }),
        ],
      ),
  },
  {
    id: "solana-inflation",
    subject: SUBJECT,
    what: "Solana: inflation by years since its start",
    source: "solana-labs/solana sdk/src/inflation.rs: 8 % that falls by 15 % a year, 1.5 % at least",
    unit: "",
    tolerance: { absolute: 1e-8, why: "digits of the reference" },
    cases: () =>
      casesOf(
        [
          [0, 0.08],
          [1, 0.068],
          [2, 0.0578],
          [5, 0.035496425],
          [10, 0.01574995],
        ] as const,
        ([years, rate]) => [`year ${years}`, rate, disinflationRate({ years })],
      ),
  },
  {
    id: "bittensor-emission",
    subject: SUBJECT,
    what: "Bittensor: the emission of a block by what is issued",
    source: sourceOf("bittensor_block_emission"),
    unit: "rao",
    tolerance: "exact",
    cases: () =>
      casesOf(vectors<Bittensor>("bittensor_block_emission").cases, ({ issuance, expected }) => [
        `${issuance} rao issued`,
        BigInt(expected),
        supplyHalvingReward({ issuance: BigInt(issuance) }),
      ]),
  },
  {
    id: "livepeer-inflation",
    subject: SUBJECT,
    what: "Livepeer: the inflation of the next round by the bonding rate",
    source: sourceOf("livepeer_minter"),
    unit: "1e-9",
    tolerance: "exact",
    cases: () =>
      casesOf(vectors<Livepeer>("livepeer_minter").cases, (row) => [
        `${row.inflation} at ${row.bonding} bonded`,
        BigInt(row.expectedInflation),
        targetBondingInflation({
          inflation: BigInt(row.inflation),
          change: BigInt(row.change),
          target: BigInt(row.targetBonding),
          bondingRate: BigInt(row.bonding),
        }),
      ]),
  },
  {
    id: "filecoin-rewards",
    subject: SUBJECT,
    what: "Filecoin: the rewards of an epoch, simple and by the baseline",
    source: sourceOf("filecoin_rewards"),
    unit: "attoFIL",
    tolerance: "exact",
    cases: () => {
      const { simple, baseline } = vectors<Filecoin>("filecoin_rewards");
      return [
        ...casesOf(simple, ([epoch, expected]) => [
          `epoch ${epoch}`,
          BigInt(expected),
          filecoinSimpleReward({ epoch }),
        ]),
        ...casesOf(baseline, ({ thetaPrevious, theta, expected }, at) => [
          `baseline ${at + 1}`,
          BigInt(expected),
          filecoinBaselineReward({ thetaPrevious: BigInt(thetaPrevious), theta: BigInt(theta) }),
        ]),
      ];
    },
  },
  {
    id: "filecoin-collateral",
    subject: SUBJECT,
    what: "Filecoin: the pledge of a sector, and the fee for ending it early",
    source: sourceOf("filecoin_fip81_98_100"),
    unit: "attoFIL",
    tolerance: "exact",
    cases: () => {
      const { initialPledge, terminationFee } = vectors<Collateral>("filecoin_fip81_98_100");
      return [
        ...casesOf(initialPledge.rows, (row) => [
          `pledge, epoch ${row.epochsSinceRampStart} of ${row.rampDurationEpochs}`,
          BigInt(row.expectedAtto),
          filecoinInitialPledge({
            sectorPower: BigInt(row.qaSectorPower),
            networkPower: BigInt(row.networkQaPower),
            baselinePower: BigInt(row.baselinePower),
            circulatingSupply: BigInt(row.circulatingSupplyAtto),
            expectedReward: BigInt(row.epochReward),
            sinceRampStart: row.epochsSinceRampStart,
            rampDuration: row.rampDurationEpochs,
          }),
        ]),
        ...casesOf(terminationFee.rows, (row) => [
          `ended after ${row.ageDays} days`,
          BigInt(row.expectedAtto),
          filecoinTerminationFee({
            pledge: BigInt(row.pledgeAtto),
            age: row.ageDays * 2_880,
            faultFee: BigInt(row.faultFeeAtto),
          }),
        ]),
      ];
    },
  },
  {
    id: "gonka-epochs",
    subject: SUBJECT,
    what: "Gonka: the reward of an epoch",
    source: sourceOf("gonka_tokenomics"),
    unit: "ngonka",
    tolerance: { absolute: 1, why: "the reference was computed in doubles" },
    cases: () =>
      casesOf(vectors<Gonka>("gonka_tokenomics").emission.computedDouble, ([epoch, expected]) => [
        `epoch ${epoch}`,
        expected,
        computeEpochReward({ epoch }),
      ]),
  },
  {
    id: "monero-emission",
    subject: SUBJECT,
    what: "Monero: the reward of a block, where the tail takes over, too",
    source: "monero-project/monero src/cryptonote_basic/cryptonote_basic_impl.cpp, get_block_reward",
    unit: "piconero",
    tolerance: "exact",
    cases: () =>
      casesOf(
        [
          [0n, 35_184_372_088_831n],
          [18_132_171_273_709_551_615n, 600_000_000_000n],
          [18_132_171_273_709_551_616n, 600_000_000_000n],
        ] as const,
        ([generated, expected]) => [`${generated} generated`, expected, smoothTailReward({ generated })],
      ),
  },
];
