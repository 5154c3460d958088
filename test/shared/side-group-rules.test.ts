import { atOnce } from "../../shared/in-parts.ts";
import { describe, expect, it } from "vitest";
import { meetupMarkdown } from "../../shared/exports/meetup-markdown.ts";
import { sideGroupClashes } from "../../shared/meetup/side-group-clashes.ts";
import { wantedTopics } from "../../shared/meetup/wanted-topics.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";
import { at, meetupWithSessions, ms } from "./support/meetup-with-sessions.ts";

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
    // By the name that all other commands to side groups use it is the same.
    expect(meetup.does("ben", { type: "sideGroup.merge", sideGroupId: "group-002", into: "group-001" })).toBe(
      "nothing",
    );
    expect(group(meetup, "group-001").members).toEqual(["ana", "chi", "ben", "mo"]);
    expect(group(meetup, "group-002")).toMatchObject({ state: "ended", mergedInto: "group-001" });
    expect(meetup.view().sideGroups.map(({ padId }) => padId)).toEqual(pads);
    expect(meetup.does("ana", { type: "sideGroup.merge", from: "group-001", into: "group-002" })).toEqual({
      refused: "side-group-ended",
      path: "into",
    });
    expect(atOnce(meetupMarkdown(meetup.view(), new Map()))).toContain("goes on in Puppet");
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
