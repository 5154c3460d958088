import type { Change, ChangeKind, TallyRow } from "../protocol/changes.ts";
import { cutOf } from "./cut-coverage.ts";
import { handsViewOf } from "./hands.ts";
import type { Touch } from "./touch.ts";
import { talliesWithheld, type MeetupState } from "./meetup-state.ts";
import { talliesOf } from "./topic-facts.ts";
import {
  crowdOf,
  meetupFactsOf,
  namesOf,
  peopleCountsOf,
  publishedOf,
  sessionViewOf,
  sideGroupViewOf,
  topicViewOf,
  type NameOf,
  type Reader,
} from "./view-of.ts";

/**
 * What was touched, as the state shows it now: final values, so that several touches of one thing
 * cost one change. Names come first, so that no change speaks of a person a replica can't name.
 */
export function changesOf(state: MeetupState, touched: Iterable<Touch>, nameOf: NameOf, reader: Reader): Change[] {
  const all = new Set(touched);
  const changes: Change[] = [];
  const set = (kind: ChangeKind, id: string, value: object | undefined) =>
    changes.push(value ? { kind, id, set: { ...value } } : { kind, id, gone: true });

  if (all.has("meetup")) changes.push({ kind: "meetup", set: { ...meetupFactsOf(state) } });
  if (all.has("people") || all.has("names") || all.has("crowd")) {
    const names = all.has("names") ? { organizers: [...state.organizers], names: namesOf(state, nameOf, reader) } : {};
    const crowd = all.has("crowd") ? { crowd: crowdOf(state) } : {};
    changes.push({ kind: "people", set: { ...peopleCountsOf(state), ...crowd, ...names } });
  }
  for (const id of idsOf(all, "room")) set("room", id, state.rooms.get(id));
  for (const id of idsOf(all, "slot")) set("slot", id, state.slots.get(id));
  for (const id of idsOf(all, "topic")) {
    const topic = state.topics.get(id);
    set("topic", id, topic && topicViewOf(state, topic));
  }
  for (const id of idsOf(all, "session")) {
    const session = state.sessions.get(id);
    set("session", id, session && sessionViewOf(state, session));
  }
  for (const id of idsOf(all, "sideGroup")) {
    const group = state.sideGroups.get(id);
    set("sideGroup", id, group && sideGroupViewOf(state, group, reader));
  }
  for (const id of idsOf(all, "hands")) {
    const hands = state.hands.get(id);
    set("hands", id, hands && handsViewOf(hands, state.removed));
  }
  for (const id of idsOf(all, "announcement")) set("announcement", id, state.announcements.get(id));
  const rows: TallyRow[] = [];
  for (const id of talliesWithheld(state) ? [] : idsOf(all, "tallies")) {
    const topic = state.topics.get(id);
    if (!topic || all.has(`topic:${id}`)) continue;
    const { votes, picks, shown } = talliesOf(state, topic);
    rows.push([id, votes, picks, shown]);
  }
  if (rows.length > 0) changes.push({ kind: "tallies", rows });
  const published = all.has("schedule") ? publishedOf(state) : {};
  const cut = mayMoveCut(state, all) ? { cut: cutOf(state) } : {};
  const schedule = { ...published, ...cut };
  if (Object.keys(schedule).length > 0) changes.push({ kind: "schedule", set: schedule });
  return changes;
}

/** Whether the line, or whom it leaves out, may be another one now. */
function mayMoveCut(state: MeetupState, touched: ReadonlySet<Touch>): boolean {
  if (touched.has("meetup")) return true;
  const kinds = new Set([...touched].map((touch) => touch.split(":")[0]));
  if (kinds.has("room") || kinds.has("slot")) return true;
  // Without a place there is no line, and while tallies are withheld no vote may show.
  if (state.rooms.size === 0 || state.slots.size === 0 || talliesWithheld(state)) return false;
  return ["topic", "session", "sideGroup", "tallies"].some((kind) => kinds.has(kind));
}

function idsOf(touched: Set<Touch>, kind: string): string[] {
  const prefix = `${kind}:`;
  return [...touched].filter((touch) => touch.startsWith(prefix)).map((touch) => touch.slice(prefix.length));
}
