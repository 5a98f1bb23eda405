import { baseFeePerGas } from "../../formulas/base-fee.ts";
import {
  BLOB_SCHEDULES,
  blobBaseFee,
  excessBlobGas,
  fakeExponential,
  GAS_PER_BLOB,
} from "../../formulas/blob-fee.ts";
import { annualIssuance, baseReward, baseRewardPerIncrement } from "../../formulas/proof-of-stake.ts";
import type { Validation } from "../../site/validation.ts";
import { casesOf, sourceOf, vectors } from "./vectors.ts";

const SUBJECT = "Ethereum";
const ETH = 1_000_000_000n;
const MILLION = 1_000_000n * ETH;

interface BaseFee {
  readonly unit: readonly {
    readonly parentBaseFee: string;
    readonly parentGasLimit: number;
    readonly parentGasUsed: number;
    readonly expected: string;
  }[];
}
interface Cancun {
  readonly fakeExponential: readonly {
    readonly factor: number;
    readonly numerator: number;
    readonly denominator: number;
    readonly expected: number;
  }[];
  readonly blobFee: readonly { readonly excessBlobGas: number; readonly expected: number }[];
  readonly excessBlobGas: readonly {
    readonly parentExcess: number;
    readonly blobsUsed: number;
    readonly expected: number;
  }[];
}
interface Osaka {
  readonly excessBlobGas: readonly {
    readonly parentExcess: number;
    readonly parentBlobGasUsed: number;
    readonly parentBaseFee: number;
    readonly target: number;
    readonly max: number;
    readonly updateFraction: number;
    readonly expected: number;
  }[];
}
interface Prysm {
  readonly baseRewardPerIncrement: readonly {
    readonly activeGwei: string;
    readonly expectedPerIncrement: string;
  }[];
  readonly baseReward32Eth: readonly { readonly activeGwei: string; readonly expected: string }[];
}

/** ETH a year if every validator does all, by the specification's rule computed apart. */
export const ANNUAL_ISSUANCE: readonly (readonly [millions: bigint, eth: number])[] = [
  [34n, 969_574.39],
  [36n, 997_022.9],
];

export const ETHEREUM: readonly Validation[] = [
  {
    id: "base-fee",
    subject: SUBJECT,
    what: "The base fee of a block from its parent's (EIP-1559)",
    source: sourceOf("eip1559_basefee"),
    unit: "wei",
    tolerance: "exact",
    cases: () =>
      casesOf(vectors<BaseFee>("eip1559_basefee").unit, ({ expected, ...parent }) => [
        `${parent.parentGasUsed} gas of ${parent.parentGasLimit}`,
        BigInt(expected),
        baseFeePerGas({
          parentBaseFee: BigInt(parent.parentBaseFee),
          parentGasUsed: BigInt(parent.parentGasUsed),
          parentGasLimit: BigInt(parent.parentGasLimit),
        }),
      ]),
  },
  {
    id: "blob-fee",
    subject: SUBJECT,
    what: "The fee of a blob, and the excess that it follows (EIP-4844)",
    source: sourceOf("eip4844_blob"),
    unit: "",
    tolerance: "exact",
    cases: () => {
      const known = vectors<Cancun>("eip4844_blob");
      const { updateFraction } = BLOB_SCHEDULES.cancun;
      return [
        ...casesOf(known.fakeExponential, ({ factor, numerator, denominator, expected }) => [
          `${factor} e^(${numerator}/${denominator})`,
          BigInt(expected),
          fakeExponential({
            factor: BigInt(factor),
            numerator: BigInt(numerator),
            denominator: BigInt(denominator),
          }),
        ]),
        ...casesOf(known.blobFee, (row) => [
          `fee at an excess of ${row.excessBlobGas}`,
          BigInt(row.expected),
          blobBaseFee({ excessBlobGas: BigInt(row.excessBlobGas), updateFraction }),
        ]),
        ...casesOf(known.excessBlobGas, (row) => [
          `${row.blobsUsed} blobs on ${row.parentExcess}`,
          BigInt(row.expected),
          excessBlobGas({
            ...BLOB_SCHEDULES.cancun,
            parentExcessBlobGas: BigInt(row.parentExcess),
            parentBlobGasUsed: BigInt(row.blobsUsed) * GAS_PER_BLOB,
          }),
        ]),
      ];
    },
  },
  {
    id: "blob-reserve",
    subject: SUBJECT,
    what: "The excess of blobs with a reserve price (EIP-7918)",
    source: sourceOf("eip7918_blob_reserve"),
    unit: "gas",
    tolerance: "exact",
    cases: () =>
      casesOf(vectors<Osaka>("eip7918_blob_reserve").excessBlobGas, (row) => [
        `${row.parentBlobGasUsed} gas on ${row.parentExcess}, base fee ${row.parentBaseFee}`,
        BigInt(row.expected),
        excessBlobGas({
          parentExcessBlobGas: BigInt(row.parentExcess),
          parentBlobGasUsed: BigInt(row.parentBlobGasUsed),
          parentBaseFee: BigInt(row.parentBaseFee),
          target: row.target,
          max: row.max,
          updateFraction: BigInt(row.updateFraction),
        }),
      ]),
  },
  {
    id: "validator-rewards",
    subject: SUBJECT,
    what: "The base reward of an increment, and of a validator of 32 ETH",
    source: sourceOf("ethereum_pos_prysm"),
    unit: "gwei",
    tolerance: "exact",
    cases: () => {
      const prysm = vectors<Prysm>("ethereum_pos_prysm");
      return [
        ...casesOf(prysm.baseRewardPerIncrement, ({ activeGwei, expectedPerIncrement }) => [
          `increment of ${activeGwei} gwei at stake`,
          BigInt(expectedPerIncrement),
          baseRewardPerIncrement({ totalActiveBalanceGwei: BigInt(activeGwei) }),
        ]),
        ...casesOf(prysm.baseReward32Eth, ({ activeGwei, expected }) => [
          `32 ETH of ${activeGwei} gwei at stake`,
          BigInt(expected),
          baseReward({ effectiveBalance: 32n * ETH, totalActiveBalanceGwei: BigInt(activeGwei) }),
        ]),
      ];
    },
  },
  {
    id: "staking-issuance",
    subject: SUBJECT,
    what: "What all validators are paid in a year",
    source: "ethereum/consensus-specs, Altair: integer rule, evaluated by a separate implementation",
    unit: "ETH",
    tolerance: { absolute: 0.05, why: "digits of the reference" },
    cases: () =>
      casesOf(ANNUAL_ISSUANCE, ([millions, eth]) => [
        `${millions} million ETH at stake`,
        eth,
        annualIssuance({ totalActiveBalanceGwei: millions * MILLION }),
      ]),
  },
];
