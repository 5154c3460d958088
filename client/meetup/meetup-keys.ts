import { whenLoaded } from "../look/when-loaded.ts";
import { singleKey } from "../look/single-keys.ts";
import { takeBack } from "../look/toast.ts";
import { goTo } from "../routes.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** The second key of two has to follow within this time. Milliseconds. */
const PAIR_MS = 1500;
const PAGES: Record<string, string> = {
  a: "",
  s: "/schedule",
  g: "/side-groups",
  d: "/my-day",
  y: "/you",
  r: "/report",
};

/** A key that is held takes back one thing. */
function takeBackOnce({ repeat }: KeyboardEvent): void {
  if (!repeat) takeBack();
}

/** The keys that do the same on every page of a meetup: `?` shows all keys, `G` and another goes to a page, `Z` takes back. */
export function listenForMeetupKeys(replicaNow: () => MeetupReplica | undefined): void {
  let wasG = Number.NEGATIVE_INFINITY;
  addEventListener("keydown", (event) => {
    const replica = replicaNow();
    const key = replica && singleKey(event);
    if (!replica || key === undefined) return;
    const page = event.timeStamp - wasG < PAIR_MS ? PAGES[key.toLowerCase()] : undefined;
    wasG = page === undefined && key.toLowerCase() === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (page !== undefined) goTo(`/m/${replica.slug}${page}`);
    else if (key === "z") takeBackOnce(event);
    else if (key === "?") whenLoaded(import("./keys-dialog.ts"), (code) => code.openKeys());
    else return;
    event.preventDefault();
  });
}
