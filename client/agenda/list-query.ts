import type { MeetupView } from "../../shared/meetup/view.ts";
import { NO_FILTER } from "./agenda-order.ts";
import type { AgendaSort, Asked } from "./list-tools.ts";

/** What a reader asks of the list, as far as it can be had now. */
export function availableQuery(view: MeetupView, wish: Partial<Asked>): Asked {
  const sorts = availableSorts(view);
  const { sort, filter = NO_FILTER, words = "", lens = "everyone" } = wish;
  return {
    sort: sort && sorts.includes(sort) ? sort : sorts[0],
    filter,
    words,
    lens: hasLens(view) ? lens : "everyone",
  };
}

/** The orders there are, the usual one first: without counts there are no ranks, and no shuffle once voting is over. */
export function availableSorts(view: MeetupView): [AgendaSort, ...AgendaSort[]] {
  if (!hasTallies(view)) return ["number", "newest"];
  return view.meetup.voting.open ? ["yours", "newest", "votes", "support"] : ["votes", "support", "newest", "number"];
}

/** Whether votes are told. */
export function hasTallies({ meetup }: MeetupView): boolean {
  const { open, tallies } = meetup.voting;
  return !(open && tallies === "closed");
}

/** Whether votes can be looked at by scale and maturity. */
export function hasLens(view: MeetupView): boolean {
  return hasTallies(view) && view.topics.some(({ lens }) => lens !== null);
}
