import { describe, expect, it } from "vitest";
import { invitationWords, sessionInvitationWords } from "../../shared/meetup/invitation-words.ts";
import { concerns } from "../../shared/meetup/push-choices.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";
import { meetupWithSessions } from "./support/meetup-with-sessions.ts";

describe("invitations", () => {
  const start = { type: "sideGroup.start", id: "group-001", topicId: "puppet-01" } as const;
  const invited = (meetup: MeetupStory, id: string) => meOf(meetup.state, id).invitedTo;

  it("[D5] reach those who would come to the topic, by their own part of the meetup and nothing else", () => {
    const meetup = meetupWithSessions();
    for (const voter of ["vera", "vito", "ben"]) meetup.does(voter, { type: "vote.cast", topicId: "puppet-01" });
    const before = JSON.stringify([meetup.view(), meetup.view("nameless")]);
    const started = meetup.does("ben", start);
    if (typeof started !== "object" || !("touched" in started)) throw new Error("refused");
    expect(started.touched).toContain("mine");
    expect(JSON.stringify(meetup.changes(started.touched))).not.toMatch(/vera|vito|invit/iu);
    expect(before).not.toMatch(/vera|vito/iu);
    expect(JSON.stringify(meetup.view())).not.toMatch(/vera|vito|invit/iu);
    expect(["vera", "vito", "ben", "ana"].map((id) => invited(meetup, id))).toEqual([
      ["group-001"],
      ["group-001"],
      [],
      [],
    ]);
    meetup.does("vera", { type: "sideGroup.join", sideGroupId: "group-001" });
    meetup.does("vito", { type: "vote.retract", topicId: "puppet-01" });
    expect(invited(meetup, "vera")).toEqual([]);
    expect(invited(meetup, "vito")).toEqual([]);
    meetup.does("vera", { type: "sideGroup.leave", sideGroupId: "group-001" });
    expect(invited(meetup, "vera")).toEqual(["group-001"]);
    meetup.does("ben", { type: "sideGroup.end", sideGroupId: "group-001" });
    expect(invited(meetup, "vera")).toEqual([]);
  });

  it("[D5] go to whoever voted for what was merged into the topic, or what it was merged into", () => {
    const meetup = meetupWithSessions();
    meetup.does("vera", { type: "vote.cast", topicId: "rabbit-ha" });
    meetup.does("ben", start);
    expect(invited(meetup, "vera")).toEqual([]);
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    meetup.does("olga", { type: "session.cancel", sessionId: "session-2" });
    for (const [from, into] of [
      ["rabbit-ha", "puppet-01"],
      ["puppet-01", "rabbit-ha"],
    ] as const) {
      expect(meetup.does("olga", { type: "topic.merge", from, into })).toHaveProperty("touched");
      expect(invited(meetup, "vera")).toEqual(["group-001"]);
      meetup.does("olga", { type: "topic.unmerge", topicId: from });
    }
  });

  it("[D5] go to whoever voted for a topic of the session that a group came from, here and by push", () => {
    const meetup = meetupWithSessions();
    meetup.does("ana", { type: "topic.propose", id: "packaging", title: "Packaging" });
    meetup.does("vito", { type: "vote.cast", topicId: "packaging" });
    for (const voter of ["vera", "ben"]) meetup.does(voter, { type: "vote.cast", topicId: "rabbit-ha" });
    const out = { type: "sideGroup.start", id: "group-001", sessionId: "session-1" } as const;
    const started = meetup.does("ben", out);
    if (typeof started !== "object" || !("touched" in started)) throw new Error("refused");
    expect(started.touched).toContain("mine");
    const told = (id: string) => {
      const [sideGroup] = meetup.view().sideGroups;
      return concerns(meetup.state, { type: "sideGroup.started", sideGroup: sideGroup! })?.isFor(id);
    };
    const people = ["vera", "vito", "ben", "ana"];
    expect(people.map((id) => invited(meetup, id))).toEqual([["group-001"], [], [], []]);
    expect(people.map(told)).toEqual([true, false, false, false]);
    expect(JSON.stringify(meetup.view())).not.toMatch(/vera|vito|invit/iu);
    expect(meetup.does("olga", { type: "topic.merge", from: "packaging", into: "rabbit-ha" })).toHaveProperty(
      "touched",
    );
    expect(people.map((id) => invited(meetup, id))).toEqual([["group-001"], ["group-001"], [], []]);
    expect(people.map(told)).toEqual([true, true, false, false]);
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    expect(invited(meetup, "vera")).toEqual(["group-001"]);
  });

  it("[D5] out of a session are told by the count of its topic, and without one if it has several", () => {
    const meetup = meetupWithSessions();
    for (const voter of ["vera", "vito", "ben"]) meetup.does(voter, { type: "vote.cast", topicId: "rabbit-ha" });
    const words = (topicIds: string[], mine: string[] = []) =>
      sessionInvitationWords(meetup.view().topics, topicIds, mine);
    expect(words(["rabbit-ha"])).toBe("3 people will hear about it.");
    expect(words(["rabbit-ha"], ["rabbit-ha"])).toBe("A few people will hear about it.");
    expect(words(["rabbit-ha", "puppet-01"])).toBe("Those who voted for its topics will hear about it.");
    expect(words([])).toBe(undefined);
    meetup.does("olga", { type: "session.cancel", sessionId: "session-2" });
    meetup.does("olga", { type: "topic.merge", from: "puppet-01", into: "rabbit-ha" });
    expect(words(["puppet-01", "rabbit-ha"])).toBe("3 people will hear about it.");
    meetup.does("olga", { type: "meetup.edit", voting: { tallies: "closed" } });
    expect(words(["rabbit-ha"])).toBe("Everyone who would come to it will hear about it.");
  });

  it.each([
    [9, false, "9 people will hear about it."],
    [9, true, "8 people will hear about it."],
    [2, false, "A few people will hear about it."],
    [3, true, "A few people will hear about it."],
    [1, true, "Nobody else has asked for it yet."],
    [0, false, "Nobody else has asked for it yet."],
    [null, false, "Everyone who would come to it will hear about it."],
  ])("[D5] of %s votes, one's own among them %s, are told as: %s", (votes, isMine, words) => {
    expect(invitationWords(votes, { isMine })).toBe(words);
  });
});
