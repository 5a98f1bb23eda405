import type { Template } from "./template.ts";

export const token: Template = {
  summary: "a token with a market: what a falling emission does to inflation, price and security",
  body: (
    file,
  ) => `question: What does an emission that halves save the holders, and what does it cost the chain's security?

seed: 1
until: 2y
sample: 7d

# Mechanisms that every design shares.
world:
  # What exists at the start, by weights: passive holders and a treasury.
  - issuance/genesis: { supply: 10000000, allocation: { holders: 0.8, treasury: 0.2 } }
  # A pool prices the token: 500,000 USD over 1,000,000 tokens are 0.50 USD. Its reserves add to the genesis.
  - defi/constant-product: { tokens: 1000000, usd: 500000 }
  # Somebody must trade: at random here. traders/value and traders/momentum have opinions.
  - traders/noise: { tokens: 200000, usd: 100000 }
  # Validators sell a quarter of what they earn, and join or leave with the yield. One event is a day of slots.
  - consensus/slot-pos: { slotsPerBlock: 7200, rewards: none }

# What is compared: each design is added to the world. Both pay validators alone.
designs:
  fixed:
    - issuance/fixed: { tokensPerDay: 2000, split: { security: 1 } }
  halving:
    # Tokens a block, halved every half year: 7,128 of a day's 7,200 slots have a block.
    - issuance/halving: { subsidy: 0.4, interval: 1300000, split: { security: 1 } }

# What tables and findings begin with. All that these mechanisms measure: orrery run ${file} --all-measures
measures:
  - token.inflation
  - token.usd
  - chain.bondedRatio
  - chain.securityBudgetUsd
  - chain.attackCostUsd[third of stake]

# What orrery lint would call open and is meant so, and why.
meant:
  issuance/genesis.supply: the pool and the traders bring tokens of their own

# Claims about the results, checked by: orrery check ${file}
expect:
  the token keeps a price: { always: token.usd > 0 }
  the supply stays below 15 million: { always: ledger.supply <= 15e6 }
  halving dilutes less: { compare: "[halving].token.inflation < 0.75 * [fixed].token.inflation" }
  and is cheaper to attack: { compare: "[halving].chain.attackCostUsd[third of stake] < [fixed].chain.attackCostUsd[third of stake]" }

# How sure that is: orrery compare ${file}
# What a deeper pool or calmer traders would change: orrery sweep ${file}
sweep:
  grid:
    defi/constant-product.usd: [250000, 500000, 1000000]
    traders/noise.size: [0.01, 0.05]
`,
};
