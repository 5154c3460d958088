import { keep, keptJson } from "../look/device-storage.ts";

/** At most this many are remembered; older news is not told again, as it is over by then. */
const MOST = 300;
const KEY = "midcycle.told";
/** For devices that keep nothing: at least once a page. */
const told = new Set<string>();

/** Whether this device has not told something yet; from now on it has, also for pages to come. */
export function isNews(what: string): boolean {
  if (told.has(what)) return false;
  told.add(what);
  const list = keptJson(KEY);
  const before: unknown[] = Array.isArray(list) ? list : [];
  if (before.includes(what)) return false;
  keep(KEY, JSON.stringify([...before, what].slice(-MOST)));
  return true;
}
