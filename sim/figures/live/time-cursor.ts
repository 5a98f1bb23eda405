import type { Seconds } from "../../units.ts";

const NAME = "orrery-time";

/** The moment that a reader points at, for all charts over time of a page; undefined: at none. */
export function pointAt(document: Document, time: Seconds | undefined): void {
  const { CustomEvent } = document.defaultView!;
  document.dispatchEvent(new CustomEvent(NAME, { detail: time }));
}

/** @returns what ends it */
export function onPointed(document: Document, listener: (time: Seconds | undefined) => void): () => void {
  // An event without a detail has null.
  const heard = (event: Event) => listener((event as CustomEvent<Seconds | null>).detail ?? undefined);
  document.addEventListener(NAME, heard);
  return () => document.removeEventListener(NAME, heard);
}
