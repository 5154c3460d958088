import type { MeetupView } from "./view.ts";

/** What the people are called whom a view names, organizers' plain names included. */
export function namesIn({ people, topics, sessions }: MeetupView): string[] {
  const plain = [
    ...topics.map(({ forName }) => forName),
    ...sessions.flatMap(({ moderators }) => moderators.map((each) => ("name" in each ? each.name : null))),
  ];
  return [
    ...new Set([...Object.values(people.names).map(({ name }) => name), ...plain.filter((name) => name !== null)]),
  ];
}
