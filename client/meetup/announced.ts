import { deviceStorage } from "../look/device-storage.ts";

/** At most this many are remembered; older news is not told again, as it is over by then. */
const MOST = 300;
const KEY = "midcycle.told";
/** For devices that keep nothing: at least once a page. */
const told = new Set<string>();

/** Whether this device has not told something yet; from now on it has, also for pages to come. */
export function isNews(what: string): boolean {
  if (told.has(what)) return false;
  told.add(what);
  const storage = deviceStorage();
  const before = read(storage);
  if (before.includes(what)) return false;
  try {
    storage?.setItem(KEY, JSON.stringify([...before, what].slice(-MOST)));
  } catch {
    // Full or forbidden: this page still knows.
  }
  return true;
}

function read(storage: Storage | undefined): string[] {
  try {
    const list: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}
