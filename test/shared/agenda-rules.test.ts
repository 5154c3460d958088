import { describe, expect, it } from "vitest";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { LIMITS } from "../../shared/limits.ts";
import { commentsOf } from "../../shared/meetup/view-of/topic-view-of.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const slot = { startsAt: "2026-03-09T10:00:00Z", endsAt: "2026-03-09T10:45:00Z" };

function meetupWithTopic(): MeetupStory {
  const meetup = new MeetupStory();
  meetup.does("ana", {
    type: "topic.propose",
    id: "rabbit-ha",
    title: "Rabbit HA and queue issues",
  });
  return meetup;
}

function meetupWithCells(): MeetupStory {
  const meetup = meetupWithTopic();
  meetup.does("olga", { type: "room.add", id: "main-hall", name: "Main hall" });
  meetup.does("olga", { type: "slot.add", id: "slot-ten-00", ...slot });
  return meetup;
}

const schedule = {
  type: "session.schedule",
  id: "session-1",
  topicIds: ["rabbit-ha"],
  roomId: "main-hall",
  slotId: "slot-ten-00",
} satisfies CommandInput;

describe("topics", () => {
  it("[A4] get numbers in order of proposal that stay", () => {
    const meetup = meetupWithTopic();
    meetup.does("ben", { type: "topic.propose", id: "packaging", title: "Packaging" });
    meetup.does("ana", { type: "topic.withdraw", topicId: "rabbit-ha" });
    meetup.does("ben", { type: "topic.propose", id: "puppet-01", title: "Puppet" });
    expect(meetup.view().topics.map(({ number, title }) => [number, title])).toEqual([
      [1, "Rabbit HA and queue issues"],
      [2, "Packaging"],
      [3, "Puppet"],
    ]);
  });

  it("[A2] the same id from someone else, or with other content, is refused", () => {
    const meetup = meetupWithTopic();
    const same = {
      type: "topic.propose",
      id: "rabbit-ha",
      title: "Rabbit HA and queue issues",
    } as const;
    expect(meetup.does("ana", same)).toBe("nothing");
    expect(meetup.does("ben", same)).toEqual({ refused: "id-taken", path: "id" });
    expect(meetup.does("ana", { ...same, title: "Something else" })).toEqual({
      refused: "id-taken",
      path: "id",
    });
    expect(meetup.does("olga", { type: "room.add", id: "rabbit-ha", name: "Main hall" })).toMatchObject({
      refused: "id-taken",
    });
    // Something else of the same name.
    expect(meetup.does("ana", { ...same, type: "sideGroup.start" })).toEqual({ refused: "id-taken", path: "id" });
  });

  it("[A2] a repeated proposal is recognised after the topic was edited", () => {
    const meetup = meetupWithTopic();
    meetup.does("ana", {
      type: "topic.edit",
      topicId: "rabbit-ha",
      title: "Rabbit, three years on",
    });
    expect(
      meetup.does("ana", {
        type: "topic.propose",
        id: "rabbit-ha",
        title: "Rabbit HA and queue issues",
      }),
    ).toBe("nothing");
  });

  it("[A1] [A2] what was made is recognised when what it names is gone, or its maker may do less than then", () => {
    const meetup = meetupWithCells();
    const add = { type: "comment.add", topicId: "rabbit-ha", body: "We have three" } as const;
    const reply = { ...add, id: "comment-2", replyTo: "comment-1" };
    const made: CommandInput[] = [
      { ...add, id: "comment-1" },
      reply,
      schedule,
      { type: "hands.ask", id: "hands-001", sessionId: "session-1", question: "Who runs it?", answers: ["Yes", "No"] },
      { type: "sideGroup.start", id: "group-001", sessionId: "session-1" },
      { type: "topic.propose", id: "packaging", title: "Packaging", forName: "Dan" },
    ];
    for (const command of made) expect(meetup.does("olga", command)).toHaveProperty("touched");
    for (const command of [
      { type: "comment.remove", commentId: "comment-1" },
      { type: "session.cancel", sessionId: "session-1" },
      { type: "room.remove", roomId: "main-hall" },
      { type: "person.setRole", personId: "ana", role: "organizer" },
    ] as const)
      expect(meetup.does("olga", command)).toHaveProperty("touched");
    expect(meetup.does("ana", { type: "person.setRole", personId: "olga", role: "participant" })).toHaveProperty(
      "touched",
    );
    for (const command of made) expect(meetup.does("olga", command)).toBe("nothing");
    expect(meetup.does("olga", { ...reply, body: "Other words" })).toEqual({
      refused: "unknown-comment",
      path: "replyTo",
    });
    meetup.does("ana", { type: "person.remove", personId: "olga" });
    expect(meetup.does("olga", schedule)).toEqual({ refused: "person-removed" });
  });

  it("[A5] are edited and withdrawn by their maker or an organizer, by nobody else", () => {
    const meetup = meetupWithTopic();
    const edit = { type: "topic.edit", topicId: "rabbit-ha", title: "Rabbit" } as const;
    expect(meetup.does("ben", edit)).toEqual({ refused: "not-yours", path: "topicId" });
    expect(meetup.does("ben", { type: "topic.withdraw", topicId: "rabbit-ha" })).toEqual({
      refused: "not-yours",
      path: "topicId",
    });
    expect(meetup.does("ana", edit)).toHaveProperty("touched");
    expect(meetup.does("olga", { type: "topic.withdraw", topicId: "rabbit-ha" })).toHaveProperty("touched");
    expect(meetup.view().topics[0]).toMatchObject({ title: "Rabbit", status: "withdrawn" });
  });

  it("[A5] come back by their maker when the maker took them back, as they were, and by an organizer whoever did", () => {
    const meetup = meetupWithTopic();
    const withdraw = { type: "topic.withdraw", topicId: "rabbit-ha" } as const;
    const restore = { type: "topic.restore", topicId: "rabbit-ha" } as const;
    const status = () => meetup.view().topics[0]!.status;
    meetup.does("olga", withdraw);
    expect(meetup.does("ana", restore)).toEqual({ refused: "organizers-only" });
    meetup.does("olga", restore);
    meetup.does("ana", withdraw);
    meetup.does("ana", restore);
    expect(status()).toBe("proposed");
    meetup.does("olga", { type: "topic.park", topicId: "rabbit-ha" });
    expect(meetup.does("ana", restore)).toEqual({ refused: "organizers-only" });
    meetup.does("ana", withdraw);
    meetup.does("ana", restore);
    expect(status()).toBe("parked");
    meetup.does("ana", withdraw);
    meetup.does("olga", restore);
    expect(status()).toBe("proposed");
  });

  it("[A5] on the agenda can't be withdrawn before their session is cancelled", () => {
    const meetup = meetupWithCells();
    meetup.does("olga", schedule);
    expect(meetup.does("ana", { type: "topic.withdraw", topicId: "rabbit-ha" })).toMatchObject({
      refused: "topic-scheduled",
    });
  });
});

