import type { PeopleView, SessionView, TopicView } from "./view.ts";

/** As much of a meetup's view as names anybody. */
interface Named {
  people: Pick<PeopleView, "names">;
  topics: readonly Pick<TopicView, "forName">[];
  sessions: readonly Pick<SessionView, "moderators">[];
}

/** What the people are called whom a view names, organizers' plain names included. */
export function namesIn({ people, topics, sessions }: Named): string[] {
  const plain = [
    ...topics.map(({ forName }) => forName),
    ...sessions.flatMap(({ moderators }) => moderators.map((each) => ("name" in each ? each.name : null))),
  ];
  return [
    ...new Set([...Object.values(people.names).map(({ name }) => name), ...plain.filter((name) => name !== null)]),
  ];
}
