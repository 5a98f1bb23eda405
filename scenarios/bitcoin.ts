import { nakamoto } from "../sim/mechanisms/consensus/nakamoto.ts";
import { recordedDifficulty } from "../sim/mechanisms/consensus/recorded-difficulty.ts";
import { halving } from "../sim/mechanisms/issuance/halving.ts";
import { defineScenario } from "../sim/scenario/scenario.ts";

/** Difficulty 1: 2^32 hashes a block, one in 600 s. */
const FIRST_HASHRATE = 7_158_388;

/**
 * Time 0 is 3 January 2009. Issuance lasts 33 eras of 210,000 blocks: the last subsidy, of one satoshi, is paid at height
 * 6,929,999. Hashrate follows the recorded difficulties up to block 610,847 and stays there. In 2009 the difficulty stood
 * at its limit and blocks were slower than recorded difficulties can tell, so that the chain is ahead of its calendar.
 */
export default defineScenario({
  title: "Bitcoin, from 2009 to the end of issuance",
  question:
    "Does the model issue Bitcoin's supply to the satoshi, and how near does it come to the recorded difficulties?",
  seed: 20090103,
  until: "132y",
  sample: "30d",
  assets: { btc: { decimals: 8 } },
  world: [
    nakamoto({
      asset: "btc",
      blocksPerEvent: 144,
      initialHashrate: FIRST_HASHRATE,
      // Neither has one value from laptops to machines of 2019.
      joulesPerTerahash: 0,
      usdPerTerahashPerSecond: 0,
    }),
    recordedDifficulty({ recorded: "data/bitcoin-targets.csv" }),
    halving({ asset: "btc" }),
  ],
  whatIf: {
    "issuance/halving.subsidy": { low: 1, high: 100, label: "First subsidy of a block" },
    "issuance/halving.interval": { low: 52_500, high: 840_000, label: "Blocks from one halving to the next" },
  },
  meant: { "price of btc": "hashrate follows its record, and issuance knows no price" },
  expect: {
    "every satoshi is issued": { atEnd: "ledger.supply[btc] == 20999999.9769" },
    "supply never exceeds what Bitcoin issues": { always: "ledger.supply[btc] <= 20999999.9769" },
    "nothing is ever burned": { monotone: "ledger.supply[btc]" },
    "half of all is issued in the first era, which the recorded difficulties end within five years": {
      eventually: "ledger.supply[btc] >= 10.5e6",
      before: "5y",
    },
    "no block pays more than the first": { never: "issuance.subsidy > 50" },
    "issuance has ended": { atEnd: "issuance.subsidy == 0" },
    // A period is the mean of 2,015 exponential gaps: luck alone puts |ln| at √(2/π/2015) = 0.0178 in the mean, and the
    // mean of 302 periods between 0.0158 and 0.0198 in 99 runs of 100.
    "simulated and recorded difficulty differ by the luck of a period": {
      summary: "chain.difficultyError >= 0.0158 && chain.difficultyError <= 0.0198",
    },
  },
});
