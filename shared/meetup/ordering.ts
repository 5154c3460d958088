import type { Maturity, Scale } from "./lens.ts";
import type { TopicView } from "./view.ts";

/**
 * The orders of the agenda. While people vote, the list of each is shuffled for them alone, so that being
 * proposed first or liked early earns nothing; whoever wants ranks asks for one of the others.
 */
export type Ordering =
  /** One's own shuffle: new and least shown topics first. */
  | { by: "yours"; seed: string; before?: readonly string[] }
  | { by: "number" | "newest" | "votes" | "support" }
  /** Votes of some groups only. */
  | { by: "groups"; groups: Groups };

/** Some groups of one lens. */
export type Groups = { lens: "scale"; shown: readonly Scale[] } | { lens: "maturity"; shown: readonly Maturity[] };

/** The topics in this order; withdrawn and merged ones last. Ties go by votes, then to who was first. */
export function inOrder(topics: readonly TopicView[], ordering: Ordering): TopicView[] {
  const kept = topics.filter((topic) => !isOut(topic));
  const out = topics.filter(isOut).toSorted(byNumber);
  return [...sorted(kept, ordering), ...out];
}

/** What decides a topic's rank. */
export type Ranked = Pick<TopicView, "id" | "number" | "status" | "votes" | "support">;

/** Topics by what ranks them for everyone. */
export function bestFirst<T extends Ranked>(topics: readonly T[], by: "votes" | "support"): T[] {
  return topics.toSorted(by === "votes" ? byVotes : bySupport);
}

/** Withdrawn, or merged into another topic: nothing to vote for. */
export function isOut({ status }: Pick<TopicView, "status">): boolean {
  return status === "withdrawn" || status === "merged";
}

/** How many voters of these groups there are; withheld counts count as none. */
export function votesOfGroups({ lens }: TopicView, { lens: kind, shown }: Groups): number {
  const cells: Record<string, number | null> = lens?.[kind] ?? {};
  return shown.reduce((sum, group) => sum + (cells[group] ?? 0), 0);
}

function sorted(topics: readonly TopicView[], ordering: Ordering): TopicView[] {
  switch (ordering.by) {
    case "yours":
      return shuffled(topics, ordering);
    case "number":
      return topics.toSorted(byNumber);
    case "newest":
      return topics.toSorted((a, b) => b.number - a.number);
    case "votes":
    case "support":
      return bestFirst(topics, ordering.by);
    case "groups": {
      const votes = new Map(topics.map((topic) => [topic, votesOfGroups(topic, ordering.groups)]));
      return topics.toSorted((a, b) => votes.get(b)! - votes.get(a)! || byVotes(a, b));
    }
  }
}

/**
 * The order in which one person goes through the topics. Those in `before` stay as they were, since a list that
 * reshuffles itself can't be read; the others come in front of them, those that few have seen first.
 */
function shuffled(topics: readonly TopicView[], { seed, before = [] }: { seed: string; before?: readonly string[] }) {
  const place = new Map(before.map((id, at) => [id, at]));
  const average = topics.reduce((sum, { shown }) => sum + (shown ?? 0), 0) / Math.max(1, topics.length);
  const keyed = topics.map((topic) => {
    const at = place.get(topic.id);
    const isSeldomShown = (topic.shown ?? 0) < average / 2;
    return { topic, group: at === undefined ? (isSeldomShown ? 0 : 1) : 2, key: at ?? lot(`${seed} ${topic.id}`) };
  });
  return keyed
    .toSorted((a, b) => a.group - b.group || a.key - b.key || byNumber(a.topic, b.topic))
    .map(({ topic }) => topic);
}

function bySupport(a: Ranked, b: Ranked): number {
  return (b.support ?? 0) - (a.support ?? 0) || byVotes(a, b);
}

function byVotes(a: Ranked, b: Ranked): number {
  return (b.votes ?? 0) - (a.votes ?? 0) || (b.support ?? 0) - (a.support ?? 0) || byNumber(a, b);
}

function byNumber(a: Ranked, b: Ranked): number {
  return a.number - b.number;
}

/** A lot drawn by the text: FNV-1a, then mixed so that texts alike don't stand together. A 32-bit number. */
function lot(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
