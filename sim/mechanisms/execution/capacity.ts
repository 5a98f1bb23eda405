import { amdahlSpeedUp } from "../../formulas/parallel-execution.ts";
import { defineMechanism } from "../../model/mechanism.ts";
import { count, number, ratio } from "../../schema/fields.ts";

export const capacity = defineMechanism({
  name: "execution/capacity",
  summary: "Executes gas at a rate that grows with cores as far as conflicting transactions allow.",
  source:
    "Amdahl 1967, Validity of the single processor approach to achieving large scale computing capabilities",
  params: {
    cores: count({
      default: 12,
      min: 1,
      doc: "Cores of a node that execute transactions.",
      source: "risechain/pevm crates/pevm/benches/README.md: measured at concurrency 12",
    }),
    gasPerSecondPerCore: number("gas/s", {
      default: 270_000_000,
      min: 1,
      doc: "Gas that one core executes in a second.",
      source:
        "Galxe/grevm docs/v2/grevm2.1.md: 1 Ggas of transfers in 3.70 s in sequence, with 20 µs a database access",
    }),
    conflicts: ratio({
      default: 0.45,
      doc: "Share of the gas that must run in sequence.",
      source:
        "risechain/pevm: mean speed-up of 2.02 over mainnet blocks at concurrency 12, solved for this share",
      range: [0, 1],
    }),
  },
  settable: { cores: [1, 1_024], gasPerSecondPerCore: [1, 1e12], conflicts: [0, 1] },
  init: () => ({}),
  on: {},
  signals: { gasPerSecond: ({ params }) => gasRate(params) },
  metrics: {
    "chain.gasPerSecond": { value: ({ params }) => gasRate(params) },
    "chain.speedUp": { value: ({ params }) => amdahlSpeedUp(params.conflicts, params.cores) },
  },
  example: () => ({ world: [{ mechanism: "execution/capacity", params: {} }], until: "10d" }),
});

const gasRate = ({
  cores,
  gasPerSecondPerCore,
  conflicts,
}: {
  cores: number;
  gasPerSecondPerCore: number;
  conflicts: number;
}): number => gasPerSecondPerCore * amdahlSpeedUp(conflicts, cores);
