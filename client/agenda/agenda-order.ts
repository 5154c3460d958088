import type { TopicStatus, TopicView } from "../../shared/meetup/view.ts";

/** What a reader sees while they point at the list: the order as it was, and what waits behind it. */
export interface HeldOrder {
  ids: string[];
  /** How many topics are new, and how many would move. */
  added: number;
  moved: number;
}

/**
 * Holds `held` against `current`: what is gone goes, what is one's own comes in at once, all else
 * waits. A topic counts as moved when its neighbours that were here before are in another order.
 */
export function holdOrder(
  held: readonly string[],
  current: readonly string[],
  isOwn: (id: string) => boolean,
): HeldOrder {
  const now = new Set(current);
  const before = new Set(held);
  const ids = [...held.filter((id) => now.has(id)), ...current.filter((id) => !before.has(id) && isOwn(id))];
  const shown = new Set(ids);
  const added = current.filter((id) => !shown.has(id)).length;
  return {
    ids,
    added,
    moved: movedBetween(
      ids,
      current.filter((id) => shown.has(id)),
    ),
  };
}

/** The fewest items that have to be picked up to bring one order into the other. */
function movedBetween(from: readonly string[], to: readonly string[]): number {
  const at = new Map(to.map((id, index) => [id, index]));
  // What is in rising order already can stay: the longest such run, found by its lowest possible ends.
  const ends: number[] = [];
  for (const id of from) {
    const index = at.get(id) ?? 0;
    const place = ends.findIndex((end) => end >= index);
    if (place < 0) ends.push(index);
    else ends[place] = index;
  }
  return from.length - ends.length;
}

/** What a reader narrows the list to; of several tags or statuses any one is enough. */
export interface AgendaFilter {
  statuses: readonly TopicStatus[];
  tags: readonly string[];
  needsModerator: boolean;
  /** Proposed by, or voted for by, whoever reads. */
  isMine: boolean;
  isUnseen: boolean;
}

export const NO_FILTER: AgendaFilter = {
  statuses: [],
  tags: [],
  needsModerator: false,
  isMine: false,
  isUnseen: false,
};

/** How many things the list is narrowed by. */
export function filterCount({ statuses, tags, needsModerator, isMine, isUnseen }: AgendaFilter): number {
  return statuses.length + tags.length + Number(needsModerator) + Number(isMine) + Number(isUnseen);
}

/** What the filters ask about a topic that the topic itself doesn't say. */
export interface ReaderKnows {
  isMine(topic: TopicView): boolean;
  isSeen(topic: TopicView): boolean;
}

/** The topics that pass the filter and hold all the words looked for. */
export function lookedFor(
  topics: readonly TopicView[],
  filter: AgendaFilter,
  words: string,
  reader: ReaderKnows,
): readonly TopicView[] {
  const all = words.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (all.length === 0 && filterCount(filter) === 0) return topics;
  return topics.filter(
    (topic) =>
      (filter.statuses.length === 0 || filter.statuses.includes(topic.status)) &&
      (filter.tags.length === 0 || topic.tags.some((tag) => filter.tags.includes(tag))) &&
      (!filter.needsModerator || needsModerator(topic)) &&
      (!filter.isMine || reader.isMine(topic)) &&
      (!filter.isUnseen || !reader.isSeen(topic)) &&
      all.every((word) => textOf(topic).includes(word)),
  );
}

/** Whether nobody has offered to moderate a topic that can still take place. */
export function needsModerator({ status, volunteers }: TopicView): boolean {
  return status !== "withdrawn" && status !== "merged" && !volunteers.some(({ as }) => as === "moderator");
}

/** A topic is new each time it changes, so that its text is put together once. */
const texts = new WeakMap<TopicView, string>();

function textOf(topic: TopicView): string {
  let text = texts.get(topic);
  if (text === undefined) {
    text = `#${topic.number} ${topic.title} ${topic.tags.join(" ")} ${topic.description}`.toLocaleLowerCase();
    texts.set(topic, text);
  }
  return text;
}
