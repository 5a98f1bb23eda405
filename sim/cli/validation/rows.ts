import type { Validation } from "../../site/validation.ts";
import { BITCOIN } from "./bitcoin.ts";
import { ETHEREUM } from "./ethereum.ts";
import { ISSUANCE } from "./issuance.ts";
import { MARKETS } from "./markets.ts";
import { NUMBERS } from "./numbers.ts";
import { QUEUES } from "./queues.ts";
import { RECORDS } from "./records.ts";

/** Everything published that Orrery is held against: tests assert these rows, and the page of the validation prints them. */
export const VALIDATIONS: readonly Validation[] = [
  ...QUEUES,
  ...BITCOIN,
  ...RECORDS,
  ...ETHEREUM,
  ...ISSUANCE,
  ...MARKETS,
  ...NUMBERS,
];
