/** What the build put into the page for its modules; `undefined` where the page has none. */
export function pageData<T>(): T | undefined {
  const text = document.getElementById("page")?.textContent;
  return text ? (JSON.parse(text) as T) : undefined;
}

/** The places of a page where a module draws, by the name in `data-live`. */
export const livePlaces = (name: string): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(`[data-live="${CSS.escape(name)}"]`),
];

/** The address of a file that the page's data names, from the root of the site. */
export const siteUrl = (path: string): string =>
  new URL(path, new URL(document.getElementById("search")!.dataset["root"]!, document.baseURI)).href;
