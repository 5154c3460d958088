import { membersIn } from "../../shared/meetup/now.ts";
import type { SideGroupView } from "../../shared/meetup/view.ts";

/**
 * Whether nobody was in a side group as it ended, and nobody said what came out. Somebody who is removed may leave dozens
 * of these behind: they stay, with their notes, but not in everybody’s way.
 */
export function endedAlone(group: SideGroupView): boolean {
  return group.state === "ended" && group.mergedInto === null && group.outcome === null && membersIn(group) === 0;
}