describe("votes", () => {
  it("[A6] count each person once, and can be taken back", () => {
    const meetup = meetupWithTopic();
    const cast = { type: "vote.cast", topicId: "rabbit-ha" } as const;
    for (const person of ["ana", "ben", "ben", "chi", "ana"]) meetup.does(person, cast);
    expect(meetup.view().topics[0]).toMatchObject({ votes: 3, shown: 3 });
    meetup.does("ben", { type: "vote.retract", topicId: "rabbit-ha" });
    expect(meetup.view().topics[0]).toMatchObject({ votes: 2 });
    expect(meetup.view().people).toMatchObject({ count: 4, voted: 2 });
  });

  it("[A6] proposing is not voting", () => {
    expect(meetupWithTopic().view().topics[0]).toMatchObject({ votes: 0, support: 0 });
  });

  it("[A7] a pick casts the vote; taking the pick back leaves it; three fit", () => {
    const meetup = meetupWithTopic();
    for (const n of [2, 3, 4]) meetup.does("ana", { type: "topic.propose", id: `topic-000${n}`, title: `Topic ${n}` });
    const pick = (topicId: string) => meetup.does("ben", { type: "vote.cast", topicId, as: "pick" });
    pick("rabbit-ha");
    pick("topic-0002");
    pick("topic-0003");
    expect(pick("topic-0004")).toEqual({ refused: "no-picks-left", path: "topicId" });
    expect(meetup.does("ben", { type: "vote.cast", topicId: "rabbit-ha" })).toBe("nothing");
    meetup.does("ben", { type: "vote.retract", topicId: "rabbit-ha", as: "pick" });
    expect(meetup.view().topics[0]).toMatchObject({ votes: 1, picks: 0 });
    expect(meOf(meetup.state, "ben")).toMatchObject({
      picksLeft: 1,
      votes: ["rabbit-ha", "topic-0002", "topic-0003"],
    });
  });

  it("[A8] are refused on withdrawn topics and once voting is closed", () => {
    const meetup = meetupWithTopic();
    const cast = { type: "vote.cast", topicId: "rabbit-ha" } as const;
    meetup.does("olga", { type: "meetup.setPhase", phase: "running" });
    expect(meetup.does("ben", cast)).toEqual({ refused: "voting-closed", path: "topicId" });
    meetup.does("olga", { type: "meetup.setPhase", phase: "voting" });
    meetup.does("ana", { type: "topic.withdraw", topicId: "rabbit-ha" });
    expect(meetup.does("ben", cast)).toEqual({ refused: "topic-withdrawn", path: "topicId" });
  });

  it("[A1] and what was shown: told again in a closed meetup it changes nothing, anything new is refused", () => {
    const meetup = new MeetupStory();
    for (const id of ["topic-one", "topic-two"]) meetup.does("ana", { type: "topic.propose", id, title: "Packaging" });
    const shown = (topicId: string) => meetup.does("ben", { type: "topic.markShown", topicIds: [topicId] });
    expect(shown("topic-one")).toHaveProperty("touched");
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(shown("topic-one")).toBe("nothing");
    expect(shown("topic-two")).toEqual({ refused: "meetup-closed" });
  });

  it("[A13] are not opened again in a closed meetup, and neither are proposals", () => {
    const meetup = meetupWithTopic();
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    const edit = { type: "meetup.edit" } as const;
    for (const wish of [{ open: true }, { closesAt: "2027-01-01T00:00:00Z" }]) {
      expect(meetup.does("olga", { ...edit, voting: wish })).toEqual({ refused: "meetup-closed", path: "voting" });
      expect(meetup.does("olga", { ...edit, proposals: wish })).toEqual({
        refused: "meetup-closed",
        path: "proposals",
      });
    }
    expect(meetup.does("olga", { ...edit, title: "It was good" })).toHaveProperty("touched");
    expect(meetup.does("ben", { type: "vote.cast", topicId: "rabbit-ha" })).toMatchObject({ refused: "voting-closed" });
    meetup.does("olga", { type: "meetup.setPhase", phase: "running" });
    expect(meetup.does("olga", { ...edit, voting: { open: true } })).toHaveProperty("touched");
  });
});

