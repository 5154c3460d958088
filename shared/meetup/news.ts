import type { MeetupState } from "./meetup-state.ts";
import { sessionsToCome, SOON_MS } from "./now.ts";
import type { Touch } from "./touch.ts";
import type { AnnouncementView, SessionView, SideGroupView } from "./view.ts";
import { publishedOf } from "./view-of.ts";
import { sessionViewOf, sideGroupViewOf } from "./view-of/day-view-of.ts";

/** Something that people elsewhere want to hear of, as everybody may see it. */
export type News =
  | { type: "session.started"; session: SessionView }
  | { type: "session.ended"; session: SessionView }
  | { type: "session.full"; session: SessionView }
  | { type: "session.soon"; session: SessionView }
  | { type: "session.scheduled"; session: SessionView }
  | { type: "session.cancelled"; session: SessionView }
  /** `was`: where and when it had been before. */
  | { type: "session.moved"; session: SessionView; was: SessionView }
  | { type: "session.extended"; session: SessionView; was: SessionView }
  | { type: "sideGroup.started"; sideGroup: SideGroupView }
  | { type: "sideGroup.ended"; sideGroup: SideGroupView }
  | { type: "sideGroup.moved"; sideGroup: SideGroupView; was: SideGroupView }
  | { type: "announcement.added"; announcement: AnnouncementView }
  | { type: "schedule.published"; schedule: ReturnType<typeof publishedOf> };

/**
 * Tells what is new by comparing what was touched with how it stood before: whichever fact changed
 * it, and however many at once, each thing is told once. It keeps what it has seen, not the state.
 */
export class NewsWatch {
  readonly #sessions = new Map<string, SessionView>();
  readonly #groups = new Map<string, SideGroupView>();
  readonly #announcements = new Set<string>();
  #version = 0;

  /** Takes everything in `state` as known. */
  constructor(state: MeetupState) {
    for (const session of state.sessions.values()) this.#sessions.set(session.id, sessionViewOf(state, session));
    for (const group of state.sideGroups.values())
      this.#groups.set(group.id, sideGroupViewOf(state, group, "nameless"));
    for (const id of state.announcements.keys()) this.#announcements.add(id);
    this.#version = publishedOf(state).version;
  }

  /** What is new in `state`, in which only `touched` has changed since it was looked at last. */
  look(state: MeetupState, touched: Iterable<Touch>): News[] {
    const news: News[] = [];
    for (const touch of touched) {
      const [kind, id = ""] = touch.split(":");
      if (kind === "session") news.push(...this.#session(state, id));
      else if (kind === "sideGroup") news.push(...this.#sideGroup(state, id));
      else if (kind === "announcement") news.push(...this.#announcement(state, id));
    }
    const schedule = publishedOf(state);
    if (schedule.version !== this.#version) news.push({ type: "schedule.published", schedule });
    this.#version = schedule.version;
    return news;
  }

  #session(state: MeetupState, id: string): News[] {
    const was = this.#sessions.get(id);
    const present = state.sessions.get(id);
    const session = present && sessionViewOf(state, present);
    if (session) this.#sessions.set(id, session);
    else this.#sessions.delete(id);
    if (!session) return was && isForAll(state) ? [{ type: "session.cancelled", session: was }] : [];
    if (!was) return isForAll(state) ? [{ type: "session.scheduled", session }] : [];
    const news: News[] = [];
    const isMoved = session.roomId !== was.roomId || !sameInstant(session.startsAt, was.startsAt);
    if (isMoved && isForAll(state)) news.push({ type: "session.moved", session, was });
    else if (!isMoved && !sameInstant(session.endsAt, was.endsAt) && isForAll(state))
      news.push({ type: "session.extended", session, was });
    if (session.state !== was.state && session.state === "running") news.push({ type: "session.started", session });
    if (session.state !== was.state && session.state === "done") news.push({ type: "session.ended", session });
    if (session.full !== was.full) news.push({ type: "session.full", session });
    return news;
  }

  #sideGroup(state: MeetupState, id: string): News[] {
    const was = this.#groups.get(id);
    const present = state.sideGroups.get(id);
    if (!present) return [];
    const sideGroup = sideGroupViewOf(state, present, "nameless");
    this.#groups.set(id, sideGroup);
    const isBack = was?.state === "ended" && sideGroup.state === "open";
    if (!was || isBack) return [{ type: "sideGroup.started", sideGroup }];
    if (was.state !== sideGroup.state && sideGroup.state === "ended") return [{ type: "sideGroup.ended", sideGroup }];
    const isMoved = was.place !== sideGroup.place || was.startsAt !== sideGroup.startsAt;
    return isMoved ? [{ type: "sideGroup.moved", sideGroup, was }] : [];
  }

  #announcement(state: MeetupState, id: string): News[] {
    const announcement = state.announcements.get(id);
    if (!announcement || this.#announcements.has(id)) return [];
    this.#announcements.add(id);
    return [{ type: "announcement.added", announcement: { ...announcement } }];
  }
}

/** Whether changes of the schedule are told: not while organizers still make it. */
function isForAll(state: MeetupState): boolean {
  return state.facts.phase === "running" || publishedOf(state).published;
}

/** Sessions that start within five minutes, and when the next of the others comes to that; instants in milliseconds since 1970. */
export function startingSoon(state: MeetupState, at: number): { soon: SessionView[]; next: number | undefined } {
  if (state.facts.phase === "closed") return { soon: [], next: undefined };
  const all = [...state.sessions.values()].map((session) => sessionViewOf(state, session));
  const toCome = sessionsToCome(all, at);
  const dueAt = (session: SessionView) => Date.parse(session.startsAt) - SOON_MS;
  const later = toCome.map(dueAt).filter((due) => due > at);
  return {
    soon: toCome.filter((session) => dueAt(session) <= at),
    next: later.length === 0 ? undefined : Math.min(...later),
  };
}

function sameInstant(a: string, b: string): boolean {
  return Date.parse(a) === Date.parse(b);
}
