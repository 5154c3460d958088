import type { TopicView } from "../../shared/meetup/view.ts";

/**
 * The topic that an address names by its number. One that was proposed without a connection has a number only this page
 * knows; somebody else's may have it once the connection is back, and it goes on under another.
 */
export class OpenedTopic {
  #number: number | undefined;
  #id: string | undefined;

  /** The topic with this number; the one that had it before, for as long as the address stays the same. */
  at(number: number | undefined, topics: readonly TopicView[]): TopicView | undefined {
    const before = this.#number === number ? topics.find(({ id }) => id === this.#id) : undefined;
    const topic = before ?? (number === undefined ? undefined : topics.find((each) => each.number === number));
    this.#number = number;
    this.#id = topic?.id;
    return topic;
  }
}
