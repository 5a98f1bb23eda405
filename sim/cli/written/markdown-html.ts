import MarkdownIt from "markdown-it";

/** No HTML passes through, and a link goes nowhere but where `validateLink` lets it. */
const markdown = new MarkdownIt({ html: false, linkify: false });
markdown.renderer.rules["table_open"] = () =>
  '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>\n';
markdown.renderer.rules["table_close"] = () => "</table></div>\n";

/**
 * Markdown that Orrery wrote as HTML for a part of a page: headings one level lower, the title left out.
 *
 * @param text as `odd` gives it
 */
export function markdownPart(text: string): string {
  const tokens = markdown.parse(text, {});
  const title = tokens.findIndex(({ type, tag }) => type === "heading_close" && tag === "h1");
  const rest = tokens.slice(title + 1);
  for (const token of rest) if (/^h[2-5]$/.test(token.tag)) token.tag = `h${Number(token.tag[1]) + 1}`;
  return markdown.renderer.render(rest, markdown.options, {});
}