describe("sessions", () => {
  it("[A9] put a topic on the agenda, in its own pad, and take it off again", () => {
    const meetup = meetupWithCells();
    meetup.does("olga", schedule);
    const [topic] = meetup.view().topics;
    expect(topic).toMatchObject({ status: "scheduled" });
    expect(meetup.view().sessions).toMatchObject([
      { title: topic!.title, padId: topic!.padId, startsAt: slot.startsAt },
    ]);
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    expect(meetup.view()).toMatchObject({ sessions: [], topics: [{ status: "proposed" }] });
  });

  it("[A9] are for organizers; a taken cell and a topic already in a session are refused", () => {
    const meetup = meetupWithCells();
    expect(meetup.does("ana", schedule)).toEqual({ refused: "organizers-only" });
    meetup.does("olga", schedule);
    expect(meetup.does("olga", { ...schedule, id: "session-2", topicIds: [], title: "Lightning talks" })).toMatchObject(
      { refused: "cell-taken" },
    );
    meetup.does("olga", { type: "room.add", id: "side-room", name: "Side room" });
    expect(meetup.does("olga", { ...schedule, id: "session-2", roomId: "side-room" })).toEqual({
      refused: "topic-scheduled",
      path: "topicIds.0",
    });
  });

  it("[A9] are in at most 100 rooms and 500 slots; one that is removed makes place", () => {
    const meetup = new MeetupStory();
    const times = { startsAt: "2026-03-09T10:00:00Z", endsAt: "2026-03-09T10:45:00Z" };
    const room = (at: number) => meetup.does("olga", { type: "room.add", id: `room-${1000 + at}`, name: `Room ${at}` });
    const slot = (at: number) => meetup.does("olga", { type: "slot.add", id: `slot-${1000 + at}`, ...times });
    for (let at = 1; at <= 100; at += 1) room(at);
    for (let at = 1; at <= 500; at += 1) slot(at);
    expect([room(101), slot(501)]).toEqual([{ refused: "too-many-rooms" }, { refused: "too-many-slots" }]);
    expect([room(100), slot(500)]).toEqual(["nothing", "nothing"]);
    meetup.does("olga", { type: "room.remove", roomId: "room-1001" });
    meetup.does("olga", { type: "slot.remove", slotId: "slot-1001" });
    expect([room(101), slot(501)]).toEqual([expect.anything(), expect.anything()]);
    const { rooms, slots } = meetup.view();
    expect([rooms.length, slots.length]).toEqual([100, 500]);
  });

  it("[A32] come back as they were, several topics, times and notes of their own included", () => {
    const meetup = meetupWithCells();
    meetup.does("ana", { type: "topic.propose", id: "packaging", title: "Packaging" });
    const both = { ...schedule, topicIds: ["rabbit-ha", "packaging"], startsAt: "2026-03-09T10:15:00Z" };
    meetup.does("olga", both);
    const before = meetup.view();
    const restore = { type: "session.restore", sessionId: "session-1" } as const;
    expect(meetup.does("olga", restore)).toBe("nothing");
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    expect(meetup.does("ana", restore)).toEqual({ refused: "organizers-only" });
    meetup.does("olga", restore);
    expect(meetup.view()).toEqual(before);
    expect(meetup.does("olga", { ...restore, sessionId: "session-9" })).toMatchObject({ refused: "unknown-session" });
  });

  it("[A32] come back only where place, time and topics are still free, and never into another's notes", () => {
    const meetup = meetupWithCells();
    const restore = { type: "session.restore", sessionId: "session-1" } as const;
    const off = () => {
      meetup.does("olga", schedule);
      meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    };
    off();
    meetup.does("olga", { ...schedule, id: "session-2", topicIds: [], title: "Lightning talks" });
    expect(meetup.does("olga", restore)).toEqual({ refused: "cell-taken", path: "sessionId" });
    meetup.does("olga", { type: "room.add", id: "side-room", name: "Side room" });
    meetup.does("olga", { type: "session.cancel", sessionId: "session-2" });
    meetup.does("olga", { ...schedule, id: "session-3", roomId: "side-room" });
    expect(meetup.does("olga", restore)).toEqual({ refused: "topic-scheduled", path: "sessionId" });
    meetup.does("olga", { type: "session.cancel", sessionId: "session-3" });
    meetup.does("ana", { type: "topic.withdraw", topicId: "rabbit-ha" });
    expect(meetup.does("olga", restore)).toEqual({ refused: "topic-withdrawn", path: "sessionId" });
    meetup.does("ana", { type: "topic.restore", topicId: "rabbit-ha" });
    meetup.does("ben", { type: "sideGroup.start", id: "group-001", topicId: "rabbit-ha" });
    meetup.does("olga", restore);
    const { sessions, sideGroups, topics } = meetup.view();
    expect(sideGroups[0]!.padId).toBe(topics[0]!.padId);
    expect(sessions[0]!.padId).not.toBe(topics[0]!.padId);
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    meetup.does("olga", { type: "slot.remove", slotId: "slot-ten-00" });
    expect(meetup.does("olga", restore)).toEqual({ refused: "unknown-slot", path: "sessionId" });
  });

  it("[A9] a repeat of a cancelled session's making changes nothing", () => {
    const meetup = meetupWithCells();
    meetup.does("olga", schedule);
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    expect(meetup.does("olga", schedule)).toBe("nothing");
  });
});

