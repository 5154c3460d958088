import { keep, keptJson } from "../look/device-storage.ts";

/** Which announcements a person has closed on this device: the latest of them. */
const MOST = 100;
/** For devices that keep nothing. */
const closed = new Map<string, Set<string>>();

/** Whether this person, undefined without a name, has closed an announcement. */
export function isAnnouncementClosed(personId: string | undefined, id: string): boolean {
  return closedBy(personId).has(id);
}

/** Closes it for this person, or opens it again. */
export function closeAnnouncement(personId: string | undefined, id: string, isClosing = true): void {
  const all = closedBy(personId);
  if (isClosing) all.add(id);
  else all.delete(id);
  keep(keyOf(personId), JSON.stringify([...all].slice(-MOST)));
}

function closedBy(personId: string | undefined): Set<string> {
  const key = keyOf(personId);
  const known = closed.get(key);
  if (known) return known;
  const kept = keptJson(key);
  const all = new Set(Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : []);
  closed.set(key, all);
  return all;
}

function keyOf(personId: string | undefined): string {
  return `midcycle.closed-announcements.${personId ?? "nobody"}`;
}
