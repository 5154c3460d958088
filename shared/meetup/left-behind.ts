import type { Comment, MeetupState, SideGroup, Topic } from "./meetup-state.ts";
import type { LeftBehindView, PersonView } from "./view.ts";

/** What somebody has left that nobody else has a part in: their comments, and side groups in which nobody else was or wrote. */
export function leftBehindBy(
  state: MeetupState,
  personId: string,
): { comments: { topic: Topic; comment: Comment }[]; sideGroups: SideGroup[] } {
  const comments = [...state.topics.values()].flatMap((topic) =>
    topic.comments.flatMap((comment) => (comment.by === personId ? { topic, comment } : [])),
  );
  return { comments, sideGroups: groupsAlone(state, ({ host }) => host === personId) };
}

/** The same in numbers, for each who was removed and has left any, also where it is put aside. */
export function leftBehind(
  state: MeetupState,
  nameOf: (personId: string) => PersonView | undefined,
): Record<string, LeftBehindView> {
  const { removed, putAside } = state;
  const all: Record<string, LeftBehindView> = {};
  const of = (id: string) =>
    (all[id] ??= { person: nameOf(id) ?? null, comments: 0, sideGroups: 0, isPutAside: putAside.has(id) });
  for (const { comments } of state.topics.values())
    for (const { by } of comments) if (removed.has(by)) of(by).comments += 1;
  for (const { host } of groupsAlone(state, (group) => removed.has(group.host))) of(host).sideGroups += 1;
  for (const id of removed.keys()) {
    const aside = putAside.get(id);
    if (aside) Object.assign(of(id), { comments: aside.comments.length, sideGroups: aside.sideGroups.size });
  }
  return all;
}

/** The pads of a meetup but those of side groups that were put aside, which whoever knows their address can still read. */
export function padIdsOf({ pads, putAside }: MeetupState): string[] {
  const hidden = new Set<string>();
  for (const { sideGroups } of putAside.values()) for (const { padId } of sideGroups.values()) hidden.add(padId);
  // A topic's pad stays with the topic.
  return [...pads].flatMap(([padId, { kind }]) => (kind === "sideGroup" && hidden.has(padId) ? [] : padId));
}

/** Of these side groups those that have ended, in which nobody but their host was, wrote, or went on from another one. */
function groupsAlone(state: MeetupState, isMeant: (group: SideGroup) => boolean): SideGroup[] {
  const all = [...state.sideGroups.values()];
  const goneOnIn = new Set(all.map(({ mergedInto }) => mergedInto));
  return all.filter((group) => {
    const { id, host, padId } = group;
    if (!group.ended || !isMeant(group) || goneOnIn.has(id)) return false;
    const isOwnPad = state.pads.get(padId)?.kind === "sideGroup";
    const others = [...group.members, ...(isOwnPad ? (state.writers.get(padId) ?? []) : [])];
    return others.every((each) => each === host);
  });
}
