/**
 * What the service worker does with a request: a page of the app can be shown without network, a file of the app is
 * kept, and everything else, which is what people say and do, is left alone.
 */
export type Handling = "page" | "built-file" | "plain-file" | "leave";

/** Pages have no dot in their last part: what people take home has one. */
const PAGE = /^\/(?:m\/[a-z0-9-]+(?:\/[A-Za-z0-9_-]+)*\/?)?$/u;
const BUILT_FILE = /^\/assets\/[^/]+$/u;

/** Files of the app whose names stay while what is in them changes. */
export const PLAIN_FILES = ["/theme.js", "/icon.svg"];

/** Decides by the request alone. `origin` is the app's. */
export function handlingOf(
  { method, mode, url }: { method: string; mode: string; url: string },
  origin: string,
): Handling {
  const address = new URL(url);
  if (method !== "GET" || address.origin !== origin) return "leave";
  if (mode === "navigate") return PAGE.test(address.pathname) ? "page" : "leave";
  if (BUILT_FILE.test(address.pathname)) return "built-file";
  return PLAIN_FILES.includes(address.pathname) ? "plain-file" : "leave";
}

/** Which meetup a page belongs to; undefined when it is none of a meetup. */
export function slugOf(url: string): string | undefined {
  return /^\/m\/([a-z0-9-]+)/u.exec(new URL(url).pathname)?.[1];
}

/** How much of a build a cache has: all of it, what notes need with the document that shows them, or less, which shows nothing. */
export type Filled = "all" | "document" | "less";

/**
 * Which of the caches go once that of this build is filled: of those before it all but the newest that is whole, and a
 * newer one that shows something. One that shows nothing takes the place of none, and none goes that came later.
 */
export function cachesToDrop(caches: readonly { name: string; filled: Filled }[], own: string): string[] {
  // In order of making. Pages of the build before are open still, and ask for its files.
  const ours = caches.filter(({ name }) => name.startsWith(CACHE_PREFIX));
  const at = ours.findIndex(({ name }) => name === own);
  const others = ours.filter(({ name }) => name !== own);
  // What was begun after it is the next build's, which may be coming this moment.
  const before = new Set(at < 0 ? others : ours.slice(0, at));
  const whole = others.findLast(({ filled }) => filled === "all");
  const shown = others.findLast(({ filled }) => filled !== "less");
  return others.filter((each) => each !== whole && each !== shown && before.has(each)).map(({ name }) => name);
}

/** What the names of our caches begin with. */
export const CACHE_PREFIX = "midcycle-";
