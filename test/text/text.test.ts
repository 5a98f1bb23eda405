import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { csvOriginal, csvText } from "../../sim/text/csv.ts";
import { markdownCode, markdownParagraph, markdownText } from "../../sim/text/markdown.ts";
import { markupAttribute, markupText } from "../../sim/text/markup.ts";
import { replayCommand } from "../../sim/text/replay.ts";
import { shellWord } from "../../sim/text/shell.ts";
import { oneLine, visible, visibleJson, visibleLines } from "../../sim/text/visible.ts";
import { commandMessage, commandProperty, withoutCommands } from "../../sim/text/workflow.ts";
import { nasty, OBEYED } from "./nasty.ts";

/** Words as a shell hands them to a program, one by one. */
const words = (shell: string, command: string): string[] =>
  execFileSync(shell, ["-c", `set -- ${command}; printf '%s\\0' "$@"`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

test("what a terminal would obey is shown as its code, and all else stays", () => {
  expect(visible("a\u001b[31m\n\t\u009b\u202eb\ud800")).toBe("a\\x1b[31m\\n\\t\\x9b\\u{202e}b\\u{d800}");
  expect(visible("Größe 北京 👩‍🚀 100 %")).toBe("Größe 北京 👩‍🚀 100 %");
  expect(visibleLines("one\n\ttwo\u0007")).toBe("one\n\ttwo\\x07");
  expect(oneLine(" a\n question\r\n ")).toBe("a question");
});

test("nothing of a text reaches a terminal, a page or a runner as a command", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      for (const shown of [
        visible(text),
        oneLine(text),
        markdownText(text),
        markdownParagraph(text),
        markdownCode(text),
      ])
        expect(withoutCommands(shown)).not.toMatch(/\n/);
      for (const shown of [
        visible(text),
        visibleLines(text),
        visibleJson(JSON.stringify([text])),
        markupText(text),
        markupAttribute(text),
        markdownCode(text),
      ])
        expect(withoutCommands(shown)).not.toMatch(OBEYED);
      expect(JSON.parse(visibleJson(JSON.stringify([text])))).toEqual([text]);
    }),
  );
});

test("a parser of HTML reads back what was written, and no element of it", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const { document } = parseHTML(
        `<!doctype html><html><body><p title="${markupAttribute(text)}">${markupText(text)}</p></body></html>`,
      );
      expect([...document.querySelectorAll("body *")].map(({ localName }) => localName)).toEqual(["p"]);
      expect(document.querySelector("p")!.textContent).toBe(visibleLines(text));
      expect(document.querySelector("p")!.getAttribute("title")).toBe(visibleLines(text));
    }),
  );
});

test("Markdown has no HTML, no table and no emphasis of a text", () => {
  expect(markdownText("<b>*a* | `b` [c](d)")).toBe("&lt;b&gt;\\*a\\* \\| \\`b\\` \\[c\\](d)");
  expect(markdownParagraph("# 1")).toBe("\\# 1");
  expect(markdownParagraph("1. one")).toBe("1\\. one");
  expect(markdownCode("a `b` c")).toBe("``a `b` c``");
  expect(markdownCode("`")).toBe("`` ` ``");
});

test("a cell that a spreadsheet would compute is text, numbers stay numbers, and both are read back", () => {
  expect(csvText("=1+1")).toBe("'=1+1");
  expect(csvText("-5.5e3")).toBe("-5.5e3");
  expect(csvText("-5+cmd")).toBe("'-5+cmd");
  expect(csvText("it's")).toBe("it's");
  fc.assert(
    fc.property(fc.oneof(nasty, fc.constantFrom("'=a", "''-", "'-1", "@", "+", "=")), (text) => {
      expect(csvText(text)).not.toMatch(/^[=@\t\r\n]/);
      expect(csvOriginal(csvText(text))).toBe(text);
    }),
  );
});

test("a runner gets the message of our own command and no other command", () => {
  expect(commandMessage("100 %\n::error::x")).toBe("100 %25%0A::error::x");
  expect(commandProperty("a: b, c\n")).toBe("a%3A b%2C c\\n");
  expect(withoutCommands("a\n ::error::x\n::add-mask::y ##[debug]")).toBe(
    "a\n \\x3a:error::x\n\\x3a:add-mask::y #\\x23[debug]",
  );
});

test("a shell hands on what was quoted, to the letter", () => {
  const texts = fc
    .sample(nasty, { numRuns: 300, seed: 1 })
    .filter((text) => !text.includes("\0") && !text.includes("\ud800") && !text.endsWith("\n"));
  expect(texts.length).toBeGreaterThan(100);
  for (const shell of ["sh", "bash"]) expect(words(shell, texts.map(shellWord).join(" "))).toEqual(texts);
  for (const text of texts) expect(`x ${shellWord(text)}`).not.toMatch(OBEYED);
  expect(words("bash", shellWord("a\u001b'\n"))).toEqual(["a\u001b'\n"]);
});

test("names that begin with a dash, and empty ones, are values of their options", () => {
  const command = replayCommand({
    scenario: "-a b.yaml",
    design: "--state",
    replication: 3,
    branch: "-",
    event: 12,
    settings: { "demand/poisson.rate": 2, "a.b": "x y" },
  });
  expect(words("sh", command.replace(/^orrery /, ""))).toEqual([
    ..."replay|./-a b.yaml|--design=--state|--replication|3|--branch=-|--to-event|12|--state".split("|"),
    ..."--set|demand/poisson.rate=2|--set|a.b=x y".split("|"),
  ]);
});
