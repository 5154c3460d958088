import type { History, HistoryRow } from "./history.ts";
import type { MeetupState } from "./meetup-state.ts";
import { sessionTitle, sideGroupTitle } from "./titles.ts";
import { namesOf, type NameOf } from "./view-of/people-view-of.ts";

/** One row of the public log: what happened, when, by whom if they may be named, and its title as it is now. */
export type PublicLogEntry = HistoryRow & { title?: string; intoTitle?: string; forName?: string };

/** Which part: after a seq from the oldest on, or the newest before a seq. Both come in order of seq. */
export type LogPart = { after: number } | { before: number };

/** A page of the public log; `more` says whether there is more beyond it, in the direction asked for. */
export interface LogPage {
  entries: PublicLogEntry[];
  more: boolean;
}

/**
 * The public history as everyone may read it. `limit` is about rows: the rows of one entry are never
 * parted, so that reading on by seq misses none. `by` is null unless the view names that person to
 * readers without a name; the clock is null too.
 */
export function publicLog(
  { history, state, nameOf }: { history: History; state: MeetupState; nameOf: NameOf },
  part: LogPart,
  limit: number,
): LogPage {
  const { rows } = history;
  const named = namesOf(state, nameOf, "nameless");
  const shown = (id: string | null) => (id !== null && Object.hasOwn(named, id) ? id : null);
  const [from, to] = "after" in part ? after(rows, part.after, limit) : before(rows, part.before, limit);
  return {
    entries: rows
      .slice(from, to)
      // What was put aside is gone here too.
      .filter((row) => !("sideGroupId" in row) || state.sideGroups.has(row.sideGroupId))
      .map((row) => ({
        ...row,
        by: shown(row.by),
        ...("personId" in row && { personId: shown(row.personId) }),
        ...("letInBy" in row && { letInBy: shown(row.letInBy ?? null) }),
        ...titlesOf(state, row),
      })),
    more: "after" in part ? to < rows.length : from > 0,
  };
}

function after(rows: readonly HistoryRow[], seq: number, limit: number): [from: number, to: number] {
  const from = firstFrom(rows, seq + 1);
  const last = rows[from + limit - 1];
  return [from, last ? firstFrom(rows, last.seq + 1) : rows.length];
}

function before(rows: readonly HistoryRow[], seq: number, limit: number): [from: number, to: number] {
  const to = firstFrom(rows, seq);
  const first = rows[to - limit];
  return [first ? firstFrom(rows, first.seq) : 0, to];
}

/** Where the rows of `seq` or later begin. */
function firstFrom(rows: readonly HistoryRow[], seq: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]!.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function titlesOf(state: MeetupState, row: HistoryRow): { title?: string; intoTitle?: string; forName?: string } {
  const titleOfTopic = (id: string) => state.topics.get(id)?.title ?? "";
  if ("into" in row) return { title: titleOfTopic(row.topicId), intoTitle: titleOfTopic(row.into) };
  if (row.type === "topic.proposed") {
    const forName = state.topics.get(row.topicId)?.forName ?? null;
    return { title: titleOfTopic(row.topicId), ...(forName !== null && { forName }) };
  }
  if ("sideGroupId" in row) {
    const group = state.sideGroups.get(row.sideGroupId);
    const title = group ? sideGroupTitle(state, group) : "";
    const into = "intoGroup" in row ? state.sideGroups.get(row.intoGroup) : undefined;
    return { title, ...(into && { intoTitle: sideGroupTitle(state, into) }) };
  }
  if ("sessionId" in row) {
    const session = state.sessions.get(row.sessionId) ?? state.cancelled.get(row.sessionId);
    return { title: session ? sessionTitle(state, session) : "" };
  }
  if ("announcementId" in row) {
    // What was taken back is gone here too.
    const announcement = state.announcements.get(row.announcementId);
    return announcement ? { title: announcement.text } : {};
  }
  return "topicId" in row ? { title: titleOfTopic(row.topicId) } : {};
}
