import { expect, test } from "vitest";
import { listClaims } from "../../sim/scenario/load.ts";
import { orrery } from "./orrery.ts";

test("claims are listed and explained as mechanisms are", async () => {
  const listed = await orrery(["list", "claims", "--json"]);
  expect(JSON.parse(listed.stdout).map(({ name }: { name: string }) => name)).toEqual(listClaims());
  const told = await orrery(["explain", "renting-beats-owning"]);
  expect(told.stdout).toMatch(/^Renting beats owning below a break-even use\.\n\nverdict\n {2}Depends on /);
  for (const heading of ["who says so", "set-up", "tests", "other worlds", "not established", "run it again"])
    expect(told.stdout).toContain(`\n${heading}\n`);
  const { outcome, digest } = JSON.parse(
    (await orrery(["explain", "claims/renting-beats-owning", "--json"])).stdout,
  );
  expect(outcome).toBe("depends");
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
});
