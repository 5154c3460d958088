import { MeetupStory } from "../../helpers/meetup-story.ts";

/** When the first session starts. */
export const TEN = "2026-03-09T10:00:00.000Z";
/** An instant this many minutes later. */
export const at = (minutes: number) => new Date(Date.parse(TEN) + minutes * 60_000).toISOString();
/** The same in milliseconds since 1970. */
export const ms = (minutes: number) => Date.parse(at(minutes));

/** Two rooms, two slots of 45 minutes from ten on, and a session in each cell of Main hall; Mo moderates the first. */
export function meetupWithSessions(): MeetupStory {
  const meetup = new MeetupStory();
  meetup.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
  meetup.does("ben", { type: "topic.propose", id: "puppet-01", title: "Puppet" });
  meetup.does("olga", { type: "room.add", id: "main-hall", name: "Main hall" });
  meetup.does("olga", { type: "room.add", id: "room-two0", name: "Room 2" });
  meetup.does("olga", { type: "slot.add", id: "slot-ten-00", startsAt: TEN, endsAt: at(45) });
  meetup.does("olga", { type: "slot.add", id: "slot-eleven", startsAt: at(60), endsAt: at(105) });
  for (const [id, topicId, slotId] of [
    ["session-1", "rabbit-ha", "slot-ten-00"],
    ["session-2", "puppet-01", "slot-eleven"],
  ] as const)
    meetup.does("olga", { type: "session.schedule", id, topicIds: [topicId], roomId: "main-hall", slotId });
  meetup.does("olga", { type: "session.edit", sessionId: "session-1", moderators: [{ personId: "mo" }] });
  return meetup;
}
