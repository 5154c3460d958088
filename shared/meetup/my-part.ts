import { mineOf, type Mine } from "./my-day.ts";
import type { MeetupView, MeView, SessionView, TopicView } from "./view.ts";

/** A topic of somebody's, and the session that it is in, if it is in one. */
export interface MyTopic {
  topic: TopicView;
  session: SessionView | undefined;
}

/** One person's own part of a meetup. Nobody else is told of it. */
export interface MyPart {
  /** Topics that they would come to above all. */
  picks: MyTopic[];
  /** The other topics that they would come to, those on the schedule first, in order of time. */
  votes: MyTopic[];
  /** Topics that they proposed and have not withdrawn. */
  proposed: MyTopic[];
  /** What they have offered to do, a topic once. */
  offers: { topic: TopicView; as: TopicView["volunteers"][number]["as"][] }[];
  /** Sessions and side groups in order of time, those without one last. */
  things: Mine[];
}

/** What a person has to do with a meetup, from what everybody sees and from their own part. */
export function myPart(view: MeetupView, me: MeView): MyPart {
  const sessionOf = new Map(view.sessions.flatMap((session) => session.topicIds.map((id) => [id, session])));
  const listed = (topics: TopicView[]): MyTopic[] =>
    topics
      .map((topic) => ({ topic, session: sessionOf.get(topic.id) }))
      .toSorted((a, b) => startOf(a.session) - startOf(b.session) || a.topic.number - b.topic.number);
  const [votes, picks] = [new Set(me.votes), new Set(me.picks)];
  const isThere = ({ status }: TopicView) => status !== "withdrawn" && status !== "merged";
  return {
    picks: listed(view.topics.filter(({ id }) => picks.has(id))),
    votes: listed(view.topics.filter(({ id }) => votes.has(id) && !picks.has(id))),
    proposed: listed(
      view.topics.filter((topic) => topic.proposedBy === me.id && topic.forName === null && isThere(topic)),
    ),
    offers: view.topics.flatMap((topic) => {
      const as = topic.volunteers.filter(({ personId }) => personId === me.id).map((each) => each.as);
      return as.length > 0 ? [{ topic, as }] : [];
    }),
    things: mineOf(view, me).toSorted((a, b) => startOf(a.thing) - startOf(b.thing)),
  };
}

/** Milliseconds since 1970; after all others without a time. */
function startOf(thing: { startsAt: string | null } | undefined): number {
  return thing?.startsAt ? Date.parse(thing.startsAt) : Number.MAX_VALUE;
}
