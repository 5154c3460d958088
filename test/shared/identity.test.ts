import { describe, expect, it } from "vitest";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { applyChanges } from "../../client/replica/apply-changes.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

/** A day on which Bo does a little of everything that people can do. */
function dayOfBo(): MeetupStory {
  const story = new MeetupStory();
  const all: [string, Parameters<MeetupStory["does"]>[1]][] = [
    ["olga", { type: "room.add", id: "room-one", name: "Dom" }],
    ["olga", { type: "slot.add", id: "slot-one", startsAt: "2026-03-09T10:00:00Z", endsAt: "2026-03-09T11:00:00Z" }],
    ["bo", { type: "topic.propose", id: "topic-one", title: "Packaging" }],
    ["ana", { type: "topic.propose", id: "topic-two", title: "Upgrades" }],
    ["cy", { type: "topic.propose", id: "topic-three", title: "Neutron" }],
    ["bo", { type: "vote.cast", topicId: "topic-one", as: "pick" }],
    ["bo", { type: "vote.cast", topicId: "topic-two", as: "pick" }],
    ["bo", { type: "vote.cast", topicId: "topic-three" }],
    ["ana", { type: "vote.cast", topicId: "topic-one", as: "pick" }],
    ["bo", { type: "comment.add", topicId: "topic-two", id: "comment-one", body: "Yes" }],
    ["bo", { type: "volunteer.offer", topicId: "topic-one", as: "moderator" }],
    ["bo", { type: "profile.set", people: "5-15", deployment: "scripted" }],
    [
      "olga",
      { type: "session.schedule", id: "session-one", topicIds: ["topic-one"], roomId: "room-one", slotId: "slot-one" },
    ],
    ["olga", { type: "session.edit", sessionId: "session-one", moderators: [{ personId: "bo" }, { name: "A guest" }] }],
    ["bo", { type: "sideGroup.start", id: "group-one", topicId: "topic-two" }],
    ["cy", { type: "sideGroup.join", sideGroupId: "group-one" }],
    ["bo", { type: "plan.add", sessionId: "session-one" }],
    ["bo", { type: "hands.ask", id: "hands-one", sessionId: "session-one", question: "Who?", answers: ["Me", "You"] }],
    ["bo", { type: "hands.answer", handsId: "hands-one", answer: 1 }],
  ];
  for (const [by, command] of all) expect(story.does(by, command), command.type).toHaveProperty("touched");
  return story;
}

const joined = { type: "person.joined", personId: "bo", into: "ana" } as const;
const erased = { type: "person.erased", personId: "bo" } as const;

