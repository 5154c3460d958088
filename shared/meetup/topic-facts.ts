import type { MeetupState, Topic } from "./meetup-state.ts";
import type { TopicStatus } from "./view.ts";

/** Who has done what to a topic. */
type Ballots = Record<"voters" | "picks" | "shown", ReadonlySet<string>>;

/**
 * What is said of topics and takes a look at the whole meetup: that look is taken once for all topics that are shown at
 * a time. Good as long as the state stays as it is.
 */
export class TopicFacts {
  readonly #state: MeetupState;
  readonly #scheduled = new Set<string>();
  readonly #inSideGroups = new Set<string>();
  readonly #united = new Map<Topic, Ballots>();

  constructor(state: MeetupState) {
    this.#state = state;
    for (const { topicIds } of state.sessions.values()) for (const id of topicIds) this.#scheduled.add(id);
    for (const { topicId } of state.sideGroups.values()) if (topicId !== null) this.#inSideGroups.add(topicId);
  }

  /** When several hold: withdrawn, merged, then scheduled, then side group, then parked. */
  statusOf(topic: Topic): TopicStatus {
    if (topic.withdrawnBy !== null) return "withdrawn";
    if (topic.mergedInto !== null) return "merged";
    if (this.#scheduled.has(topic.id)) return "scheduled";
    if (this.#inSideGroups.has(topic.id)) return "side-group";
    return topic.parked ? "parked" : "proposed";
  }

  /** Final counts of a topic: those of all topics merged into it, each person once. Voting counts as having been shown it. */
  talliesOf(topic: Topic): { votes: number; picks: number; shown: number } {
    const { voters, picks, shown } = this.#ballotsOf(topic);
    let seen = voters.size;
    for (const id of shown) if (!voters.has(id)) seen += 1;
    return { votes: voters.size, picks: picks.size, shown: seen };
  }

  /** Everyone who will come to a topic, or to one merged into it. */
  votersOf(topic: Topic): ReadonlySet<string> {
    return this.#ballotsOf(topic).voters;
  }

  /** Those who picked a topic, or one merged into it. */
  pickersOf(topic: Topic): ReadonlySet<string> {
    return this.#ballotsOf(topic).picks;
  }

  #ballotsOf(topic: Topic): Ballots {
    if (topic.absorbed.size === 0) return topic;
    const known = this.#united.get(topic);
    if (known) return known;
    const open = [topic];
    for (const each of open)
      for (const part of this.#partsOf(each)) if (part.absorbed.size > 0 && !this.#united.has(part)) open.push(part);
    // What was merged into others comes first, so that each is united once, however long the chain.
    for (const each of open.toReversed()) {
      const all = [each, ...this.#partsOf(each).map((part) => this.#united.get(part) ?? part)];
      this.#united.set(each, {
        voters: union(all.map(({ voters }) => voters)),
        picks: union(all.map(({ picks }) => picks)),
        shown: union(all.map(({ shown }) => shown)),
      });
    }
    return this.#united.get(topic)!;
  }

  #partsOf({ absorbed }: Topic): Topic[] {
    return [...absorbed].map((id) => this.#state.topics.get(id)!);
  }
}

/** The largest of them, as long as the others bring nobody more. */
function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const largest = sets.reduce((a, b) => (b.size > a.size ? b : a));
  let all: Set<string> | undefined;
  for (const set of sets)
    if (set !== largest) for (const id of set) if (!(all ?? largest).has(id)) (all ??= new Set(largest)).add(id);
  return all ?? largest;
}
