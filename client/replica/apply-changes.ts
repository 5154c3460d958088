import { wilsonLowerBound } from "../../shared/meetup/ranking.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import type { Change, TallyRow } from "../../shared/protocol/changes.ts";

/** The lists of a view, by the kind of change that speaks of their things. */
const LISTS = {
  topic: "topics",
  room: "rooms",
  slot: "slots",
  session: "sessions",
  sideGroup: "sideGroups",
  hands: "hands",
  announcement: "announcements",
} as const;

/** What a view has one of. */
const PARTS = ["meetup", "people", "schedule", "takenHome", "lastTime"] as const;

type Thing = { id: string };

/**
 * The view after these changes, "deleted" when the meetup is gone. What didn't change keeps its
 * identity; changes of a kind that this page doesn't know yet are passed over.
 */
export function applyChanges(view: MeetupView, changes: readonly Change[]): MeetupView | "deleted" {
  let next = view;
  for (const change of changes) {
    if (change.kind === "tallies") next = { ...next, topics: withTallies(next.topics, change.rows) };
    else if (isPart(change.kind)) {
      if ("gone" in change) return "deleted";
      next = { ...next, [change.kind]: { ...next[change.kind], ...change.set } };
    } else if (change.kind in LISTS && change.id !== undefined) {
      const list = LISTS[change.kind];
      const things = "gone" in change ? without(next[list], change.id) : withSet(next[list], change.id, change.set);
      next = { ...next, [list]: things };
    }
  }
  return next;
}

function isPart(kind: string): kind is (typeof PARTS)[number] {
  return (PARTS as readonly string[]).includes(kind);
}

function without(things: readonly Thing[], id: string): readonly Thing[] {
  return things.filter((thing) => thing.id !== id);
}

function withSet(things: readonly Thing[], id: string, set: Record<string, unknown>): readonly Thing[] {
  const at = things.findIndex((thing) => thing.id === id);
  return at < 0 ? [...things, { ...set, id }] : things.with(at, { ...things[at], ...set, id });
}

function withTallies(topics: MeetupView["topics"], rows: readonly TallyRow[]): MeetupView["topics"] {
  const byId = new Map(rows.map((row) => [row[0], row]));
  return topics.map((topic) => {
    const row = byId.get(topic.id);
    if (!row) return topic;
    const [, votes, picks, shown] = row;
    return { ...topic, votes, picks, shown, support: wilsonLowerBound(votes, shown) };
  });
}
