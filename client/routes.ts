import { MEETUP_PAGES, pagePattern } from "../shared/meetup-pages.ts";
import { isNewerBuildThere } from "./newer-build.ts";

/** Which page an address shows. */
export type Route =
  | { page: "home" }
  /** No page of ours, inside a meetup or outside. */
  | { page: "missing"; slug: string }
  | { page: "nowhere" }
  | { page: "agenda"; slug: string; number?: number }
  | { page: "schedule"; slug: string }
  | { page: "suggestions"; slug: string }
  | { page: "my-day"; slug: string }
  | { page: "you"; slug: string }
  | { page: "report"; slug: string }
  | { page: "side-groups"; slug: string }
  | { page: "side-group"; slug: string; groupId: string }
  | { page: "history"; slug: string }
  | { page: "actions"; slug: string }
  | { page: "wall"; slug: string; roomId?: string }
  | { page: "practical"; slug: string }
  | { page: "room"; slug: string; roomId: string }
  | { page: "present"; slug: string; padId: string }
  | { page: "pad"; slug: string; padId: string; mode: PadMode };

/** What one does with notes: write, read them as a page (`?read`), or look back (`?history`). */
export type PadMode = "write" | "read" | "history";

const PATHS: [RegExp, (groups: Record<string, string>, search: URLSearchParams) => Route][] = [
  [/^\/$/u, () => ({ page: "home" })],
  [pagePattern(MEETUP_PAGES.agenda), ({ slug = "" }) => ({ page: "agenda", slug })],
  [pagePattern(MEETUP_PAGES.topic), ({ slug = "", number }) => ({ page: "agenda", slug, number: Number(number) })],
  [pagePattern(MEETUP_PAGES.schedule), ({ slug = "" }) => ({ page: "schedule", slug })],
  [pagePattern(MEETUP_PAGES.suggestions), ({ slug = "" }) => ({ page: "suggestions", slug })],
  [pagePattern(MEETUP_PAGES.myDay), ({ slug = "" }) => ({ page: "my-day", slug })],
  [pagePattern(MEETUP_PAGES.you), ({ slug = "" }) => ({ page: "you", slug })],
  [pagePattern(MEETUP_PAGES.report), ({ slug = "" }) => ({ page: "report", slug })],
  [pagePattern(MEETUP_PAGES.sideGroups), ({ slug = "" }) => ({ page: "side-groups", slug })],
  [pagePattern(MEETUP_PAGES.sideGroup), ({ slug = "", groupId = "" }) => ({ page: "side-group", slug, groupId })],
  [pagePattern(MEETUP_PAGES.history), ({ slug = "" }) => ({ page: "history", slug })],
  [pagePattern(MEETUP_PAGES.actions), ({ slug = "" }) => ({ page: "actions", slug })],
  [
    pagePattern(MEETUP_PAGES.wall),
    ({ slug = "" }, search) => {
      const roomId = search.get("room");
      return { page: "wall", slug, ...(roomId !== null && { roomId }) };
    },
  ],
  [pagePattern(MEETUP_PAGES.practical), ({ slug = "" }) => ({ page: "practical", slug })],
  [pagePattern(MEETUP_PAGES.room), ({ slug = "", roomId = "" }) => ({ page: "room", slug, roomId })],
  [
    pagePattern(MEETUP_PAGES.notes),
    ({ slug = "", padId = "" }, search) =>
      search.has("present") ? { page: "present", slug, padId } : { page: "pad", slug, padId, mode: padMode(search) },
  ],
];

/** The route of a path and what follows its `?`; undefined when no page of ours is there. */
export function routeOf(pathname: string, search = ""): Route | undefined {
  for (const [pattern, route] of PATHS) {
    const match = pattern.exec(pathname);
    if (match) return route(match.groups ?? {}, new URLSearchParams(search));
  }
  return undefined;
}

/** The route of a path that has no page. */
function noPage(pathname: string): Route {
  const slug = /^\/m\/([a-z0-9-]+)\//u.exec(pathname)?.[1];
  return slug === undefined ? { page: "nowhere" } : { page: "missing", slug };
}

/** Whether two routes are one page that only shows something else. */
export function isSamePage(a: Route | undefined, b: Route | undefined): boolean {
  if (!a || !b || a.page !== b.page) return false;
  if (a.page === "pad") return b.page === "pad" && a.padId === b.padId;
  return slugOf(a) === slugOf(b) && !OF_ONE.has(a.page);
}

/** Which meetup a route belongs to; undefined when it is none of a meetup. */
export function slugOf(route: Route): string | undefined {
  return "slug" in route ? route.slug : undefined;
}

/** Pages of one thing: another thing's is another page. */
const OF_ONE = new Set<Route["page"]>(["present", "side-group"]);

/**
 * Calls `show` now and whenever the address changes to one of our pages, or back to the one that this document came
 * with. A browser without the Navigation API loads each page whole instead, which the server answers alike.
 */
export function followAddress(show: (route: Route) => Promise<void>): void {
  let shown = routeOf(location.pathname, location.search) ?? noPage(location.pathname);
  void show(shown);
  globalThis.navigation?.addEventListener("navigate", (event) => {
    const url = new URL(event.destination.url);
    const route =
      routeOf(url.pathname, url.search) ?? (event.destination.sameDocument ? noPage(url.pathname) : undefined);
    // A page of before a deploy stands until one goes on from it: then the server's is loaded whole.
    if (isNewerBuildThere() && !event.destination.sameDocument && !isSamePage(shown, route)) return;
    const isOurs =
      event.canIntercept && !event.hashChange && event.downloadRequest === null && !event.formData && route;
    if (!isOurs || (event.navigationType === "reload" && url.href === location.href)) return;
    const scroll = isSamePage(shown, route) ? "manual" : "after-transition";
    shown = route;
    event.intercept({ focusReset: "manual", scroll, handler: () => show(route) });
  });
}

/** Goes to one of our addresses; `replace` leaves no trace in the history. */
export function goTo(address: string, { replace = false }: { replace?: boolean } = {}): void {
  void comeTo(address, { replace });
}

/** The same. Resolves once the page of the address has been told to show it, or another one overtook it. */
export async function comeTo(address: string, { replace = false }: { replace?: boolean } = {}): Promise<void> {
  if (globalThis.navigation) {
    const { finished } = navigation.navigate(address, { history: replace ? "replace" : "auto" });
    // Rejects when another navigation overtakes this one, which is then the one that counts.
    await finished?.catch(() => undefined);
  } else if (replace) location.replace(address);
  else location.assign(address);
}

function padMode(query: URLSearchParams): PadMode {
  return query.has("history") ? "history" : query.has("read") ? "read" : "write";
}
