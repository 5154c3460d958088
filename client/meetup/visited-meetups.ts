import { keep, keptJson } from "../look/device-storage.ts";

/** A meetup this device has been at. */
export interface Visited {
  slug: string;
  title: string;
}

const KEY = "midcycle.visited";
const KEPT = 8;

/** Meetups this device has been at, latest first. */
export function visitedMeetups(): Visited[] {
  const found = keptJson(KEY);
  return Array.isArray(found) ? (found as Visited[]).filter(({ slug, title }) => slug && title) : [];
}

/** Remembers a visit. */
export function rememberVisit(visit: Visited): void {
  keepAll([visit, ...visitedMeetups().filter(({ slug }) => slug !== visit.slug)].slice(0, KEPT));
}

/** Forgets a meetup, because it is gone. */
export function forgetVisit(slug: string): void {
  keepAll(visitedMeetups().filter((visit) => visit.slug !== slug));
}

function keepAll(visits: Visited[]): void {
  keep(KEY, JSON.stringify(visits));
}
