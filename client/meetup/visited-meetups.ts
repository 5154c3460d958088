/** A meetup this device has been at. */
export interface Visited {
  slug: string;
  title: string;
}

const KEY = "midcycle.visited";
const KEPT = 8;

/** Meetups this device has been at, latest first. */
export function visitedMeetups(): Visited[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? (found as Visited[]).filter(({ slug, title }) => slug && title) : [];
  } catch {
    return [];
  }
}

/** Remembers a visit. */
export function rememberVisit(visit: Visited): void {
  keep([visit, ...visitedMeetups().filter(({ slug }) => slug !== visit.slug)].slice(0, KEPT));
}

/** Forgets a meetup, because it is gone. */
export function forgetVisit(slug: string): void {
  keep(visitedMeetups().filter((visit) => visit.slug !== slug));
}

function keep(visits: Visited[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(visits));
  } catch {
    // Without storage the list stays empty.
  }
}
