import { type Entry, find } from "./find.ts";

/*
 * The frame of every page: its search. A plain script and no module, so that it works where a page is opened from disk,
 * too, where browsers load no modules; what does not work there is said.
 */

declare global {
  var orrerySearch: readonly Entry[] | undefined;
}

const input = document.querySelector<HTMLInputElement>("#search");
const list = document.querySelector<HTMLElement>("#found");
const told = document.querySelector<HTMLElement>("#found-told");
if (input && list && told) search(input, list, told);
if (location.protocol === "file:" && document.querySelector("[data-live], script[type=module]")) {
  document.documentElement.classList.add("still");
  tell(
    "This page was opened from disk: figures and tables are complete, and what runs in the page needs a server. In the folder of the site: npx serve",
  );
}

function tell(text: string): void {
  const notice = document.querySelector<HTMLElement>("#notice");
  if (!notice) return;
  notice.textContent = text;
  notice.hidden = false;
}

function search(input: HTMLInputElement, list: HTMLElement, told: HTMLElement): void {
  let found: readonly Entry[] = [];
  let chosen = -1;
  input.disabled = false;
  input.addEventListener("focus", () => void loadIndex(input), { once: true });
  input.addEventListener("input", () => void show());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
    else if (event.key === "Enter") void go();
  });
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element | null)?.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    event.preventDefault();
    input.focus();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest(".search")) close();
  });

  async function show(): Promise<void> {
    const index = await loadIndex(input);
    found = find(input.value, index);
    chosen = -1;
    const isAsked = input.value.trim() !== "";
    list.replaceChildren(...(isAsked && found.length === 0 ? [nothing()] : found.map(option)));
    told.textContent = !isAsked ? "" : found.length === 0 ? NOTHING : foundText(found.length);
    open(isAsked);
    mark();
  }

  /** To the page that is chosen, or else to the best; also where the index comes after the key. */
  async function go(): Promise<void> {
    if (chosen < 0) await show();
    const entry = found[Math.max(chosen, 0)];
    if (entry) location.href = addressOf(entry);
  }

  function open(isOpen: boolean): void {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  }

  function close(): void {
    chosen = -1;
    open(false);
    mark();
  }

  function move(event: KeyboardEvent, by: 1 | -1): void {
    if (found.length === 0) return;
    event.preventDefault();
    open(true);
    const places = found.length + 1;
    chosen = ((chosen + 1 + by + places) % places) - 1;
    mark();
  }

  function mark(): void {
    for (const [place, each] of [...list.querySelectorAll("[role=option]")].entries()) {
      each.setAttribute("aria-selected", String(place === chosen));
      if (place === chosen) each.scrollIntoView({ block: "nearest" });
    }
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `found-${chosen}`);
  }

  function addressOf({ path, part }: Entry): string {
    const page = (input.dataset["root"] ?? "./") + path.split("/").map(encodeURIComponent).join("/");
    return part === undefined ? page : `${page}#${encodeURIComponent(part)}`;
  }

  function option(entry: Entry, place: number): HTMLElement {
    const link = document.createElement("a");
    link.id = `found-${place}`;
    link.href = addressOf(entry);
    link.setAttribute("role", "option");
    link.tabIndex = -1;
    link.textContent = entry.title;
    const what = document.createElement("small");
    what.textContent = entry.description;
    link.append(what);
    return link;
  }
}

const NOTHING = "Nothing has all of these words.";

const foundText = (count: number): string =>
  count === 1 ? "One page: Enter opens it." : `${count} pages: the arrow keys choose one, Enter opens it.`;

function nothing(): HTMLElement {
  const text = document.createElement("p");
  text.setAttribute("role", "option");
  text.setAttribute("aria-disabled", "true");
  text.textContent = NOTHING;
  return text;
}

let loading: Promise<readonly Entry[]> | undefined;

/** The index is a script, which a page that was opened from disk loads as well; it comes when somebody searches. */
function loadIndex(input: HTMLInputElement): Promise<readonly Entry[]> {
  loading ??= new Promise((loaded) => {
    const script = document.createElement("script");
    script.src = input.dataset["index"]!;
    script.onload = () => loaded(globalThis.orrerySearch ?? []);
    script.onerror = () => {
      tell("The search has no index here: search-index.js cannot be loaded.");
      loaded([]);
    };
    document.head.append(script);
  });
  return loading;
}
