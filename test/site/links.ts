/** Addresses of a page's HTML within its site that lead nowhere, each as `page: address`. */
export function brokenLinks(pages: ReadonlyMap<string, string>, exists: (file: string) => boolean): string[] {
  const ids = new Map<string, ReadonlySet<string>>();
  const idsOf = (path: string): ReadonlySet<string> => {
    const known =
      ids.get(path) ??
      new Set([...(pages.get(path) ?? "").matchAll(/\sid="([^"]*)"/g)].map(([, id]) => unescaped(id!)));
    ids.set(path, known);
    return known;
  };
  return [...pages].flatMap(([page, html]) =>
    [...withoutScripts(html).matchAll(/\s(?:href|src|data-index)="([^"]*)"/g)]
      .map(([, address]) => unescaped(address!))
      .filter((address) => !/^[a-z]+:/i.test(address))
      .filter((address) => {
        const { pathname, hash } = new URL(
          address,
          `http://site/${page.split("/").map(encodeURIComponent).join("/")}`,
        );
        const target = decodeURIComponent(pathname.slice(1)) || "index.html";
        const file = target.endsWith("/") ? `${target}index.html` : target;
        if (!exists(file)) return true;
        return hash.length > 1 && pages.has(file) && !idsOf(file).has(decodeURIComponent(hash.slice(1)));
      })
      .map((address) => `${page}: ${address}`),
  );
}

const withoutScripts = (html: string): string => html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, "$1");

const unescaped = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
