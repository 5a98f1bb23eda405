import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../sim/codec.ts";
import { type Block, blockHash, Chain, type ChainOptions, verifyChain } from "../../sim/model/chain.ts";

const DAY = 86_400;

function chainOf(blocks: number, spacing: number, options: ChainOptions = {}): Chain {
  const chain = new Chain(options);
  for (let height = 0; height < blocks; height++) {
    chain.append({
      height,
      t: height * spacing,
      proposer: `v${height % 3}`,
      digest: `${height}`.padStart(16, "0"),
    });
  }
  return chain;
}

describe("Chain", () => {
  test("a block carries the SHA-256 of its other fields in canonical order, and its parent's", () => {
    const [first, second] = chainOf(2, 12).blocks as [Block, Block];
    const text = `{"digest":"0000000000000001","height":1,"parent":"${first.hash}","proposer":"v1","t":12}`;
    expect(second.hash).toBe(createHash("sha256").update(text).digest("hex"));
    expect(second.parent).toBe(first.hash);
    expect(first.parent).toBe("0".repeat(64));
  });

  test("keeps every block of a short run", () => {
    expect(chainOf(4096, 12).blocks.map(({ height }) => height)).toStrictEqual(
      Array.from({ length: 4096 }, (_, h) => h),
    );
  });

  test("keeps the first block of each sample of a long run, linked to the kept block before it", () => {
    const { blocks } = chainOf(1000, 3600, { keepAll: 10 });
    expect(blocks.slice(10, 13).map(({ t }) => t)).toStrictEqual([DAY, 2 * DAY, 3 * DAY]);
    expect(blocks[11]!.parent).toBe(blocks[10]!.hash);
    expect(verifyChain(blocks)).toStrictEqual({ ok: true });
  });

  test("append returns the block where keeps() said so", () => {
    const chain = chainOf(10, 3600, { keepAll: 10 });
    const header = { proposer: "v", digest: "0" };
    expect(chain.keeps(10 * 3600)).toBe(false);
    expect(chain.append({ height: 10, t: 10 * 3600, ...header })).toBeUndefined();
    expect(chain.keeps(30 * 3600)).toBe(true);
    expect(chain.append({ height: 11, t: 30 * 3600, ...header })).toBe(chain.blocks[10]);
  });

  test("goes on from a snapshot as if nothing had happened", () => {
    const whole = chainOf(100, 3600, { keepAll: 5, genesis: "ab" });
    const cut = chainOf(60, 3600, { keepAll: 5, genesis: "ab" });
    const resumed = Chain.restore(decode(encode(cut.snapshot())) as ReturnType<Chain["snapshot"]>);
    for (let height = 60; height < 100; height++) {
      resumed.append({
        height,
        t: height * 3600,
        proposer: `v${height % 3}`,
        digest: `${height}`.padStart(16, "0"),
      });
    }
    expect(resumed.snapshot()).toStrictEqual(whole.snapshot());
    expect(verifyChain(resumed.blocks, "ab")).toStrictEqual({ ok: true });
  });

  test("refuses a block that does not rise or goes back in time", () => {
    const chain = chainOf(3, 12);
    const message = (height: number, t: number) =>
      `Block ${height} does not follow block 2.\n\n  last block   height 2, at 24 s\n  this block   height ${height}, at ${t} s`;
    for (const [height, t] of [
      [2, 30],
      [3, 23],
      [Number.NaN, 30],
    ] as const) {
      expect(() => chain.append({ height, t, proposer: "v", digest: "" })).toThrow(message(height, t));
    }
  });
});

describe("verifyChain names the first broken block", () => {
  const blocks = chainOf(8, 12).blocks;
  const changed = (at: number, change: Partial<Block>) =>
    blocks.map((block, row) => (row === at ? { ...block, ...change } : block));
  const rehashed = (at: number, change: Partial<Block>) => {
    const block = { ...blocks[at]!, ...change };
    return changed(at, { ...change, hash: blockHash(block, block.parent) });
  };

  test.each([
    { height: 30 },
    { t: 1 },
    { proposer: "mallory" },
    { digest: "f".repeat(16) },
    { parent: "0".repeat(64) },
    { hash: "0".repeat(64) },
  ])("where %o was written into it", (change) => {
    const verdict = verifyChain(changed(3, change));
    const forged = { ...blocks[3]!, ...change };
    expect(verdict).toStrictEqual({
      ok: false,
      block: 3,
      height: forged.height,
      reason: `Block ${forged.height} hashes to ${blockHash(forged, forged.parent)}, but ${forged.hash} is stored: its content was changed.`,
    });
  });

  test("where it was changed and hashed again: its successor does not know it", () => {
    const forged = rehashed(3, { proposer: "mallory" });
    expect(verifyChain(forged)).toStrictEqual({
      ok: false,
      block: 4,
      height: 4,
      reason: `Block 4 has parent ${blocks[3]!.hash}, but block 3 before it is ${forged[3]!.hash}.`,
    });
  });

  test("where a block was taken out, or two were swapped", () => {
    expect(verifyChain(blocks.toSpliced(3, 1))).toMatchObject({ ok: false, block: 3, height: 4 });
    expect(verifyChain(blocks.with(3, blocks[4]!).with(4, blocks[3]!))).toMatchObject({
      ok: false,
      block: 3,
      height: 4,
    });
  });

  test("where the first does not commit to the genesis", () => {
    expect(verifyChain(blocks, "ab")).toStrictEqual({
      ok: false,
      block: 0,
      height: 0,
      reason: `Block 0 has parent ${"0".repeat(64)}, but the genesis before it is ab.`,
    });
  });

  test("where heights or times do not rise though the links hold", () => {
    const low = rehashed(7, { height: 6 });
    expect(verifyChain(low)).toMatchObject({
      block: 7,
      reason: "Block 6 comes after block 6: heights must rise.",
    });
    const early = rehashed(7, { t: 71 });
    expect(verifyChain(early)).toMatchObject({
      block: 7,
      reason: "Block 7 is at 71 s, before block 6 at 72 s.",
    });
  });

  test("an empty chain is in order", () => {
    expect(verifyChain([])).toStrictEqual({ ok: true });
  });
});
