import type { TopicView } from "../../shared/meetup/view.ts";

export type AgendaSort = "wanted" | "newest";
export type AgendaFilter = "all" | "scheduled" | "side-group" | "proposed";

/** Topic ids in the order a reader asks for; what was withdrawn comes last. Where counts are withheld, by number. */
export function agendaOrder(topics: readonly TopicView[], sort: AgendaSort): string[] {
  const isOut = (topic: TopicView) => Number(topic.status === "withdrawn" || topic.status === "merged");
  const wanted = (a: TopicView, b: TopicView) =>
    (b.votes ?? 0) - (a.votes ?? 0) || (b.support ?? 0) - (a.support ?? 0) || a.number - b.number;
  const newest = (a: TopicView, b: TopicView) => b.number - a.number;
  return topics
    .toSorted((a, b) => isOut(a) - isOut(b) || (sort === "wanted" ? wanted(a, b) : newest(a, b)))
    .map(({ id }) => id);
}

/** What a reader sees while they point at the list: the order as it was, and what waits behind it. */
export interface HeldOrder {
  ids: string[];
  /** How many topics are new, and how many would move. */
  added: number;
  moved: number;
}

/**
 * Holds `held` against `current`: what is gone goes, what is one's own comes in at once, all else
 * waits. A topic counts as moved when its neighbours that were here before are in another order.
 */
export function holdOrder(
  held: readonly string[],
  current: readonly string[],
  isOwn: (id: string) => boolean,
): HeldOrder {
  const now = new Set(current);
  const before = new Set(held);
  const ids = [...held.filter((id) => now.has(id)), ...current.filter((id) => !before.has(id) && isOwn(id))];
  const shown = new Set(ids);
  const added = current.filter((id) => !shown.has(id)).length;
  return {
    ids,
    added,
    moved: movedBetween(
      ids,
      current.filter((id) => shown.has(id)),
    ),
  };
}

/** The fewest items that have to be picked up to bring one order into the other. */
function movedBetween(from: readonly string[], to: readonly string[]): number {
  const at = new Map(to.map((id, index) => [id, index]));
  // What is in rising order already can stay: the longest such run, found by its lowest possible ends.
  const ends: number[] = [];
  for (const id of from) {
    const index = at.get(id) ?? 0;
    const place = ends.findIndex((end) => end >= index);
    if (place < 0) ends.push(index);
    else ends[place] = index;
  }
  return from.length - ends.length;
}

/** Whether a topic passes the filter and the words looked for. */
export function isLookedFor(topic: TopicView, filter: AgendaFilter, words: string): boolean {
  if (filter !== "all" && topic.status !== filter) return false;
  const text = `${topic.title} ${topic.tags.join(" ")} ${topic.description}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
