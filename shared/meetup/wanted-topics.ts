import { cutAfter, placesOf } from "./cut-line.ts";
import { inOrder } from "./ordering.ts";
import type { MeetupView, TopicView } from "./view.ts";

/**
 * Topics that people would come to and that no session and no side group takes: put aside, or below the line where
 * rooms and times run out. Most votes first; in order of number, and without asking for votes, while counts are withheld.
 */
export function wantedTopics(
  view: Pick<MeetupView, "topics" | "rooms" | "slots" | "sessions" | "sideGroups">,
): TopicView[] {
  const places = placesOf(view);
  const ranked = inOrder(view.topics, { by: "votes" });
  const cut = cutAfter(ranked, places);
  // Without rooms and times nothing has a place yet; when all fit, only what was put aside has none.
  const above = new Set(places.fits === 0 ? [] : ranked.slice(0, cut ?? ranked.length).map(({ id }) => id));
  const taken = new Set(view.sideGroups.map(({ topicId }) => topicId));
  return ranked.filter(
    ({ id, status, votes }) =>
      (status === "parked" || (status === "proposed" && !above.has(id))) && !taken.has(id) && votes !== 0,
  );
}
