import { expect, test } from "vitest";
import { historySentence } from "../../shared/exports/history-sentences.ts";
import type { HistoryFact } from "../../shared/meetup/history.ts";

const topic = { topicId: "topic-001", number: 7, title: "Puppet" };
const session = { sessionId: "session-1", topicIds: [], title: "Rabbit HA" };
const group = { sideGroupId: "group-001", title: "Lunch" };
const room = { roomId: "room-dom", room: "Dom" };
/** On the night in which the clocks of Lisbon go forward. */
const times = { startsAt: "2026-03-28T23:30:00Z", endsAt: "2026-03-29T01:30:00Z" };
const place = { room: "Dom", ...times };
const slot = { slotId: "slot-night", ...times };

test.each<[string, HistoryFact & { title?: string; intoTitle?: string; forName?: string }]>([
  ["created the meetup", { type: "meetup.created" }],
  ["became an organizer", { type: "organizer.joined" }],
  ["closed proposals", { type: "proposals.closed" }],
  ["closed voting", { type: "voting.closed" }],
  ["opened proposals and voting", { type: "phase.set", phase: "gathering" }],
  ["closed proposals, voting goes on", { type: "phase.set", phase: "voting" }],
  ["closed proposals and voting", { type: "phase.set", phase: "running" }],
  ["closed the meetup", { type: "phase.set", phase: "closed" }],
  ["opened proposals", { type: "meetup.edited", fields: ["proposals.open"], proposals: { open: true } }],
  ["closed voting", { type: "meetup.edited", fields: ["voting.open"], voting: { open: false } }],
  [
    "closed proposals and opened voting and changed the meetup’s details: title, last day",
    {
      type: "meetup.edited",
      fields: ["proposals.open", "title", "voting.open", "endsOn"],
      proposals: { open: false },
      voting: { open: true },
    },
  ],
  ["changed the meetup’s details: when voting closes", { type: "meetup.edited", fields: ["voting.closesAt"] }],
  ["published the schedule", { type: "schedule.published" }],
  ["published the schedule: Mind the hall", { type: "schedule.published", note: "Mind the hall" }],
  [
    "moved everything from Saturday 23:30 on, 15 minutes later",
    { type: "schedule.shifted", from: times.startsAt, minutes: 15 },
  ],
  [
    "moved everything from Sunday 02:30 on, 1 minute earlier",
    { type: "schedule.shifted", from: times.endsAt, minutes: -1 },
  ],
  ["proposed 7. Puppet", { type: "topic.proposed", ...topic }],
  ["proposed 7. Puppet, for Cleo", { type: "topic.proposed", ...topic, forName: "Cleo" }],
  ["edited 7. Puppet", { type: "topic.edited", ...topic, fields: ["title"] }],
  ["withdrew 7. Puppet", { type: "topic.withdrawn", ...topic }],
  ["put aside 7. Puppet, not this time", { type: "topic.parked", ...topic }],
  ["brought back 7. Puppet", { type: "topic.restored", ...topic }],
  [
    "merged 7. Puppet into 3. Rabbit HA",
    { type: "topic.merged", ...topic, into: "topic-003", intoNumber: 3, intoTitle: "Rabbit HA" },
  ],
  ["took 7. Puppet apart again from what it was merged into", { type: "topic.unmerged", ...topic }],
  ["commented on 7. Puppet", { type: "comment.added", ...topic, commentId: "comment-1" }],
  ["edited a comment on 7. Puppet", { type: "comment.edited", ...topic, commentId: "comment-1" }],
  ["removed a comment on 7. Puppet", { type: "comment.removed", ...topic, commentId: "comment-1" }],
  ["offered to moderate 7. Puppet", { type: "volunteer.offered", ...topic, as: "moderator" }],
  ["offered to speak on 7. Puppet", { type: "volunteer.offered", ...topic, as: "speaker" }],
  ["no longer offers to take notes for 7. Puppet", { type: "volunteer.withdrawn", ...topic, as: "notes" }],
  ["added the room Dom", { type: "room.added", ...room }],
  ["edited the room Dom", { type: "room.edited", ...room }],
  ["removed the room Dom", { type: "room.removed", ...room }],
  ["added a slot, Saturday 23:30 to Sunday 02:30", { type: "slot.added", ...slot }],
  ["edited a slot, now Saturday 23:30 to 23:45", { type: "slot.edited", ...slot, endsAt: "2026-03-28T23:45:00Z" }],
  ["removed a slot, ", { type: "slot.removed", ...slot, startsAt: "", endsAt: "" }],
  ["scheduled Rabbit HA, Dom, Saturday 23:30", { type: "session.scheduled", ...session, ...place }],
  ["moved Rabbit HA to Dom, Saturday 23:30", { type: "session.moved", ...session, ...place }],
  ["moved Rabbit HA to Dom, ", { type: "session.moved", ...session, ...place, startsAt: "" }],
  ["took Rabbit HA off the schedule", { type: "session.cancelled", ...session }],
  ["put Rabbit HA back where it was on the schedule", { type: "session.restored", ...session }],
  ["changed Rabbit HA: start, moderators", { type: "session.edited", ...session, fields: ["startsAt", "moderators"] }],
  ["set Rabbit HA back to not begun", { type: "session.stateSet", ...session, state: "planned" }],
  ["started Rabbit HA", { type: "session.stateSet", ...session, state: "running" }],
  ["ended Rabbit HA", { type: "session.stateSet", ...session, state: "done" }],
  ["has Rabbit HA end at 02:30", { type: "session.extended", ...session, endsAt: times.endsAt }],
  ["wrote what came out of Rabbit HA", { type: "session.outcomeSet", ...session }],
  ["started a side group, Lunch", { type: "sideGroup.started", ...group, topicId: null, sessionId: null }],
  ["ended the side group Lunch", { type: "sideGroup.ended", ...group }],
  ["changed the side group Lunch: how many fit", { type: "sideGroup.edited", ...group, fields: ["capacity"] }],
  ["handed over the side group Lunch", { type: "sideGroup.handedOver", ...group }],
  [
    "merged the side group Lunch into Runbooks",
    { type: "sideGroup.merged", ...group, intoGroup: "group-002", intoTitle: "Runbooks" },
  ],
  ["undid merging the side group Lunch", { type: "sideGroup.unmerged", ...group }],
  ["wrote what came out of Lunch", { type: "sideGroup.outcomeSet", ...group }],
  ["announced: Lunch is served", { type: "announcement.added", announcementId: "ann-00001", title: "Lunch is served" }],
  ["announced something", { type: "announcement.added", announcementId: "ann-00001" }],
  ["took back an announcement", { type: "announcement.removed", announcementId: "ann-00001" }],
  ["made Ben an organizer", { type: "person.roleSet", personId: "ben", role: "organizer" }],
  ["made Ben a participant again", { type: "person.roleSet", personId: "ben", role: "participant" }],
  ["removed someone from the meetup", { type: "person.removed", personId: "eve" }],
  [
    "set aside the votes of 12 people who came between Saturday 23:30 and 23:35",
    { type: "ballots.voided", from: times.startsAt, to: "2026-03-28T23:35:00Z", people: 12 },
  ],
  [
    "has the votes counted again of one person who came between Saturday 23:30 and 23:35",
    { type: "ballots.counted", from: times.startsAt, to: "2026-03-28T23:35:00Z", people: 1 },
  ],
  ["let someone back in", { type: "person.restored", personId: null }],
  ["put aside what someone had left", { type: "person.putAside", personId: "eve" }],
  ["brought back what Ben had left", { type: "person.broughtBack", personId: "ben" }],
])("[A23] %s", (deed, fact) => {
  const names: Record<string, string> = { ana: "Ana", ben: "Ben" };
  const told = (by: string | null) =>
    historySentence(
      { seq: 1, at: times.startsAt, by, ...fact },
      { nameOf: (id) => names[id], timezone: "Europe/Lisbon" },
    );
  expect(told("ana")).toBe(`Ana ${deed}`);
  expect(told("eve")).toBe(`Someone ${deed}`);
  // What the clock did has nobody to name.
  if (fact.type === "proposals.closed") expect(told(null)).toBe("Proposals closed at their time");
  else if (fact.type === "voting.closed") expect(told(null)).toBe("Voting closed at its time");
  else expect(told(null)).toBe(`Someone ${deed}`);
});
