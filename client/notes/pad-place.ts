import type { MeetupView, SessionView, SideGroupView } from "../../shared/meetup/view.ts";

/** What a pad belongs to: a session before a side group before a topic, since each takes over the pad of the one before. */
export interface PadPlace {
  kind: "session" | "side group" | "topic" | "unknown";
  title: string;
  session: SessionView | undefined;
  sideGroup: SideGroupView | undefined;
  /** The topics it is about: one as a rule, several for a session of several. */
  topics: { number: number; title: string }[];
  /** Who moderates or hosts, by name. */
  leads: string[];
  /** Whether it can only be read, for now. */
  isLocked: boolean;
  /** Who locked it, by name, where that is known. */
  lockedBy: string | undefined;
  /** Other pads about the same topics. */
  related: { padId: string; kind: "session" | "side group" | "topic"; title: string }[];
}

/** Where a pad belongs in a meetup; `unknown` when nothing in the view has it. */
export function padPlace(view: MeetupView, padId: string): PadPlace {
  const session = view.sessions.find((each) => each.padId === padId);
  const sideGroup = view.sideGroups.find((each) => each.padId === padId);
  const own = view.topics.filter((each) => each.padId === padId);
  const topicIds = new Set([
    ...own.map(({ id }) => id),
    ...(session?.topicIds ?? []),
    ...(sideGroup?.topicId ? [sideGroup.topicId] : []),
  ]);
  const topics = view.topics.filter(({ id }) => topicIds.has(id));
  const [topic] = own;
  const name = (id: string) => view.people.names[id]?.name;
  const leads = session
    ? session.moderators.map((each) => ("personId" in each ? name(each.personId) : each.name))
    : [sideGroup && name(sideGroup.host)];
  const locker = [session, sideGroup, topic].find((each) => each?.locked === true);
  return {
    kind: session ? "session" : sideGroup ? "side group" : topic ? "topic" : "unknown",
    title: session?.title ?? sideGroup?.title ?? topic?.title ?? "Notes",
    session,
    sideGroup: session ? undefined : sideGroup,
    topics: topics.map(({ number, title }) => ({ number, title })),
    leads: leads.filter((each) => each !== undefined),
    isLocked: locker !== undefined,
    lockedBy: locker?.lockedBy ? name(locker.lockedBy) : undefined,
    related: relatedPads(view, padId, topicIds, session?.id ?? sideGroup?.sessionId ?? undefined),
  };
}

/** Whether someone may lock and unlock a pad: organizers, the session's moderators, the side group's host. */
export function mayLock({ session, sideGroup }: PadPlace, me: { id: string; role: string } | null): boolean {
  if (!me) return false;
  const moderates = session?.moderators.some((each) => "personId" in each && each.personId === me.id);
  return me.role === "organizer" || moderates === true || sideGroup?.host === me.id;
}

/** Who may do that, in words. */
export function lockersOf({ kind, leads }: PadPlace): string {
  const names = leads.join(" and ");
  return kind !== "topic" && names !== "" ? `${names} or an organizer` : "An organizer";
}

/** Those about the same topics, and a session with the side groups that came out of it. */
function relatedPads(
  view: MeetupView,
  padId: string,
  topicIds: ReadonlySet<string>,
  sessionId: string | undefined,
): PadPlace["related"] {
  const isOfSession = (id: string | null) => sessionId !== undefined && id === sessionId;
  const merged = new Set(
    view.sideGroups.filter((each) => each.padId === padId).flatMap(({ id, mergedInto }) => [id, mergedInto]),
  );
  const isMergedWith = ({ id, mergedInto }: SideGroupView) =>
    merged.has(id) || (mergedInto !== null && merged.has(mergedInto));
  const found: PadPlace["related"] = [
    ...view.sessions
      .filter((each) => isOfSession(each.id) || each.topicIds.some((id) => topicIds.has(id)))
      .map((each) => ({ ...each, kind: "session" as const })),
    ...view.sideGroups
      .filter(
        (each) =>
          isOfSession(each.sessionId) || isMergedWith(each) || (each.topicId !== null && topicIds.has(each.topicId)),
      )
      .map((each) => ({ ...each, kind: "side group" as const })),
    ...view.topics.filter((each) => topicIds.has(each.id)).map((each) => ({ ...each, kind: "topic" as const })),
  ];
  const seen = new Set([padId, ""]);
  return found.flatMap(({ padId: id, kind, title }) =>
    seen.has(id) ? [] : (seen.add(id), [{ padId: id, kind, title }]),
  );
}
