import type { Template } from "./template.ts";

export const emission: Template = {
  summary: "two rates of emission from one genesis: the smallest scenario that says something",
  body: (file) => `question: How much does a faster emission dilute the holders in a year?

# The same seed gives the same results, on every machine.
seed: 1
# Durations: seconds, or 12s, 10m, 6h, 30d, 2y.
until: 1y
# What happens before is simulated, but left out of summaries.
warmUp: 30d
# Period of the series.
sample: 1d

# Mechanisms that every design shares.
world:
  - issuance/genesis: { supply: 1000000 }

# What is compared: each design is added to the world. The first one is the control.
designs:
  slow:
    - issuance/fixed: { tokensPerDay: 100, split: { treasury: 1 } }
  fast:
    - issuance/fixed: { tokensPerDay: 400, split: { treasury: 1 } }

# Claims about the results, checked by: orrery check ${file}
expect:
  supply never passes 1.2 million: { always: "ledger.supply <= 1.2e6" }
  something was issued: { atEnd: "ledger.supply > 1e6" }
  the fast design dilutes more: { compare: "[fast].token.inflation > [slow].token.inflation" }

# Variations of all that, run by: orrery sweep ${file}
sweep:
  grid:
    issuance/genesis.supply: [500000, 1000000, 2000000]
`,
};