describe("side groups", () => {
  const start = {
    type: "sideGroup.start",
    id: "group-001",
    topicId: "rabbit-ha",
    capacity: 2,
    place: "Lunch table 4",
  } as const;

  it("[A10] take over the pad of a topic that has no session, and have their own otherwise", () => {
    const meetup = meetupWithCells();
    meetup.does("ben", start);
    const [topic] = meetup.view().topics;
    expect(topic!.status).toBe("side-group");
    expect(meetup.view().sideGroups[0]).toMatchObject({
      padId: topic!.padId,
      members: ["ben"],
      host: "ben",
    });
    meetup.does("olga", schedule);
    expect(meetup.view().topics[0]!.status).toBe("scheduled");
    expect(meetup.view().sessions[0]!.padId).not.toBe(topic!.padId);
  });

  it("[A11] one of two gets the last seat; an ended one takes nobody", () => {
    const meetup = meetupWithTopic();
    meetup.does("ben", start);
    const join = { type: "sideGroup.join", sideGroupId: "group-001" } as const;
    expect(meetup.does("ana", join)).toHaveProperty("touched");
    expect(meetup.does("chi", join)).toMatchObject({ refused: "side-group-full" });
    meetup.does("ana", { type: "sideGroup.leave", sideGroupId: "group-001" });
    expect(meetup.does("ben", { type: "sideGroup.leave", sideGroupId: "group-001" })).toMatchObject({
      refused: "side-group-host",
    });
    expect(meetup.does("chi", { type: "sideGroup.end", sideGroupId: "group-001" })).toEqual({
      refused: "not-yours",
      path: "sideGroupId",
    });
    meetup.does("ben", {
      type: "sideGroup.end",
      sideGroupId: "group-001",
      outcome: "Write it down",
    });
    expect(meetup.does("chi", join)).toMatchObject({ refused: "side-group-ended" });
    expect(meetup.view().sideGroups[0]).toMatchObject({ state: "ended", outcome: "Write it down" });
  });

  it("[A12] show readers without a name how many, not who", () => {
    const meetup = meetupWithTopic();
    meetup.does("ben", start);
    meetup.does("chi", { type: "sideGroup.join", sideGroupId: "group-001" });
    expect(meetup.view("nameless").sideGroups[0]!.members).toBe(2);
    expect(JSON.stringify(meetup.view("nameless"))).not.toContain("chi");
  });
});

