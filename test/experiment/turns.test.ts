import { expect, test } from "vitest";
import { Turns } from "../../sim/experiment/turns.ts";

/** Work that goes on until it is told to end; `begun` lists what has been begun. */
function pieces(turns: Turns) {
  const begun: string[] = [];
  const ends = new Map<string, (failure?: Error) => void>();
  const take = (rank: number, name: string): Promise<void> =>
    turns.take(rank, () => {
      begun.push(name);
      return new Promise((resolve, reject) =>
        ends.set(name, (failure) => (failure ? reject(failure) : resolve())),
      );
    });
  return { begun, take, end: (name: string, failure?: Error) => ends.get(name)!(failure) };
}

test("no more goes on than there are places; who came first of the lowest rank is next", async () => {
  const { begun, take, end } = pieces(new Turns(2));
  const first = take(0, "a");
  const all = [first, take(1, "b"), take(1, "c"), take(1, "d"), take(0, "e")];
  expect(begun).toEqual(["a", "b"]);
  end("a");
  await first;
  expect(begun).toEqual(["a", "b", "e"]);
  end("b");
  await all[1];
  expect(begun).toEqual(["a", "b", "e", "c"]);
  end("e");
  await all[4];
  for (const name of ["c", "d"]) end(name);
  await Promise.all(all);
});

test("work that fails gives its place back", async () => {
  const { begun, take, end } = pieces(new Turns(1));
  const [failing, next] = [take(0, "failing"), take(0, "next")];
  end("failing", new Error("It broke."));
  await expect(failing).rejects.toThrow("It broke.");
  expect(begun).toEqual(["failing", "next"]);
  end("next");
  await next;
  const later = take(0, "later");
  expect(begun).toEqual(["failing", "next", "later"]);
  end("later");
  await later;
});
