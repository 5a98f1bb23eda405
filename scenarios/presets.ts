import { defineScenario, inStatedWorld, PRESETS, type StatedWorld } from "orrery";

/*
 * Known networks, each from the day that its preset states, in one world: all tokens are worth 1 billion USD together as
 * the run begins, the price goes the same way in every design, customers spend 3.65 million USD in the first year and 15 %
 * more each year, and providers sell half of what they earn.
 *
 * Opening supplies and stakes are rounded, and not all parameters are verified (`orrery explain preset/akash`): the bounds of
 * Akash's inflation are those of 2022, Cosmos Hub's are the defaults of its software, and both are what their rank hangs on.
 *
 * So nothing differs but what a network's rules issue, burn and pay to stakers. No price reacts to it: what issuance does
 * to the price is another question, and this scenario has no answer to it.
 */
const WORLD: StatedWorld = {
  capitalisationUsd: 1e9,
  // σ²/2: the median price stays where it is.
  drift: 0.125,
  volatility: 0.5,
  usdPerDay: 10_000,
  growth: 0.14,
};

export default defineScenario({
  title: "Known networks over ten years",
  question: "Whose rules dilute holders most in ten years, and what is left to those who stake?",
  seed: 12,
  until: "10y",
  sample: "30d",
  replications: 4,
  world: [],
  designs: new Map(PRESETS.map((network) => [network.preset.network, inStatedWorld(network, WORLD)])),
  control: "Golem",
  meant: { "issuance/genesis.supply": "the market's makers hold the rest of the opening supply" },
  figures: ["differences", "fans", "profit-and-loss"],
  measures: ["token.dilution[token]", "token.inflation[token]", "chain.stakingYield", "chain.realYield"],
  expect: {
    "Golem mints nothing": { never: "ledger.minted > 0", design: "Golem" },
    "Bitcoin stays below 21 million": { always: "ledger.supply <= 21e6", design: "Bitcoin" },
    "Bittensor stays below 21 million": { always: "ledger.supply <= 21e6", design: "Bittensor" },
    "Polkadot stays below its cap": { always: "ledger.supply <= 2.1e9", design: "Polkadot" },
    "io.net stays below 800 million": { always: "ledger.supply <= 800e6", design: "io.net" },
    "Gonka stays below a billion": { always: "ledger.supply <= 1e9", design: "Gonka" },
    "those who stake gain on those who do not where they are paid most of what is issued": {
      compare: "[Ethereum].chain.realYield > 0",
    },
    "and lose on the rest where miners and owners are paid more": {
      compare: "[Bittensor].chain.realYield < 0",
    },
  },
});
