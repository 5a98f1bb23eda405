import { markupAttribute, markupDocument, markupJson, markupText } from "../text/markup.ts";
import { addressFrom, type Page, rootFrom } from "./page.ts";

/** What all pages of a site share. */
export interface SiteFrame {
  /** Plain text. */
  readonly title: string;
  /** Path of an image from the root of the site; left out: the title alone. */
  readonly logo?: string;
  /** In order, by path from the root of the site. */
  readonly navigation: readonly { readonly title: string; readonly path: string }[];
  /** Plain text. */
  readonly footer: string;
}

/** What stands in a slot of a frame is for who opens the notebook by itself. */
const SLOT = /<(\w+)([^>]*?) data-slot="([\w-]+)"([^>]*)>[^<]*<\/\1>/g;

/**
 * A page's HTML: what it says stands in the frame of its kind. Addresses of the frame are made relative to where the
 * page lies; slots that the page leaves empty go, unless something is drawn there later.
 *
 * @param shell the built frame of the page's kind
 * @throws Error where the page fills a slot that its frame does not have, or the frame cannot take its data
 */
export function stamp(shell: string, page: Page, frame: SiteFrame): string {
  const slots: Readonly<Record<string, string>> = { ...frameSlots(page, frame), ...page.slots };
  const used = new Set<string>();
  const root = rootFrom(page.path);
  const placed = shell
    .replace(/((?:href|src|data-index|data-root)=")\.\//g, (_, attribute: string) => attribute + root)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${markupText(pageTitle(page, frame))}</title>`)
    .replace(
      /(<meta name="description" content=")[^"]*/,
      (_, start: string) => start + markupAttribute(page.description),
    );
  const filled = placed.replace(SLOT, (_, tag: string, before: string, name: string, after: string) => {
    used.add(name);
    const content = slots[name] ?? "";
    const live = `${before}${after}`.includes("data-live=");
    return content === "" && !live ? "" : `<${tag}${before}${after}>${content}</${tag}>`;
  });
  const lost = Object.keys(page.slots).filter((name) => !used.has(name));
  if (lost.length > 0) throw new Error(`The frame of ${page.kind} has no slot ${lost.join(", ")}.`);
  return markupDocument(withData(filled, page));
}

const pageTitle = ({ title }: Page, frame: SiteFrame): string =>
  title === frame.title ? title : `${title} · ${frame.title}`;

/** Before the end of the body, where modules find it: they run when the page is read. */
function withData(html: string, { data, kind }: Page): string {
  if (data === undefined) return html;
  const end = html.lastIndexOf("</body>");
  if (end < 0) throw new Error(`The frame of ${kind} has no end of its body.`);
  return `${html.slice(0, end)}<script type="application/json" id="page">${markupJson(data)}</script>${html.slice(end)}`;
}

/** The slots that every page has: whose site it is, where else one may go. */
function frameSlots(page: Page, { title, logo, navigation, footer }: SiteFrame): Record<string, string> {
  const image =
    logo === undefined
      ? ""
      : `<img src="${markupAttribute(addressFrom(page.path, logo))}" alt="" height="32">`;
  const links = navigation.map((entry) => {
    const current = entry.path === page.path ? ' aria-current="page"' : "";
    return `<li><a href="${markupAttribute(addressFrom(page.path, entry.path))}"${current}>${markupText(entry.title)}</a></li>`;
  });
  return {
    brand: `${image}<span>${markupText(title)}</span>`,
    navigation: links.length === 0 ? "" : `<ul>${links.join("")}</ul>`,
    footer: `<p>${markupText(footer)}</p>`,
  };
}
