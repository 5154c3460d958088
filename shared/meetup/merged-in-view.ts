import type { TopicView } from "./view.ts";

/** A topic as one sees it, and behind it all that were merged into it, and into these, and so on. */
export function withMerged(topics: readonly TopicView[], topic: TopicView): TopicView[] {
  const all = [topic];
  for (const { mergedFrom } of all)
    if (mergedFrom.length > 0) all.push(...topics.filter(({ id }) => mergedFrom.includes(id)));
  return all;
}
