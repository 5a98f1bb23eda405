import { nodeProgram } from "./programs.ts";
import { median, type Row } from "./suite.ts";

export const name = "ledger";

const ROUNDS = 5;
const TRANSFERS = 4_000_000;

/** Exact transfers between accounts of three sectors, flow matrix and sector stocks included. */
export function run(): Row[] {
  const transfers = nodeProgram("transfers.ts");
  const rate = (decimals: number, digested: 0 | 1): number =>
    median(Array.from({ length: ROUNDS }, () => transfers(decimals, digested, TRANSFERS)));
  return [
    { measure: "transfers, 8 decimals", value: rate(8, 0), unit: "transfers/s" },
    { measure: "transfers, 18 decimals", value: rate(18, 0), unit: "transfers/s" },
    { measure: "transfers, 18 decimals, with digest", value: rate(18, 1), unit: "transfers/s" },
  ];
}
