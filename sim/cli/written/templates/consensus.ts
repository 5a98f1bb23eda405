import type { Template } from "./template.ts";

export const consensus: Template = {
  summary: "the same budget paid to miners or to validators: energy, price and cost of an attack",
  body: (file) => `question: What does the same emission buy from miners, and what from validators?

seed: 1
until: 1y
sample: 7d

# Mechanisms that every design shares.
world:
  - issuance/genesis: { supply: 10000000, allocation: { holders: 1 } }
  # A pool prices the token, at first at 1 USD. Miners and validators sell to it what they do not keep.
  - defi/constant-product: { tokens: 1000000, usd: 1000000 }
  # The budget: 1,000 tokens a day to whoever secures the chain.
  - issuance/fixed: { tokensPerDay: 1000, split: { security: 1 } }

# What is compared: each design is added to the world.
designs:
  proof of work:
    # Miners enter while mining pays and switch off when it does not. Hashes a second at the start, by pool:
    - consensus/nakamoto: { economics: true, initialHashrate: 2e16, hashrate: { A: 40, B: 35, C: 25 } }
  proof of stake:
    # One event is a day of slots; orrery explain consensus/slot-pos tells what else may be set.
    - consensus/slot-pos: { slotsPerBlock: 7200, rewards: none, nodes: 100 }

# What orrery lint would call open and is meant so, and why.
meant:
  issuance/genesis.supply: the pool brings tokens of its own

# What tables and findings begin with.
measures:
  - chain.joules
  - chain.securityBudgetUsd
  - chain.attackCostUsd[majority hardware]
  - chain.attackCostUsd[third of stake]
  - token.usd
  - token.inflation

# Claims about the results, checked by: orrery check ${file}
expect:
  both are paid the same tokens: { compare: "[proof of work].ledger.minted == [proof of stake].ledger.minted" }
  stake needs less than a tenth of the energy: { compare: "[proof of stake].chain.joules < 0.1 * [proof of work].chain.joules" }
  miners sell more of it, for their bills are in USD: { compare: "[proof of work].token.usd < [proof of stake].token.usd" }
  miners are there in the first month: { eventually: "chain.attackCostUsd[majority hardware] > 0", design: proof of work, before: 30d }

# How sure that is: orrery compare ${file}
# What a smaller budget buys: orrery sweep ${file}
sweep:
  grid:
    issuance/fixed.tokensPerDay: [250, 500, 1000, 2000]
`,
};
