import { atOnce } from "../../shared/in-parts.ts";
import { describe, expect, it } from "vitest";
import { meetupMarkdown } from "../../shared/exports/meetup-markdown.ts";
import { commandSchema } from "../../shared/meetup/commands.ts";
import { isModeratorOf, leadsPad } from "../../shared/meetup/moderators.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";
import { at, meetupWithSessions, TEN } from "./support/meetup-with-sessions.ts";

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

  it("[A9] never ends before it starts, whatever becomes of its slot", () => {
    const meetup = meetupWithSessions();
    const schedule = {
      type: "session.schedule",
      id: "session-3",
      topicIds: new Array<string>(),
      title: "Welcome",
      roomId: "room-two0",
      slotId: "slot-ten-00",
    } as const;
    for (const [path, own] of [
      ["startsAt", { startsAt: at(45) }],
      ["endsAt", { endsAt: at(0) }],
      ["startsAt", { startsAt: at(200) }],
    ] as const) {
      const refused = { refused: "ends-before-start", path };
      expect(meetup.does("olga", { ...schedule, ...own })).toEqual(refused);
      expect(meetup.does("olga", { type: "session.edit", sessionId: "session-1", ...own })).toEqual(refused);
      expect(meetup.does("olga", { type: "slot.edit", slotId: "slot-ten-00", ...own })).toEqual(refused);
    }
    const late = { type: "session.edit", sessionId: "session-1", startsAt: at(200), endsAt: null } as const;
    expect(meetup.does("olga", late)).toEqual({ refused: "ends-before-start", path: "startsAt" });
    meetup.does("mo", { type: "session.extend", sessionId: "session-1", minutes: 5 });
    const slot = { type: "slot.edit", slotId: "slot-ten-00", startsAt: at(200), endsAt: at(245) } as const;
    expect(meetup.does("olga", slot)).toHaveProperty("touched");
    expect(sessionOf(meetup)).toMatchObject({ startsAt: at(200), endsAt: at(245) });
    meetup.does("mo", { type: "session.extend", sessionId: "session-1", minutes: 5 });
    expect(sessionOf(meetup).endsAt).toBe(at(250));
    expect(meetup.does("mo", { type: "session.edit", sessionId: "session-1", title: "Rabbits" })).toHaveProperty(
      "touched",
    );
    // One from a log of before that was refused.
    meetup.record("olga", {
      type: "session.scheduled",
      session: { ...schedule, startsAt: at(300) },
      padId: "pad-of-3",
      newPadTitle: "Welcome",
    });
    expect(sessionOf(meetup, "session-3")).toMatchObject({ startsAt: at(200), endsAt: at(245) });
  });

  it("[A9] is given new times whatever it had been given before its slot was moved", () => {
    const meetup = meetupWithSessions();
    const edit = { type: "session.edit", sessionId: "session-1" } as const;
    const slot = { type: "slot.edit", slotId: "slot-ten-00" } as const;
    meetup.does("mo", { type: "session.extend", sessionId: "session-1", minutes: 5 });
    meetup.does("olga", { ...slot, startsAt: at(200), endsAt: at(245) });
    // What nobody sees isn't judged by, and isn't so already.
    expect(meetup.does("olga", { ...edit, endsAt: at(50) })).toEqual({ refused: "ends-before-start", path: "endsAt" });
    expect(meetup.does("olga", { ...edit, startsAt: at(210) })).toHaveProperty("touched");
    expect(sessionOf(meetup)).toMatchObject({ startsAt: at(210), endsAt: at(245) });
    meetup.does("olga", { ...slot, startsAt: TEN, endsAt: at(45) });
    expect(meetup.does("olga", { ...edit, endsAt: at(30) })).toHaveProperty("touched");
    expect(sessionOf(meetup)).toMatchObject({ startsAt: TEN, endsAt: at(30) });
    expect(meetup.does("olga", { ...edit, endsAt: at(30) })).toBe("nothing");
    expect(meetup.replayed()).toEqual(meetup.state);
  });

  it("[A1] [D2] is extended once also when its slot has left behind the start that it was given", () => {
    for (const minutes of [5, 30]) {
      const meetup = meetupWithSessions();
      meetup.does("olga", { type: "session.edit", sessionId: "session-1", startsAt: at(10) });
      meetup.does("olga", { type: "slot.edit", slotId: "slot-ten-00", startsAt: at(-60), endsAt: at(-15) });
      const more = { type: "session.extend", sessionId: "session-1", minutes, from: at(-15) } as const;
      expect(meetup.does("mo", more)).toHaveProperty("touched");
      expect(sessionOf(meetup)).toMatchObject({ startsAt: at(-60), endsAt: at(minutes - 15) });
      expect(meetup.does("mo", more)).toBe("nothing");
      expect(meetup.replayed()).toEqual(meetup.state);
    }
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
    const exported = atOnce(meetupMarkdown(meetup.view("nameless"), new Map()));
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

  it("[D4] are taken back by the name that they were made under as well", () => {
    const meetup = meetupWithSessions();
    meetup.does("olga", { type: "announcement.add", id: "lunch-001", text: "Lunch is served", until: at(180) });
    const remove = { type: "announcement.remove", id: "lunch-001" } as const;
    expect(meetup.does("olga", remove)).toHaveProperty("touched");
    expect(meetup.does("olga", remove)).toBe("nothing");
    expect(meetup.does("olga", { ...remove, id: "nothing-1" })).toEqual({
      refused: "unknown-announcement",
      path: "id",
    });
    for (const wrong of [{}, { id: "lunch-001", announcementId: "lunch-001" }])
      expect(commandSchema.safeParse({ type: "announcement.remove", ...wrong }).error?.issues).toMatchObject([
        { path: ["announcementId"] },
      ]);
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
