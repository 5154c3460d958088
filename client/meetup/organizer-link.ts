import { keep, kept } from "../look/device-storage.ts";

/** Links of meetups that were made in this page: nobody can show them again once it is gone. */
const fresh = new Map<string, string>();

const listeners = new Set<() => void>();

/** A meetup was made here: its link is known as long as this page is. */
export function learnOrganizerLink(slug: string, url: string): void {
  fresh.set(slug, url);
}

/** The organizer link of a meetup, if it was made in this page. */
export function knownOrganizerLink(slug: string): string | undefined {
  return fresh.get(slug);
}

/** Whoever is here has copied an organizer link of this meetup, or had a new one made. */
export function noteLinkKept(slug: string): void {
  keep(keyOf(slug), "1");
  for (const tell of listeners) tell();
}

/** Hears of it. Returns how to stop. */
export function onLinkKept(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether that was so on this device. */
export function isLinkKept(slug: string): boolean {
  return kept(keyOf(slug)) !== null;
}

function keyOf(slug: string): string {
  return `midcycle.organizer-link.${slug}`;
}
