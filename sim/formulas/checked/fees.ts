/** Fees of gas and blobs as the package gives them, with what each takes. */
import * as gas from "../base-fee.ts";
import * as blobs from "../blob-fee.ts";
import { byName } from "./checked.ts";
import { optional, units, whole } from "./kinds.ts";

export const { baseFeePerGas } = byName(gas, {
  baseFeePerGas: {
    parentBaseFee: units(),
    parentGasUsed: units(),
    parentGasLimit: units(),
    denominator: optional(units(1n)),
    elasticity: optional(units(1n)),
  },
});

export const { fakeExponential, blobBaseFee, excessBlobGas } = byName(blobs, {
  fakeExponential: { factor: units(), numerator: units(), denominator: units(1n) },
  blobBaseFee: { excessBlobGas: units(), updateFraction: units(1n) },
  excessBlobGas: {
    target: whole(),
    max: whole(1n),
    updateFraction: units(1n),
    parentExcessBlobGas: units(),
    parentBlobGasUsed: units(),
    parentBaseFee: optional(units()),
  },
});
