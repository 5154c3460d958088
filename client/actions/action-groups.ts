import type { MeetupView } from "../../shared/meetup/view.ts";
import type { ListedAction } from "../../shared/notes/action-list.ts";
import { padPlace } from "../notes/pad-place.ts";

/** By what a list of actions is put together. */
export type GroupedBy = "session" | "person";

/** Actions under one heading. */
export interface ActionGroup {
  /** Stays while the group does. */
  key: string;
  title: string;
  /** The notes that they are all in; undefined for a person's. */
  padId: string | undefined;
  /** They are the reader's own. */
  isMine: boolean;
  actions: ListedAction[];
}

/**
 * Actions by what they came out of, sessions in order of time before side groups before topics; or by who is to do
 * them, the reader (`me`, a name) first and nobody last. Within a group they stay in order of notes and line.
 */
export function actionGroups(
  view: MeetupView,
  actions: readonly ListedAction[],
  { by, me }: { by: GroupedBy; me: string | undefined },
): ActionGroup[] {
  const inOrder = actions.toSorted((a, b) => placeInDay(view, a.padId).localeCompare(placeInDay(view, b.padId)));
  if (by === "session")
    return [...Map.groupBy(inOrder, ({ padId }) => padId)].map(([padId, all]) => ({
      key: padId,
      title: padPlace(view, padId).title,
      padId,
      isMine: false,
      actions: all,
    }));
  const groups = [...Map.groupBy(inOrder, ({ owner }) => owner?.toLowerCase() ?? "")].map(([key, all]) => ({
    key,
    title: all[0]?.owner ?? "Nobody yet",
    padId: undefined,
    isMine: isNamed(all[0], me),
    actions: all,
  }));
  const rank = ({ key, isMine }: ActionGroup) => (isMine ? 0 : key === "" ? 2 : 1);
  return groups.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

/** Whether an action is this reader's, by their name. */
export function isNamed(action: Pick<ListedAction, "owner"> | undefined, me: string | undefined): boolean {
  return me !== undefined && action?.owner?.toLowerCase() === me.toLowerCase();
}

/** Sorts as the meetup goes: sessions by time, then side groups, then topics by number. */
function placeInDay(view: MeetupView, padId: string): string {
  const { session, sideGroup, topics, kind } = padPlace(view, padId);
  if (session) return `1 ${new Date(session.startsAt).toISOString()} ${padId}`;
  if (sideGroup) return `2 ${sideGroup.startsAt === null ? "~" : new Date(sideGroup.startsAt).toISOString()} ${padId}`;
  return `${kind === "topic" ? 3 : 4} ${String(topics[0]?.number ?? 0).padStart(6, "0")} ${padId}`;
}
