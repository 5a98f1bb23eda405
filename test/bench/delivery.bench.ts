import { nodeProgram } from "./programs.ts";
import { median, type Row } from "./suite.ts";

export const name = "delivery";

const ROUNDS = 5;
const EVENTS = 3_000_000;

/** Events with a payload through the kernel to two mechanisms, every one in the digest. */
export function run(): Row[] {
  const delivery = nodeProgram("delivery.ts");
  const rates = Array.from({ length: ROUNDS }, () => delivery(EVENTS));
  return [{ measure: "delivery to mechanisms", value: median(rates), unit: "events/s", atLeast: 3_000_000 }];
}
