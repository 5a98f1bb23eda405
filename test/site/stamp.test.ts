import { expect, test } from "vitest";
import { addressFrom, type Page, rootFrom } from "../../sim/site/page.ts";
import { type SiteFrame, stamp } from "../../sim/site/stamp.ts";

const SHELL = `<!doctype html><html><head><title>x</title><meta name="description" content="">
<link href="./assets/a.css"><script src="./assets/b.js"></script></head>
<body><a data-slot="brand"></a><nav data-slot="navigation"></nav><main><h1 data-slot="title"></h1>
<div data-slot="finding"></div><div data-slot="results" data-live="figures"></div></main>
<footer data-slot="footer"></footer></body></html>`;

const FRAME: SiteFrame = {
  title: "Site",
  navigation: [{ title: "Start", path: "index.html" }],
  footer: "The end.",
};

const page = (given: Partial<Page> = {}): Page => ({
  kind: "scenario",
  path: "scenarios/one.html",
  title: "One",
  description: "What of one?",
  slots: { title: "One" },
  files: [],
  ...given,
});

test("the way to the root is as long as a page lies deep, and addresses are encoded part by part", () => {
  expect(rootFrom("index.html")).toBe("./");
  expect(rootFrom("a/b/c.html")).toBe("../../");
  expect(addressFrom("a/b.html", "c d/50 %.csv")).toBe("../c%20d/50%20%25.csv");
});

test("a page stands in its frame: title, description, slots, and addresses from where it lies", () => {
  const html = stamp(SHELL, page(), FRAME);
  expect(html).toContain("<title>One · Site</title>");
  expect(html).toContain('<meta name="description" content="What of one?">');
  expect(html).toContain('href="../assets/a.css"');
  expect(html).toContain('src="../assets/b.js"');
  expect(html).toContain("<h1>One</h1>");
  expect(html).toContain('<nav><ul><li><a href="../index.html">Start</a></li></ul></nav>');
});

test("a slot without content goes, unless something is drawn there", () => {
  const html = stamp(SHELL, page(), FRAME);
  expect(html).not.toContain("<div></div>");
  expect(html).toContain('<div data-live="figures"></div>');
});

test("a slot that the frame does not have is a defect that names it", () => {
  expect(() => stamp(SHELL, page({ slots: { tite: "One" } }), FRAME)).toThrow(
    "The frame of scenario has no slot tite.",
  );
});

test("hostile titles, navigation and data stay text", () => {
  const hostile = `</title><script>alert(1)</script><!--"'&\u202e$&`;
  const html = stamp(
    SHELL,
    page({ title: hostile, description: hostile, data: { hostile, list: ["</SCRIPT >", "<!--<script>"] } }),
    { title: hostile, footer: hostile, navigation: [{ title: hostile, path: `${hostile}.html` }] },
  );
  expect(html.match(/<script/gi)).toHaveLength(2);
  expect(html).not.toContain("<!--");
  expect(html).not.toContain("\u202e");
  const data = /<script type="application\/json" id="page">(.*?)<\/script>/s.exec(html)![1]!;
  expect(JSON.parse(data)).toEqual({ hostile, list: ["</SCRIPT >", "<!--<script>"] });
});
