import { aethir } from "./aethir.ts";
import { akash } from "./akash.ts";
import { arweave } from "./arweave.ts";
import { bitcoin } from "./bitcoin.ts";
import { bittensor } from "./bittensor.ts";
import { cosmos } from "./cosmos.ts";
import type { PresetFactory } from "./define-preset.ts";
import { dogecoin } from "./dogecoin.ts";
import { ethereum } from "./ethereum.ts";
import { filecoin } from "./filecoin.ts";
import { golem } from "./golem.ts";
import { gonka } from "./gonka.ts";
import { helium } from "./helium.ts";
import { ioNet } from "./io-net.ts";
import { livepeer } from "./livepeer.ts";
import { monero } from "./monero.ts";
import { nosana } from "./nosana.ts";
import { polkadot } from "./polkadot.ts";
import { render } from "./render.ts";
import { solana } from "./solana.ts";
import { theta } from "./theta.ts";

/** Known networks, in order of name. */
export const PRESETS: readonly PresetFactory[] = [
  aethir,
  akash,
  arweave,
  bitcoin,
  bittensor,
  cosmos,
  dogecoin,
  ethereum,
  filecoin,
  golem,
  gonka,
  helium,
  ioNet,
  livepeer,
  monero,
  nosana,
  polkadot,
  render,
  solana,
  theta,
];

export {
  aethir,
  akash,
  arweave,
  bitcoin,
  bittensor,
  cosmos,
  dogecoin,
  ethereum,
  filecoin,
  golem,
  gonka,
  helium,
  ioNet,
  livepeer,
  monero,
  nosana,
  polkadot,
  render,
  solana,
  theta,
};
