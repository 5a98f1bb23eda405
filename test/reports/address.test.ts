import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, type Question, questionIn } from "../../reports/lib/what-if/address.ts";
import { addressProblems } from "../../reports/lib/what-if/question.ts";
import type { ExperimentData } from "../../sim/site/experiment.ts";

const path = fc.oneof(
  fc.constantFrom("contracts/escrow.fee", "a:supply/cohorts.providers", "__proto__.x", "constructor.y"),
  fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })).map((parts) => parts.join(".")),
);
/** JSON has no negative zero and no number that is none. */
const value = fc
  .jsonValue({ noUnicodeString: false })
  .map((given) => JSON.parse(JSON.stringify(given)) as unknown);
const name = fc.string({ unit: "grapheme" });
const question: fc.Arbitrary<Question> = fc
  .tuple(
    fc.dictionary(path, value, { noNullPrototype: true }),
    fc.option(name, { nil: undefined }),
    fc.option(fc.uniqueArray(name, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  )
  .map(([set, branch, designs]) => ({
    set,
    ...(branch === undefined ? {} : { branch }),
    ...(designs === undefined ? {} : { designs }),
  }));

describe("an address", () => {
  test("says a question, whatever is in its names and texts", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const text = addressOf(asked);
        // What a browser would write otherwise comes back as another address.
        expect(new URL(`http://127.0.0.1/${text}`).hash).toBe(text);
        if (text !== "") expect(questionIn(text)).toEqual({ question: asked, problems: [] });
        else expect(Object.keys(asked.set)).toEqual([]);
      }),
    );
  });

  test("is read without an error, whatever it holds, and nothing of it becomes anything but plain data", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webQueryParameters()), (text) => {
        const { question, problems } = questionIn(`#what-if?${text}`)!;
        expect(Object.getPrototypeOf(question.set)).toBe(Object.prototype);
        if (problems.length === 0)
          expect(questionIn(addressOf(question) || "#what-if?")!.question).toEqual(question);
      }),
    );
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("of another part of the page is no question", () => {
    expect(questionIn("#what-if")).toBeUndefined();
    expect(questionIn("#measures")).toBeUndefined();
  });

  test("error: what is said twice, and designs and futures that are not there, are told all at once", () => {
    const published = ["fair", "heavy"].flatMap((design) =>
      ["none", "demand halves"].map((branch) => ({ design, branch })),
    );
    const data = { published } as unknown as ExperimentData;
    const addressed = questionIn(
      "#what-if?a/b.c=1&a/b.c=2&branch=demand%20half&branch=none&design=fair&design=hevy",
    )!;
    expect(addressProblems(data, addressed)).toEqual([
      "a/b.c: It is set twice.",
      "branch: It is set twice.",
      'branch: There is no future "demand half". Did you mean "demand halves"?',
      'design: There is no design "hevy". Did you mean "heavy"?',
    ]);
    expect(addressProblems(data, questionIn("#what-if?branch=none&design=heavy")!)).toEqual([]);
  });
});
