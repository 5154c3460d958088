import type { MeetupView, TopicView } from "../../../shared/meetup/view.ts";
import { padPlace } from "../pad-place.ts";

/**
 * The topic whose comments stand beside a pad: the one that it is about, or what that was merged into. Notes about several
 * have none: what is said there would be said of one of them.
 */
export function padTopic(view: MeetupView, padId: string): TopicView | undefined {
  const { topics } = padPlace(view, padId);
  const topicOf = (isIt: (topic: TopicView) => boolean): TopicView | undefined => {
    const topic = view.topics.find(isIt);
    return topic?.mergedInto ? topicOf(({ id }) => id === topic.mergedInto) : topic;
  };
  return topics.length === 1 ? topicOf(({ number }) => number === topics[0]!.number) : undefined;
}
