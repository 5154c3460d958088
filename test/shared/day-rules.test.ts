import { describe, expect, it } from "vitest";
import { meetupMarkdown } from "../../shared/exports/meetup-markdown.ts";
import { invitationWords, sessionInvitationWords } from "../../shared/meetup/invitation-words.ts";
import { isModeratorOf, leadsPad } from "../../shared/meetup/moderators.ts";
import { concerns } from "../../shared/meetup/push-choices.ts";
import { sideGroupClashes } from "../../shared/meetup/side-group-clashes.ts";
import { wantedTopics } from "../../shared/meetup/wanted-topics.ts";
import { meOf } from "../../shared/meetup/view-of.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const TEN = "2026-03-09T10:00:00.000Z";
const at = (minutes: number) => new Date(Date.parse(TEN) + minutes * 60_000).toISOString();
const ms = (minutes: number) => Date.parse(at(minutes));

/** Two rooms, two slots of 45 minutes from ten on, and a session in each cell of Main hall; Mo moderates the first. */
function meetupWithSessions(): MeetupStory {
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

const sessionOf = (meetup: MeetupStory, id = "session-1") => meetup.view().sessions.find((each) => each.id === id)!;

describe("a session", () => {
  it("[D1] is started, extended, ended and called full by who moderates it and by organizers only", () => {
    const meetup = meetupWithSessions();
    const all = [
      { type: "session.setState", sessionId: "session-1", state: "running" },
      { type: "session.setFull", sessionId: "session-1", full: true },
      { type: "session.extend", sessionId: "session-1", minutes: 5 },
      { type: "session.edit", sessionId: "session-1", title: "Rabbits" },
      { type: "outcome.set", sessionId: "session-1", text: "Use quorum queues" },
    ] as const;
    for (const command of all) {
      expect(meetup.does("ana", command)).toMatchObject({ refused: "moderators-only" });
      expect(meetup.does("mo", command)).toHaveProperty("touched");
    }
    for (const command of all.filter(({ type }) => type !== "session.extend"))
      expect(meetup.does("olga", command)).toBe("nothing");
    expect(sessionOf(meetup)).toMatchObject({
      title: "Rabbits",
      state: "running",
      full: true,
      endsAt: at(50),
      moderators: [{ personId: "mo" }],
      outcome: "Use quorum queues",
    });
    expect(meetup.does("mo", { type: "session.setState", sessionId: "session-2", state: "running" })).toMatchObject({
      refused: "moderators-only",
    });
    expect(meetup.does("mo", { type: "session.setState", sessionId: "session-9", state: "done" })).toMatchObject({
      refused: "unknown-session",
    });
  });

  it("[D1] has its times and moderators from organizers only, and an offer gives no rights", () => {
    const meetup = meetupWithSessions();
    meetup.does("ana", { type: "volunteer.offer", topicId: "rabbit-ha", as: "moderator" });
    expect(meetup.does("ana", { type: "session.setFull", sessionId: "session-1", full: true })).toMatchObject({
      refused: "moderators-only",
    });
    expect(meetup.does("mo", { type: "session.edit", sessionId: "session-1", moderators: [] })).toMatchObject({
      refused: "organizers-only",
    });
    expect(meetup.does("mo", { type: "session.edit", sessionId: "session-1", endsAt: at(60) })).toMatchObject({
      refused: "organizers-only",
    });
    const edit = { type: "session.edit", sessionId: "session-1" } as const;
    expect(meetup.does("olga", { ...edit, endsAt: at(0) })).toMatchObject({ refused: "ends-before-start" });
    expect(meetup.does("olga", { ...edit, moderators: [{ name: "Someone by phone" }] })).toHaveProperty("touched");
    expect(meetup.does("mo", { type: "session.setFull", sessionId: "session-1", full: true })).toMatchObject({
      refused: "moderators-only",
    });
    expect(meetup.does("olga", { ...edit, startsAt: at(5) })).toHaveProperty("touched");
    expect(meetup.does("olga", { ...edit, startsAt: null })).toHaveProperty("touched");
    expect(sessionOf(meetup)).toMatchObject({ startsAt: TEN, moderators: [{ name: "Someone by phone" }] });
  });

  it("[D1] never has a moderator who moderates another at an overlapping time, however it comes to that", () => {
    const meetup = meetupWithSessions();
    const mo = [{ personId: "mo" }];
    expect(meetup.does("olga", { type: "session.edit", sessionId: "session-2", moderators: mo })).toHaveProperty(
      "touched",
    );
    expect(meetup.does("olga", { type: "session.edit", sessionId: "session-2", startsAt: at(30) })).toEqual({
      refused: "moderator-elsewhere",
      path: "moderators.0",
    });
    const move = {
      type: "session.move",
      sessionId: "session-2",
      roomId: "room-two0",
      slotId: "slot-ten-00",
    } as const;
    expect(meetup.does("olga", move)).toMatchObject({ refused: "moderator-elsewhere" });
    meetup.does("olga", { type: "session.edit", sessionId: "session-2", moderators: [] });
    expect(meetup.does("olga", move)).toHaveProperty("touched");
    expect(meetup.does("olga", { type: "session.edit", sessionId: "session-2", moderators: mo })).toMatchObject({
      refused: "moderator-elsewhere",
    });
  });

  it("[D1] [D6] is run, like a side group, by nobody who was removed", () => {
    const meetup = meetupWithSessions();
    meetup.does("ana", { type: "sideGroup.start", id: "group-001", title: "Lunch" });
    meetup.does("ben", { type: "sideGroup.join", sideGroupId: "group-001" });
    for (const personId of ["mo", "ben"]) meetup.does("olga", { type: "person.remove", personId });
    expect(meetup.does("mo", { type: "session.setFull", sessionId: "session-1", full: true })).toMatchObject({
      refused: "person-removed",
    });
    expect(
      meetup.does("olga", { type: "session.edit", sessionId: "session-2", moderators: [{ personId: "mo" }] }),
    ).toEqual({ refused: "is-removed", path: "moderators.0.personId" });
    expect(meetup.does("ana", { type: "sideGroup.handOver", sideGroupId: "group-001", personId: "ben" })).toEqual({
      refused: "is-removed",
      path: "personId",
    });
  });

  it("[D1] names its moderators in the view, and who leads a pad can be told", () => {
    const meetup = meetupWithSessions();
    expect(meetup.view("nameless").people.names).toHaveProperty("mo");
    const session = meetup.state.sessions.get("session-1")!;
    expect(isModeratorOf(session, "mo")).toBe(true);
    for (const [person, leads] of [["olga", true] as const, ["mo", true] as const, ["ana", false] as const])
      expect(leadsPad(meetup.state, session.padId, person)).toBe(leads);
    meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    expect(meetup.view().people.names).not.toHaveProperty("mo");
    expect(leadsPad(meetup.state, session.padId, "mo")).toBe(false);
  });

  it("[D2] extended from the end one saw is extended once, by however many", () => {
    const meetup = meetupWithSessions();
    const five = { type: "session.extend", sessionId: "session-1", minutes: 5, from: at(45) } as const;
    expect(meetup.does("mo", five)).toHaveProperty("touched");
    expect(meetup.does("mo", five)).toBe("nothing");
    expect(meetup.does("olga", five)).toBe("nothing");
    expect(sessionOf(meetup).endsAt).toBe(at(50));
    meetup.does("mo", { ...five, minutes: 10, from: at(50) });
    expect(meetup.does("mo", five)).toBe("nothing");
    expect(sessionOf(meetup).endsAt).toBe(at(60));
    expect(meetup.does("mo", { ...five, minutes: -10, from: at(60) })).toHaveProperty("touched");
    expect(sessionOf(meetup).endsAt).toBe(at(50));
    meetup.does("mo", { type: "session.extend", sessionId: "session-1", minutes: 5 });
    meetup.does("mo", { type: "session.extend", sessionId: "session-1", minutes: 5 });
    expect(sessionOf(meetup).endsAt).toBe(at(60));
    expect(meetup.does("mo", { type: "session.extend", sessionId: "session-1", minutes: -60 })).toEqual({
      refused: "ends-before-start",
      path: "minutes",
    });
  });
});

describe("outcomes", () => {
  it("[D3] are written by who leads, after the meetup closed too, until its notes close, and stand in the export", () => {
    const meetup = meetupWithSessions();
    meetup.does("ben", { type: "sideGroup.start", id: "group-001", title: "Lunch on modules" });
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    const ofGroup = { type: "outcome.set", sideGroupId: "group-001" } as const;
    expect(meetup.does("ana", { ...ofGroup, text: "Mine" })).toMatchObject({ refused: "not-yours" });
    expect(meetup.does("ben", { ...ofGroup, text: "Share the modules" })).toHaveProperty("touched");
    const ofSession = { type: "outcome.set", sessionId: "session-1" } as const;
    expect(meetup.does("mo", { ...ofSession, text: "Quorum queues" })).toHaveProperty("touched");
    expect(meetup.does("mo", { type: "session.setFull", sessionId: "session-1", full: true })).toEqual({
      refused: "meetup-closed",
    });
    const exported = meetupMarkdown(meetup.view("nameless"), new Map());
    expect(exported).toContain("Outcome: Share the modules");
    expect(exported).toContain("Outcome: Quorum queues");
    expect(exported).toContain("10:00 to 10:45, Main hall, moderated by Mo");
    expect(meetup.does("mo", { ...ofSession, text: "" })).toHaveProperty("touched");
    expect(sessionOf(meetup).outcome).toBe(null);
    // The story's clock stands on 9 March 2026.
    meetup.does("olga", { type: "meetup.setPhase", phase: "running" });
    meetup.record("olga", { type: "meetup.edited", set: { notesUntil: "2026-03-08" } });
    expect(meetup.does("mo", { ...ofSession, text: "While it runs" })).toHaveProperty("touched");
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(meetup.does("mo", { ...ofSession, text: "Too late" })).toEqual({ refused: "meetup-closed" });
  });
});

describe("announcements", () => {
  it("[D4] are made and taken back by organizers, and are gone from the public log then", () => {
    const meetup = meetupWithSessions();
    const lunch = { type: "announcement.add", id: "lunch-001", text: "Lunch is served", until: at(180) } as const;
    expect(meetup.does("ana", lunch)).toEqual({ refused: "organizers-only" });
    const added = meetup.does("olga", lunch);
    if (typeof added !== "object" || !("touched" in added)) throw new Error("refused");
    expect(meetup.changes(added.touched, "nameless")).toEqual([
      { kind: "announcement", id: "lunch-001", set: { id: "lunch-001", text: "Lunch is served", until: at(180) } },
    ]);
    expect(meetup.does("olga", lunch)).toBe("nothing");
    expect(meetup.does("olga", { ...lunch, text: "Dinner" })).toMatchObject({ refused: "id-taken" });
    const remove = { type: "announcement.remove", announcementId: "lunch-001" } as const;
    expect(meetup.does("ana", remove)).toEqual({ refused: "organizers-only" });
    const removed = meetup.does("olga", remove);
    if (typeof removed !== "object" || !("touched" in removed)) throw new Error("refused");
    expect(meetup.changes(removed.touched)).toEqual([{ kind: "announcement", id: "lunch-001", gone: true }]);
    expect(meetup.does("olga", remove)).toBe("nothing");
    expect(meetup.does("olga", { ...remove, announcementId: "nothing-1" })).toMatchObject({
      refused: "unknown-announcement",
    });
    expect(meetup.view().announcements).toEqual([]);
  });

  it("[D4] end later than now, but may be asked for again once their time has passed", () => {
    const meetup = meetupWithSessions();
    const soon = { type: "announcement.add", id: "doors-001", text: "Doors close", until: meetup.now() } as const;
    expect(meetup.does("olga", soon)).toEqual({ refused: "invalid", path: "until" });
    // The field comes before the role.
    expect(meetup.does("ana", soon)).toEqual({ refused: "invalid", path: "until" });
    const until = new Date(Date.parse(meetup.now()) + 1000).toISOString();
    expect(meetup.does("olga", { ...soon, until })).toHaveProperty("touched");
    expect(Date.parse(meetup.now())).toBeGreaterThanOrEqual(Date.parse(until));
    expect(meetup.does("olga", { ...soon, until })).toBe("nothing");
    expect(meetup.does("olga", { ...soon, until, text: "Doors open" })).toEqual({ refused: "invalid", path: "until" });
  });
});

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

describe("a side group", () => {
  function withGroups(): MeetupStory {
    const meetup = meetupWithSessions();
    meetup.does("ana", { type: "sideGroup.start", id: "group-001", topicId: "puppet-01", capacity: 3 });
    meetup.does("ben", { type: "sideGroup.start", id: "group-002", title: "Lunch", capacity: 3 });
    for (const person of ["chi", "ben"]) meetup.does(person, { type: "sideGroup.join", sideGroupId: "group-001" });
    return meetup;
  }
  const group = (meetup: MeetupStory, id: string) => meetup.view().sideGroups.find((each) => each.id === id)!;

  it("[D6] is renamed, moved and resized by its host or an organizer, never to fewer places than people", () => {
    const meetup = withGroups();
    const edit = { type: "sideGroup.edit", sideGroupId: "group-001" } as const;
    expect(meetup.does("chi", { ...edit, place: "Lobby" })).toMatchObject({ refused: "not-yours" });
    expect(meetup.does("ana", { ...edit, capacity: 2 })).toEqual({ refused: "side-group-seats", path: "capacity" });
    const all = { ...edit, title: "Puppet, at last", place: "Lobby sofa", startsAt: at(90), capacity: 12 } as const;
    expect(meetup.does("ana", all)).toHaveProperty("touched");
    expect(meetup.does("olga", all)).toBe("nothing");
    expect(meetup.does("olga", { ...edit, startsAt: null, capacity: null })).toHaveProperty("touched");
    expect(group(meetup, "group-001")).toMatchObject({
      title: "Puppet, at last",
      place: "Lobby sofa",
      startsAt: null,
      capacity: null,
    });
  });

  it("[D6] is handed over to someone in it only, and repeating that changes nothing", () => {
    const meetup = withGroups();
    const handOver = { type: "sideGroup.handOver", sideGroupId: "group-001", personId: "chi" } as const;
    expect(meetup.does("ben", handOver)).toMatchObject({ refused: "not-yours" });
    expect(meetup.does("ana", { ...handOver, personId: "mo" })).toEqual({ refused: "not-a-member", path: "personId" });
    expect(meetup.does("ana", handOver)).toHaveProperty("touched");
    expect(meetup.does("ana", handOver)).toBe("nothing");
    expect(group(meetup, "group-001")).toMatchObject({ host: "chi", members: ["ana", "chi", "ben"] });
    expect(meetup.does("ana", { type: "sideGroup.leave", sideGroupId: "group-001" })).toHaveProperty("touched");
    expect(meetup.does("chi", { type: "sideGroup.end", sideGroupId: "group-001" })).toHaveProperty("touched");
  });

  it("[D6] goes on in another if that holds everyone; each keeps its pad, and nobody loses a place", () => {
    const meetup = withGroups();
    meetup.does("mo", { type: "sideGroup.join", sideGroupId: "group-002" });
    const merge = { type: "sideGroup.merge", from: "group-002", into: "group-001" } as const;
    expect(meetup.does("ana", merge)).toEqual({ refused: "not-yours", path: "from" });
    expect(meetup.does("ben", merge)).toEqual({ refused: "side-group-full", path: "into" });
    meetup.does("ana", { type: "sideGroup.edit", sideGroupId: "group-001", capacity: 4 });
    const pads = meetup.view().sideGroups.map(({ padId }) => padId);
    expect(meetup.does("ben", merge)).toHaveProperty("touched");
    expect(meetup.does("ben", merge)).toBe("nothing");
    expect(group(meetup, "group-001").members).toEqual(["ana", "chi", "ben", "mo"]);
    expect(group(meetup, "group-002")).toMatchObject({ state: "ended", mergedInto: "group-001" });
    expect(meetup.view().sideGroups.map(({ padId }) => padId)).toEqual(pads);
    expect(meetup.does("ana", { type: "sideGroup.merge", from: "group-001", into: "group-002" })).toEqual({
      refused: "side-group-ended",
      path: "into",
    });
    expect(meetupMarkdown(meetup.view(), new Map())).toContain("goes on in Puppet");
  });

  it("[D6] is taken back by who handed it over, for two minutes and by nobody else", () => {
    const meetup = withGroups();
    const handOver = { type: "sideGroup.handOver", sideGroupId: "group-001" } as const;
    meetup.does("ana", { ...handOver, personId: "chi" });
    expect(meetup.does("ben", { ...handOver, personId: "ben" })).toEqual({ refused: "not-yours", path: "sideGroupId" });
    expect(meetup.does("ana", { ...handOver, personId: "ben" })).toEqual({ refused: "not-yours", path: "sideGroupId" });
    expect(meetup.does("ana", { ...handOver, personId: "ana" })).toHaveProperty("touched");
    expect(group(meetup, "group-001").host).toBe("ana");
    meetup.does("ana", { ...handOver, personId: "chi" });
    for (let second = 0; second < 120; second += 1) meetup.record("olga", { type: "person.renamed" });
    expect(meetup.does("ana", { ...handOver, personId: "ana" })).toEqual({ refused: "not-yours", path: "sideGroupId" });
  });

  it("[D6] is parted again: each has its own, who came since stays, and who left since stays away", () => {
    const meetup = withGroups();
    for (const who of ["mo", "eve"]) meetup.does(who, { type: "sideGroup.join", sideGroupId: "group-002" });
    meetup.does("ana", { type: "sideGroup.edit", sideGroupId: "group-001", capacity: null });
    const before = meetup.view().sideGroups;
    const merge = { type: "sideGroup.merge", from: "group-002", into: "group-001" } as const;
    const part = { type: "sideGroup.unmerge", sideGroupId: "group-002" } as const;
    expect(meetup.does("ben", part)).toBe("nothing");
    meetup.does("ben", merge);
    expect(meetup.does("mo", part)).toEqual({ refused: "not-yours", path: "sideGroupId" });
    expect(meetup.does("ben", part)).toHaveProperty("touched");
    expect(meetup.view().sideGroups).toEqual(before);
    meetup.does("ben", merge);
    meetup.does("dan", { type: "sideGroup.join", sideGroupId: "group-001" });
    meetup.does("mo", { type: "sideGroup.leave", sideGroupId: "group-001" });
    expect(meetup.does("ben", part)).toHaveProperty("touched");
    expect(meetup.does("ben", part)).toBe("nothing");
    expect(group(meetup, "group-001").members).toEqual(["ana", "chi", "ben", "dan"]);
    expect(group(meetup, "group-002")).toMatchObject({ state: "open", mergedInto: null, members: ["ben", "eve"] });
    expect(meetup.replayed()).toEqual(meetup.state);
  });

  it("[D6] is not parted once the other has ended, or when nobody of it is left", () => {
    const part = { type: "sideGroup.unmerge", sideGroupId: "group-002" } as const;
    const merged = (more: string[] = []) => {
      const meetup = withGroups();
      for (const who of more) meetup.does(who, { type: "sideGroup.join", sideGroupId: "group-002" });
      meetup.does("ana", { type: "sideGroup.edit", sideGroupId: "group-001", capacity: null });
      meetup.does("ben", { type: "sideGroup.merge", from: "group-002", into: "group-001" });
      return meetup;
    };
    const ended = merged();
    ended.does("ana", { type: "sideGroup.end", sideGroupId: "group-001" });
    expect(ended.does("ben", part)).toEqual({ refused: "side-group-ended", path: "sideGroupId" });
    const left = merged();
    left.does("ben", { type: "sideGroup.leave", sideGroupId: "group-001" });
    expect(left.does("ben", part)).toEqual({ refused: "side-group-empty", path: "sideGroupId" });
    const hosting = merged(["mo"]);
    hosting.does("ana", { type: "sideGroup.handOver", sideGroupId: "group-001", personId: "mo" });
    hosting.does("ben", part);
    expect(group(hosting, "group-001")).toMatchObject({ host: "mo", members: ["ana", "chi", "ben", "mo"] });
    expect(group(hosting, "group-002").members).toEqual(["ben", "mo"]);
  });

  it("[D8] keeps a sentence given when ending what has ended, merged or not, unless another stands", () => {
    const meetup = withGroups();
    meetup.does("olga", { type: "sideGroup.edit", sideGroupId: "group-001", capacity: null });
    meetup.does("ben", { type: "sideGroup.merge", from: "group-002", into: "group-001" });
    meetup.does("ana", { type: "sideGroup.end", sideGroupId: "group-001" });
    for (const [sideGroupId, host] of [
      ["group-001", "ana"],
      ["group-002", "ben"],
    ] as const) {
      const end = { type: "sideGroup.end", sideGroupId, outcome: "Share the modules" } as const;
      expect(meetup.does("chi", end)).toEqual({ refused: "not-yours", path: "sideGroupId" });
      expect(meetup.does(host, { type: "sideGroup.end", sideGroupId })).toBe("nothing");
      expect(meetup.does(host, end)).toHaveProperty("touched");
      expect(group(meetup, sideGroupId)).toMatchObject({ state: "ended", outcome: "Share the modules" });
      expect(meetup.does("olga", end)).toBe("nothing");
      expect(meetup.does(host, { ...end, outcome: "Something else" })).toEqual({
        refused: "side-group-ended",
        path: "outcome",
      });
      expect(meetup.does(host, { type: "sideGroup.end", sideGroupId })).toBe("nothing");
    }
  });

  it("[D9] is left by who is removed: the next to have joined hosts it, and one with nobody left ends", () => {
    const meetup = withGroups();
    meetup.does("dan", { type: "sideGroup.start", id: "group-003", title: "Over already" });
    meetup.does("dan", { type: "sideGroup.end", sideGroupId: "group-003" });
    meetup.does("dan", { type: "sideGroup.start", id: "group-004", title: "Alone" });
    const remove = (personId: string) => {
      const done = meetup.does("olga", { type: "person.remove", personId });
      if (typeof done !== "object" || !("touched" in done)) throw new Error("refused");
      return [...done.touched].filter((touch) => touch.startsWith("sideGroup:"));
    };
    expect(meetup.does("eve", { type: "sideGroup.join", sideGroupId: "group-001" })).toMatchObject({
      refused: "side-group-full",
    });
    expect(remove("ana")).toEqual(["sideGroup:group-001"]);
    expect(group(meetup, "group-001")).toMatchObject({ host: "chi", members: ["chi", "ben"], state: "open" });
    expect(meetup.does("eve", { type: "sideGroup.join", sideGroupId: "group-001" })).toHaveProperty("touched");
    expect(remove("ben")).toEqual(["sideGroup:group-001", "sideGroup:group-002"]);
    expect(group(meetup, "group-001")).toMatchObject({ host: "chi", members: ["chi", "eve"] });
    expect(group(meetup, "group-002")).toMatchObject({ state: "ended", members: [] });
    expect(remove("dan")).toEqual(["sideGroup:group-004"]);
    expect(group(meetup, "group-003").members).toEqual(["dan"]);
    meetup.does("olga", { type: "person.restore", personId: "ana" });
    expect(group(meetup, "group-001")).toMatchObject({ host: "chi", members: ["chi", "eve"] });
    expect(meetup.does("ana", { type: "sideGroup.edit", sideGroupId: "group-001", place: "Lobby" })).toMatchObject({
      refused: "not-yours",
    });
  });

  it("[D7] is told when the schedule takes its room or its time", () => {
    const meetup = meetupWithSessions();
    const start = { type: "sideGroup.start", title: "Modules" } as const;
    meetup.does("ana", { ...start, id: "in-the-hall", place: " main HALL", startsAt: at(30) });
    meetup.does("ana", { ...start, id: "between-them", place: "Main hall", startsAt: at(45), capacity: 4 });
    meetup.does("ana", { ...start, id: "on-the-sofa", place: "Lobby sofa", startsAt: at(30) });
    meetup.does("ana", { ...start, id: "no-time-yet", place: "Main hall" });
    const clashes = (id: string, now = 0) => {
      const view = meetup.view();
      return sideGroupClashes(
        view,
        view.sideGroups.find((each) => each.id === id)!,
        ms(now),
      ).map(({ kind }) => kind);
    };
    expect(clashes("in-the-hall")).toEqual(["room"]);
    expect(clashes("between-them")).toEqual(["room"]);
    expect(clashes("on-the-sofa")).toEqual([]);
    expect(clashes("no-time-yet", 10)).toEqual(["room"]);
    expect(clashes("no-time-yet", 50)).toEqual([]);
    meetup.does("olga", {
      type: "slot.add",
      id: "plenary-1",
      startsAt: at(50),
      endsAt: at(60),
      kind: "everyone",
      label: "Plenary",
    });
    expect(clashes("on-the-sofa")).toEqual(["everyone"]);
    expect(clashes("on-the-sofa", 61)).toEqual([]);
    meetup.does("olga", { type: "session.setState", sessionId: "session-1", state: "done" });
    expect(clashes("in-the-hall")).toEqual(["everyone"]);
    meetup.does("ana", { type: "sideGroup.end", sideGroupId: "in-the-hall" });
    expect(clashes("in-the-hall")).toEqual([]);
  });
});

describe("topics that are wanted", () => {
  const wanted = (meetup: MeetupStory) => wantedTopics(meetup.view()).map(({ id }) => id);

  it("are those with votes that have neither a session nor a side group, nor a place above the line", () => {
    const meetup = meetupWithSessions();
    for (const [id, voters] of [
      ["packaging", 3],
      ["dashboards", 2],
      ["time-sync", 1],
      ["unloved-1", 0],
    ] as const) {
      meetup.does("ana", { type: "topic.propose", id, title: `About ${id}` });
      for (let n = 0; n < voters; n++) meetup.does(`voter-${n}`, { type: "vote.cast", topicId: id });
    }
    // Four cells, two of them taken: two more topics fit.
    expect(wanted(meetup)).toEqual(["time-sync"]);
    meetup.does("olga", { type: "topic.park", topicId: "packaging" });
    expect(wanted(meetup)).toEqual(["packaging"]);
    meetup.does("ben", { type: "sideGroup.start", id: "group-001", topicId: "packaging" });
    expect(wanted(meetup)).toEqual(["time-sync"]);
    expect(wanted(new MeetupStory())).toEqual([]);
  });
});
