import { defineClaim } from "orrery";
import { use } from "./parts/market.ts";

/** A chain of Bitcoin's rule with a block an hour, so that an era of four years is 35,040 blocks. */
const BLOCKS_A_DAY = 24;
const ERA_YEARS = 4;
const ERA = ERA_YEARS * 365 * BLOCKS_A_DAY;
const SUBSIDY = 50;
const chain = use("consensus/nakamoto", {
  blockTime: 3_600,
  blocksPerEvent: BLOCKS_A_DAY,
  retargetInterval: 14 * BLOCKS_A_DAY,
  initialHashrate: 1e15,
});
const capped = use("issuance/halving", { subsidy: SUBSIDY, interval: ERA });
const forEver = use("issuance/constant", { tokensPerBlock: SUBSIDY });
const price = (as: string) =>
  use("defi/geometric-brownian", { tokens: 0, price: 10, drift: 0, volatility: 0 }, as);

/** Growth of the price at which the third era pays in USD what the first did: the mean of e^(g t) over years 8 to 12 is 4. */
function evenGrowth(): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 60; round += 1) {
    const growth = (low + high) / 2;
    const mean = (Math.exp(12 * growth) - Math.exp(8 * growth)) / (ERA_YEARS * growth);
    [low, high] = mean < 4 ? [growth, high] : [low, growth];
  }
  return low;
}

export default defineClaim({
  claim: "A hard cap ends inflation, and starves the chain's security.",
  sources: [
    {
      text: "Nakamoto, S. (2008): Bitcoin: A Peer-to-Peer Electronic Cash System, section 6 (incentive: fees after issuance, and then no inflation)",
      url: "https://bitcoin.org/bitcoin.pdf",
    },
    {
      text: "Carlsten, M., Kalodner, H., Weinberg, S. M. and Narayanan, A. (2016): On the Instability of Bitcoin Without the Block Reward, CCS '16",
      url: "https://doi.org/10.1145/2976749.2978408",
    },
    {
      text: "Budish, E. (2018): The Economic Limits of Bitcoin and the Blockchain, NBER working paper 24717",
      url: "https://doi.org/10.3386/w24717",
    },
  ],
  setUp:
    "Three chains with the same blocks: one halves its subsidy every four years, as Bitcoin does; one pays the first subsidy for ever; one stands still in its first era, at its first price. Looked at is the third era, years 8 to 12. Fees are left out: what is compared is what issuance pays.",
  whoPays:
    "Holders pay for security by dilution where issuance goes on; where it ends, users have to, by fees, or nobody does and an attack becomes cheaper. A price that grows pays miners out of the gains of holders.",
  scenario: {
    title: "A chain with a cap and chains without",
    seed: 21,
    until: "12y",
    warmUp: "8y",
    sample: "30d",
    replications: 4,
    world: [chain],
    designs: {
      capped: [capped, price("price")],
      "for ever": [forEver, price("price")],
      "as it was": [forEver, price("first price")],
    },
    control: "as it was",
    measures: ["token.inflation[token]", "chain.securityBudgetUsd", "ledger.supply[token]"],
  },
  tests: {
    "inflation is less than half of that without a cap": {
      less: "[capped].token.inflation",
      than: "0.5 * [for ever].token.inflation",
    },
    "the chain pays less for its security than in its first era": {
      less: "[capped].chain.securityBudgetUsd",
      than: "[as it was].chain.securityBudgetUsd",
    },
  },
  condition: {
    words: "the growth of the token's price, compounding continuously",
    unit: "ratio/y",
    values: [0, 0.08, 0.16, 0.24],
    set: (growth) => ({ "price.drift": growth }),
  },
  worlds: {
    "halvings every eight years": { "issuance/halving.interval": 2 * ERA },
    "a first price of a tenth": {
      "price.price": 1,
      "first price.price": 1,
    },
  },
  closedForm: {
    words: "the growth at which the mean price of years 8 to 12 is four times the first",
    value: evenGrowth(),
    source: "∫ e^(g t) dt over the third era, over its four years, equals 2²",
    within: 0.03,
  },
  values: {
    "consensus/nakamoto.blockTime":
      "assumed: an hour, so that twelve years are few blocks; shares of an era do not hang on it",
    "defi/geometric-brownian.volatility": "none: a given path, so that the condition is its growth alone",
    "defi/geometric-brownian.price": "assumed: both sides of a test are in proportion to it",
  },
  notEstablished: [
    "What fees pay: where users pay enough, security outlives the subsidy.",
    "What security is enough: less is paid, whether too little is another question.",
    "How the price answers to the cap itself; it is given here, and what growth to expect is nobody's claim.",
  ],
});
