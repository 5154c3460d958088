import type { SideGroupView } from "../../shared/meetup/view.ts";

/** So many groups of one host are on a wall at most: its pages are for what everybody starts. */
const OF_ONE_HOST = 3;

/** The first few groups of each host, of organizers all, in the order they come; and how many more there are. */
export function fewOfEach(
  groups: readonly SideGroupView[],
  organizers: readonly string[],
): { shown: SideGroupView[]; more: number } {
  const counts = new Map<string, number>();
  const shown = groups.filter(({ host }) => {
    const count = (counts.get(host) ?? 0) + 1;
    counts.set(host, count);
    return count <= OF_ONE_HOST || organizers.includes(host);
  });
  return { shown, more: groups.length - shown.length };
}