describe("phases", () => {
  it("[A13] close proposals, then votes, then all but the notes; organizers propose until the end", () => {
    const meetup = meetupWithTopic();
    const propose = (by: string, id: string) => meetup.does(by, { type: "topic.propose", id, title: "One more thing" });
    meetup.does("olga", { type: "meetup.setPhase", phase: "voting" });
    expect(propose("ana", "late-0001")).toEqual({ refused: "proposals-closed" });
    expect(propose("olga", "late-0002")).toHaveProperty("touched");
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(propose("olga", "late-0003")).toEqual({ refused: "meetup-closed" });
    expect(
      meetup.does("ana", {
        type: "comment.add",
        topicId: "rabbit-ha",
        id: "comment-1",
        body: "Hi",
      }),
    ).toEqual({ refused: "meetup-closed" });
    expect(meetup.does("ana", { type: "meetup.setPhase", phase: "running" })).toEqual({
      refused: "organizers-only",
    });
    expect(meetup.does("olga", { type: "meetup.setPhase", phase: "running" })).toHaveProperty("touched");
  });
});

describe("comments", () => {
  it("[A14] are counted in the view, and answer only comments on the same topic", () => {
    const meetup = meetupWithTopic();
    meetup.does("ana", {
      type: "comment.add",
      topicId: "rabbit-ha",
      id: "comment-1",
      body: "Quorum queues?",
    });
    expect(
      meetup.does("ben", {
        type: "comment.add",
        topicId: "rabbit-ha",
        id: "comment-2",
        body: "Yes",
        replyTo: "comment-9",
      }),
    ).toEqual({
      refused: "unknown-comment",
      path: "replyTo",
    });
    expect(meetup.view().topics[0]!.comments).toBe(1);
  });

  it("[A14] [A17] stand on what a topic was merged into, where they are counted, and on their own topic again after", () => {
    const meetup = meetupWithTopic();
    meetup.does("ben", { type: "topic.propose", id: "packaging", title: "Packaging" });
    meetup.does("ben", { type: "topic.propose", id: "puppet-01", title: "Puppet" });
    for (const [at, topicId] of ["rabbit-ha", "packaging", "puppet-01"].entries())
      meetup.does("chi", { type: "comment.add", id: `comment-${at}`, topicId, body: "Yes" });
    const said = () =>
      meetup.view().topics.map(({ id, comments }) => {
        const all = commentsOf(meetup.state, meetup.state.topics.get(id)!);
        return [comments, all.map((comment) => comment.id).join()];
      });
    const own = [
      [1, "comment-0"],
      [1, "comment-1"],
      [1, "comment-2"],
    ];
    meetup.does("olga", { type: "topic.merge", from: "rabbit-ha", into: "packaging" });
    meetup.does("olga", { type: "topic.merge", from: "packaging", into: "puppet-01" });
    expect(said()).toEqual([
      [0, ""],
      [0, ""],
      [3, "comment-0,comment-1,comment-2"],
    ]);
    for (const topicId of ["packaging", "rabbit-ha"]) meetup.does("olga", { type: "topic.unmerge", topicId });
    expect(said()).toEqual(own);
  });

  it("[A14] [A16] an edited one is news of its topic, also together with a vote", () => {
    const meetup = meetupWithTopic();
    meetup.does("ana", { type: "comment.add", topicId: "rabbit-ha", id: "comment-1", body: "Quorum queues?" });
    const before = meetup.view().topics[0]!;
    const touched = new Set<Touch>();
    for (const answer of [
      meetup.does("ana", { type: "comment.edit", commentId: "comment-1", body: "Streams?" }),
      meetup.does("ben", { type: "vote.cast", topicId: "rabbit-ha" }),
    ])
      if (typeof answer === "object" && "touched" in answer) for (const touch of answer.touched) touched.add(touch);
    const news = meetup.changes(touched).find(({ kind }) => kind === "topic");
    expect(news).toMatchObject({ id: "rabbit-ha", set: { comments: 1, votes: before.votes! + 1 } });
    expect(news).not.toMatchObject({ set: { commentedAt: before.commentedAt } });
  });
});