describe("two people who are one", () => {
  it("[I2] [A1] are recognised when they repeat what either asked", () => {
    const story = dayOfBo();
    story.does("olga", { type: "person.setRole", personId: "bo", role: "organizer" });
    const times = { startsAt: "2026-03-09T10:10:00Z", endsAt: "2026-03-09T11:10:00Z" };
    story.does("olga", { type: "slot.add", id: "slot-two", ...times });
    // Something starts then afterwards, too: another organizer may want it moved.
    const shift = { type: "schedule.shift", from: "2026-03-09T10:00:00Z", minutes: -10 } as const;
    expect(story.does("bo", shift)).toHaveProperty("touched");
    story.record(null, joined);
    expect(story.does("ana", shift)).toBe("nothing");
    expect(story.does("ana", { type: "topic.propose", id: "topic-one", title: "Packaging" })).toBe("nothing");
    expect(story.does("olga", shift)).toHaveProperty("touched");
  });

  it("[I2] have one ballot, and what either did is theirs", () => {
    const story = dayOfBo();
    story.record(null, joined);
    const { view, state } = { view: story.view(), state: story.state };
    expect(meOf(state, "ana")).toMatchObject({
      votes: ["topic-one", "topic-two", "topic-three"],
      picks: ["topic-one", "topic-two"],
      plan: ["session-one"],
      hands: { "hands-one": 1 },
      profile: { people: "5-15", deployment: "scripted" },
    });
    expect(view.topics.map(({ votes, picks, shown }) => [votes, picks, shown])).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [1, 0, 1],
    ]);
    expect(view.people).toMatchObject({ count: 3, voted: 1 });
    expect(view.topics[0]).toMatchObject({ proposedBy: "ana", volunteers: [{ personId: "ana", as: "moderator" }] });
    expect(view.sessions[0]!.moderators).toEqual([{ personId: "ana" }, { name: "A guest" }]);
    expect(view.sideGroups[0]).toMatchObject({ host: "ana", members: ["ana", "cy"] });
    expect(JSON.stringify(view)).not.toContain('"bo"');
    // A repeat of what Bo made is recognised as Ana's.
    expect(story.does("ana", { type: "topic.propose", id: "topic-one", title: "Packaging" })).toBe("nothing");
    expect(story.does("ana", { type: "topic.edit", topicId: "topic-one", title: "Packages" })).toHaveProperty(
      "touched",
    );
  });

  it("[I2] unite top picks as far as there are any; the rest stay votes", () => {
    const story = dayOfBo();
    story.does("olga", { type: "meetup.edit", voting: { picks: 1 } });
    story.record(null, joined);
    expect(meOf(story.state, "ana")).toMatchObject({
      votes: ["topic-one", "topic-two", "topic-three"],
      picks: ["topic-one"],
      picksLeft: 0,
    });
  });

  it("[I2] stay removed if one of them was, unless the other organizes", () => {
    const story = dayOfBo();
    story.does("olga", { type: "person.remove", personId: "bo" });
    story.record(null, joined);
    expect([...story.state.removed.keys()]).toEqual(["ana"]);
    expect(story.view().topics[0]).toMatchObject({ votes: 0 });
    story.does("olga", { type: "person.restore", personId: "ana" });
    expect(meOf(story.state, "ana").votes).toEqual(["topic-one", "topic-two", "topic-three"]);

    const other = dayOfBo();
    other.does("olga", { type: "person.remove", personId: "bo" });
    other.record(null, { ...joined, into: "olga" });
    expect(other.state.removed.size).toBe(0);
    expect(meOf(other.state, "olga")).toMatchObject({
      role: "organizer",
      votes: ["topic-one", "topic-two", "topic-three"],
    });
  });

  it("[C11] [A16] change what shows that they are one, who locked notes and who answered too, and nothing else", () => {
    for (const reader of ["named", "nameless"] as const) {
      const story = dayOfBo();
      const commands: CommandInput[] = [
        { type: "topic.propose", id: "topic-none", title: "Nobody's" },
        { type: "room.add", id: "room-two", name: "Foz" },
        {
          type: "session.schedule",
          id: "session-two",
          title: "Keynote",
          topicIds: [],
          roomId: "room-two",
          slotId: "slot-one",
        },
        { type: "pad.lock", padId: story.view().topics[2]!.padId },
        { type: "sideGroup.start", id: "group-two", topicId: "topic-three" },
      ];
      for (const command of commands) expect(story.does("olga", command), command.type).toHaveProperty("touched");
      expect(story.does("bo", { type: "pad.lock", padId: story.view().sideGroups[0]!.padId })).toHaveProperty(
        "touched",
      );
      expect(story.does("ana", { type: "sideGroup.join", sideGroupId: "group-one" })).toHaveProperty("touched");
      const before = story.view(reader);
      const touched = story.record(null, joined);
      expect(applyChanges(before, story.changes(touched, reader))).toEqual(story.view(reader));
      for (const untouched of ["topic:topic-none", "topic:topic-three", "session:session-two", "sideGroup:group-two"])
        expect([...touched]).not.toContain(untouched);
    }
  });

  it("[I2] [A3] [A16] come out of the log and of changes alike, in the history too", () => {
    for (const fact of [joined, erased]) {
      const story = dayOfBo();
      const before = story.view();
      const touched = story.record(null, fact);
      expect(story.replayed()).toEqual(story.state);
      expect(applyChanges(before, story.changes(touched))).toEqual(story.view());
      const history = emptyHistory();
      for (const entry of structuredClone(story.log)) atOnce(notingInHistory(history, entry));
      const page = publicLog({ history, state: story.state, nameOf: nowOnly(story) }, { after: 0 }, 100);
      expect(JSON.stringify(page)).not.toContain('"by":"bo"');
    }
  });
});

describe("somebody who was erased", () => {
  it("[I3] leaves what others build on, and nothing that is theirs alone", () => {
    const story = dayOfBo();
    story.record(null, erased);
    const { state } = story;
    const view = story.view();
    expect(view.topics.map(({ votes, picks, shown }) => [votes, picks, shown])).toEqual([
      [1, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(view.topics[0]).toMatchObject({ title: "Packaging", volunteers: [] });
    expect(view.topics[1]!.comments).toBe(1);
    expect(view.sessions[0]!.moderators).toEqual([{ name: "A guest" }]);
    expect(view.sideGroups[0]).toMatchObject({ host: "cy", members: ["cy"] });
    expect(view.people.count).toBe(3);
    expect(view.hands[0]!.answered).toBe(0);
    expect([state.profiles.size, state.plans.size, state.people.has("bo")]).toEqual([0, 0, false]);
  });

  it("[I3] is no longer the one who was removed, nor an organizer", () => {
    const story = dayOfBo();
    story.does("olga", { type: "person.setRole", personId: "bo", role: "organizer" });
    story.does("olga", { type: "person.remove", personId: "bo" });
    story.record(null, erased);
    expect(story.state.removed.size).toBe(0);
    expect([...story.state.organizers]).toEqual(["olga"]);
  });
});

/** As the people directory has it after the fact: former ids have no name. */
function nowOnly(story: MeetupStory) {
  return (id: string) => (id === "bo" && !story.state.people.has("bo") ? undefined : nameOf(id));
}
