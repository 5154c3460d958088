import { isOut, bestFirst, type Ranked } from "./ordering.ts";
import type { MeetupView, SessionView, SlotView } from "./view.ts";

/** The places that a schedule has: rooms times the slots meant for sessions. */
export interface Places {
  /** How many sessions fit in all. */
  fits: number;
  /** How many of these places no session has yet. */
  free: number;
}

/** What decides how many sessions fit. */
export interface Venue {
  rooms: readonly { id: string }[];
  slots: readonly Pick<SlotView, "id" | "kind" | "startsAt">[];
  sessions: readonly Pick<SessionView, "roomId" | "slotId">[];
}

/** How many sessions the rooms and slots of a meetup hold. */
export function placesOf({ rooms, slots, sessions }: Venue): Places {
  const inRooms = new Set(rooms.map(({ id }) => id));
  const inSlots = new Set(slots.filter(({ kind }) => kind === "sessions").map(({ id }) => id));
  const used = new Set<string>();
  for (const { roomId, slotId } of sessions)
    if (inRooms.has(roomId) && inSlots.has(slotId)) used.add(`${roomId} ${slotId}`);
  const fits = inRooms.size * inSlots.size;
  return { fits, free: fits - used.size };
}

/**
 * How many of these topics, best first, stand above the line where places run out. Topics on the agenda have their
 * place wherever they rank; each other one takes a free place. Undefined when there are no places yet, or everything
 * fits.
 */
export function cutAfter(topics: readonly Ranked[], { fits, free }: Places): number | undefined {
  if (fits === 0) return undefined;
  let left = free;
  const first = topics.findIndex((topic) => takesPlace(topic) && (left -= 1) < 0);
  return first < 0 ? undefined : first;
}

/** Topics that few have seen yet, and those liked so much that they make the cut by support, though not by votes. */
export function lateButWanted(view: Pick<MeetupView, "topics" | "rooms" | "slots" | "sessions">): Set<string> {
  const places = placesOf(view);
  const placed = (by: "votes" | "support") => aboveCut(bestFirst(view.topics, by), places);
  const byVotes = placed("votes");
  if (!byVotes) return new Set();
  return new Set([...(placed("support") ?? [])].filter((id) => !byVotes.has(id)));
}

/** The ids of those that get a free place; undefined when all do, or there are none to get. */
export function aboveCut(topics: readonly Ranked[], places: Places): Set<string> | undefined {
  const cut = cutAfter(topics, places);
  if (cut === undefined) return undefined;
  return new Set(
    topics
      .slice(0, cut)
      .filter(takesPlace)
      .map(({ id }) => id),
  );
}

/** Whether a topic waits for a place on the agenda. */
export function takesPlace(topic: Ranked): boolean {
  return !isOut(topic) && topic.status !== "scheduled" && topic.status !== "parked";
}
