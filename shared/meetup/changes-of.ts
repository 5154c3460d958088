import type { Change, ChangeKind, TallyRow } from "../protocol/changes.ts";
import { cutOf } from "./cut-coverage.ts";
import { handsViewOf } from "./hands.ts";
import type { Touch } from "./touch.ts";
import type { MeetupState } from "./meetup-state.ts";
import { talliesWithheld } from "./tallies-withheld.ts";
import { TopicFacts } from "./topic-facts.ts";
import { meetupFactsOf, publishedOf } from "./view-of.ts";
import { announcementViewOf, roomViewOf, sessionViewOf, sideGroupViewOf, slotViewOf } from "./view-of/day-view-of.ts";
import { crowdOf, namesOf, peopleCountsOf, type NameOf, type Reader } from "./view-of/people-view-of.ts";
import { lastTimeViewOf, takenHomeViewOf } from "./view-of/taken-home-view-of.ts";
import { countsOf, topicViewOf } from "./view-of/topic-view-of.ts";

/** What was touched, as this reader may see it, see `changesFor`. */
export function changesOf(state: MeetupState, touched: Iterable<Touch>, nameOf: NameOf, reader: Reader): Change[] {
  return changesFor(state, touched, nameOf)(reader);
}

/**
 * What was touched, as the state shows it now: final values, so that several touches of one thing
 * cost one change. Names come first, so that no change speaks of a person a replica can't name. Worked out once for all
 * readers but for what they see differently; to be asked before the state changes.
 */
export function changesFor(state: MeetupState, touched: Iterable<Touch>, nameOf: NameOf): (reader: Reader) => Change[] {
  const all = new Set(touched);
  const ids = idsByKind(all);
  const facts = new TopicFacts(state);
  const each = (kind: TouchedKind, look: (id: string) => object | undefined): Change[] =>
    (ids.get(kind) ?? []).map((id) => {
      const value = look(id);
      return value ? { kind: kind as ChangeKind, id, set: { ...value } } : { kind: kind as ChangeKind, id, gone: true };
    });

  const meetup: Change[] = all.has("meetup") ? [{ kind: "meetup", set: { ...meetupFactsOf(state) } }] : [];
  const counts =
    all.has("people") || all.has("names") || all.has("crowd")
      ? { ...peopleCountsOf(state), ...(all.has("crowd") && { crowd: crowdOf(state) }) }
      : undefined;
  const agenda = [
    ...each("room", (id) => see(state.rooms.get(id), roomViewOf)),
    ...each("slot", (id) => see(state.slots.get(id), slotViewOf)),
    ...each("topic", (id) => see(state.topics.get(id), (topic) => topicViewOf(state, topic, facts))),
    ...each("session", (id) => see(state.sessions.get(id), (session) => sessionViewOf(state, session))),
  ];
  const rest: Change[] = [
    ...each("hands", (id) => see(state.hands.get(id), (hands) => handsViewOf(hands, state.removed))),
    ...each("announcement", (id) => see(state.announcements.get(id), announcementViewOf)),
    ...(all.has("takenHome") ? [{ kind: "takenHome" as const, set: { ...takenHomeViewOf(state) } }] : []),
    ...(all.has("lastTime") ? [{ kind: "lastTime" as const, set: { ...lastTimeViewOf(state) } }] : []),
  ];
  for (const id of ids.get("counts") ?? []) {
    const topic = state.topics.get(id);
    if (topic && !all.has(`topic:${id}`)) rest.push({ kind: "topic", id, set: { ...countsOf(state, topic, facts) } });
  }
  const rows: TallyRow[] = [];
  for (const id of talliesWithheld(state) ? [] : (ids.get("tallies") ?? [])) {
    const topic = state.topics.get(id);
    if (!topic || all.has(`topic:${id}`) || all.has(`counts:${id}`)) continue;
    const { votes, picks, shown } = facts.talliesOf(topic);
    rows.push([id, votes, picks, shown]);
  }
  if (rows.length > 0) rest.push({ kind: "tallies", rows });
  const published = all.has("schedule") ? publishedOf(state) : {};
  const cut = mayMoveCut(state, all, ids) ? { cut: cutOf(state, facts) } : {};
  const schedule = { ...published, ...cut };
  if (Object.keys(schedule).length > 0) rest.push({ kind: "schedule", set: schedule });

  return (reader) => {
    const names = all.has("names") ? { organizers: [...state.organizers], names: namesOf(state, nameOf, reader) } : {};
    return [
      ...meetup,
      ...(counts ? [{ kind: "people" as const, set: { ...counts, ...names } }] : []),
      ...agenda,
      ...each("sideGroup", (id) => see(state.sideGroups.get(id), (group) => sideGroupViewOf(state, group, reader))),
      ...rest,
    ];
  };
}

/** Whether the line, or whom it leaves out, may be another one now. */
function mayMoveCut(state: MeetupState, touched: ReadonlySet<Touch>, ids: IdsByKind): boolean {
  if (touched.has("meetup") || ids.has("room") || ids.has("slot")) return true;
  // Without a place there is no line, and while tallies are withheld no vote may show.
  if (state.rooms.size === 0 || state.slots.size === 0 || talliesWithheld(state)) return false;
  const kinds = ["topic", "session", "sideGroup", "counts", "tallies"] as const;
  return touched.has("cut") || kinds.some((kind) => ids.has(kind));
}

/** The kinds of touches that name what was touched. */
type TouchedKind = Touch extends infer Each ? (Each extends `${infer Kind}:${string}` ? Kind : never) : never;
type IdsByKind = ReadonlyMap<TouchedKind, string[]>;

function idsByKind(touched: ReadonlySet<Touch>): IdsByKind {
  const ids = new Map<TouchedKind, string[]>();
  for (const touch of touched) {
    const colon = touch.indexOf(":");
    if (colon < 0) continue;
    const [kind, id] = [touch.slice(0, colon) as TouchedKind, touch.slice(colon + 1)];
    const known = ids.get(kind);
    if (known) known.push(id);
    else ids.set(kind, [id]);
  }
  return ids;
}

function see<T>(value: T | undefined, look: (value: T) => object): object | undefined {
  return value && look(value);
}