describe("a topic added for someone", () => {
  const propose = { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA", forName: " Ana Lima " } as const;

  it("shows their plain name beside who added it", () => {
    const meetup = new MeetupStory();
    meetup.does("olga", propose);
    expect(meetup.view().topics[0]).toMatchObject({ proposedBy: "olga", forName: "Ana Lima" });
    expect(meetup.does("olga", propose)).toBe("nothing");
    meetup.does("olga", { type: "topic.propose", id: "upgrades", title: "Upgrades" });
    expect(meetup.view().topics[1]).toMatchObject({ forName: null });
  });

  it("is an organizer's only", () => {
    const meetup = new MeetupStory();
    expect(meetup.does("ana", propose)).toMatchObject({ refused: "organizers-only" });
    expect(commandSchema.safeParse({ ...propose, forName: "x".repeat(61) }).success).toBe(false);
    expect(commandSchema.safeParse({ ...propose, forName: "An\u202ea" }).success).toBe(false);
  });
});

describe("a meetup", () => {
  it("[A52] has only so many topics and side groups, and a topic comments", () => {
    const { topics, sideGroups, comments } = LIMITS;
    const meetup = meetupWithTopic();
    const topic = meetup.state.topics.get("rabbit-ha")!;
    const group = { type: "sideGroup.start", id: "one-too-many", title: "Lobby", place: "Lobby" } as const;
    const comment = { type: "comment.add", id: "one-too-many", topicId: "rabbit-ha", body: "Yes" } as const;
    for (let n = 1; n < topics; n++) meetup.state.topics.set(`topic-${n}`, { ...topic, id: `topic-${n}` });
    for (let n = 0; n < comments; n++)
      topic.comments.push({ id: `${n}`, by: "ana", at: slot.startsAt, body: "", replyTo: null, editedAt: null });
    expect(meetup.does("ana", comment)).toMatchObject({ refused: "too-many-comments" });
    expect(meetup.does("olga", { type: "topic.propose", id: "one-too-many", title: "One too many" })).toMatchObject({
      refused: "too-many-topics",
    });
    expect(meetup.does("ana", group)).toHaveProperty("touched");
    const started = meetup.state.sideGroups.get(group.id)!;
    for (let n = 1; n < sideGroups; n++) meetup.state.sideGroups.set(`group-${n}`, { ...started, id: `group-${n}` });
    expect(meetup.does("ana", { ...group, id: "group-0000" })).toMatchObject({ refused: "too-many-side-groups" });
  });
});
