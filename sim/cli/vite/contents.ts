import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deserialize, type Notebook, serialize } from "@observablehq/notebook-kit";
import { JSDOM } from "jsdom";
import { markupAttribute, markupText } from "../../text/markup.ts";

/** What the index tells of a notebook. */
export interface Contents {
  /** Its file's name. */
  readonly file: string;
  readonly title: string;
  /** The heading below its title; empty where it has none. */
  readonly question: string;
}

export const INDEX = "index.html";
const { window } = new JSDOM();
const parser = new window.DOMParser();

export const notebookOf = (text: string): Notebook => deserialize(text, { parser });

/** The notebooks of a folder by name; 10 comes after 9. */
export function notebooksIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".html"))
    .filter((name) => readFileSync(path.join(folder, name), "utf8").includes("<notebook"))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
}

export function contentsOf(folder: string): Contents[] {
  return notebooksIn(folder)
    .filter((file) => file !== INDEX)
    .map((file) => {
      const { title, cells } = notebookOf(readFileSync(path.join(folder, file), "utf8"));
      const [first] = cells.filter(({ mode }) => mode === "md");
      return { file, title, question: /^# .*\n+## (.*)/.exec(first?.value.trim() ?? "")?.[1] ?? "" };
    });
}

/** A notebook that lists the others, for a folder that has no index of its own. */
export function indexOf(all: readonly Contents[], title: string): string {
  const items = all.map(
    ({ file, title: name, question }) =>
      `<li><a href="${markupAttribute(encodeURIComponent(file))}">${markupText(name)}</a>${question === "" ? "" : `<p>${markupText(question)}</p>`}</li>`,
  );
  const text = `<h1>${markupText(title)}</h1>\n<ul class="contents">\n${items.join("\n")}\n</ul>`;
  const cell = {
    id: 1,
    mode: "html" as const,
    value: text.replace(/\$\{/g, "$\\{"),
    pinned: false,
    hidden: false,
  };
  return serialize({ title, theme: THEME, readOnly: false, cells: [cell] }, { document: window.document });
}

/** By the reader's system: of the Kit's themes the plainest. */
export const THEME = { light: "air", dark: "near-midnight" } as const;
