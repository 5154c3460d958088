import { describe, expect, it } from "vitest";
import { atOnce } from "../../shared/in-parts.ts";
import { decidingBatch } from "../../shared/meetup/decide/decide-batch.ts";
import { closeWhatIsDue, nextClosing } from "../../shared/meetup/decide/decide-meetup.ts";
import { batchSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

function topics(count: number): CommandInput[] {
  return Array.from({ length: count }, (_, n) => ({
    type: "topic.propose",
    id: `topic-${1000 + n}`,
    title: `Topic ${n}`,
  }));
}

function batchBy(meetup: MeetupStory, by: string, commands: CommandInput[]) {
  const batch = batchSchema.parse({ type: "batch", commands });
  let pads = 0;
  const newPadId = () => `pad-${(pads += 1)}-of-batch`;
  return atOnce(
    decidingBatch(meetup.state, batch, { personId: by, at: meetup.now(), newPadId, newRoomCode: () => "ROOM-01" }),
  );
}

describe("a batch", () => {
  it("[A18] is one step for all its commands, later ones building on earlier ones", () => {
    const meetup = new MeetupStory();
    const decision = batchBy(meetup, "ana", [...topics(3), { type: "vote.cast", topicId: "topic-1002" }]);
    if (decision.kind !== "facts") throw new Error("refused");
    const { seq } = meetup.state;
    meetup.record("ana", ...decision.facts);
    expect(meetup.state.seq).toBe(seq + 1);
    expect(meetup.view().topics.map(({ number, votes }) => [number, votes])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
    ]);
    expect(batchBy(meetup, "ana", topics(3))).toEqual({ kind: "nothing" });
  });

  it("[A18] with one refused command does nothing, and names that command", () => {
    const meetup = new MeetupStory();
    const before = structuredClone(meetup.state);
    const commands = [...topics(57), { type: "vote.cast" as const, topicId: "topic-9999" }];
    expect(batchBy(meetup, "ana", commands)).toMatchObject({
      kind: "refusal",
      problem: { status: 404, errors: [{ path: "commands.57.topicId" }] },
    });
    expect(meetup.state).toEqual(before);
  });
});

describe("closing times", () => {
  it("[A19] refuse proposals and votes from their minute on, before anything says so", () => {
    const meetup = new MeetupStory();
    meetup.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
    const soon = new Date(Date.parse(meetup.now()) + 2000).toISOString();
    meetup.does("olga", { type: "meetup.edit", voting: { closesAt: soon }, proposals: { closesAt: soon } });
    expect(nextClosing(meetup.state)).toBe(Date.parse(soon));
    expect(meetup.does("ben", { type: "vote.cast", topicId: "rabbit-ha" })).toHaveProperty("touched");
    expect(meetup.does("chi", { type: "vote.cast", topicId: "rabbit-ha" })).toEqual({
      refused: "voting-closed",
      path: "topicId",
    });
    expect(meetup.does("chi", { type: "topic.propose", id: "too-late", title: "Too late" })).toEqual({
      refused: "proposals-closed",
    });
    const due = closeWhatIsDue(meetup.state, meetup.now());
    expect(due).toEqual({ kind: "facts", facts: [{ type: "proposals.closed" }, { type: "voting.closed" }] });
    if (due.kind === "facts") meetup.record("olga", ...due.facts);
    expect(meetup.view().meetup).toMatchObject({ voting: { open: false, closesAt: null }, proposals: { open: false } });
    expect(closeWhatIsDue(meetup.state, meetup.now())).toEqual({ kind: "nothing" });
  });

  it("[A19] that have passed close nothing that is opened after them, and times to come still do", () => {
    const meetup = new MeetupStory();
    const edit = { type: "meetup.edit" } as const;
    const inSeconds = (seconds: number) => new Date(Date.parse(meetup.now()) + seconds * 1000).toISOString();
    let soon = inSeconds(3);
    meetup.does("olga", { ...edit, voting: { closesAt: soon }, proposals: { closesAt: soon } });
    meetup.does("olga", { ...edit, voting: { open: false }, proposals: { open: false } });
    expect(meetup.does("olga", { ...edit, voting: { closesAt: soon } })).toBe("nothing");
    // Every entry of the log takes a second.
    while (meetup.now() < soon) meetup.record("ana");
    // Nothing is closed at a time of what is closed already; told once more it changes nothing.
    expect(closeWhatIsDue(meetup.state, meetup.now())).toEqual({ kind: "nothing" });
    expect(meetup.does("olga", { ...edit, voting: { closesAt: soon } })).toBe("nothing");
    expect(meetup.does("olga", { ...edit, voting: { open: true, closesAt: soon } })).toEqual({
      refused: "in-the-past",
      path: "voting.closesAt",
    });
    expect(meetup.does("olga", { ...edit, voting: { open: true } })).toHaveProperty("touched");
    expect(closeWhatIsDue(meetup.state, meetup.now())).toEqual({ kind: "nothing" });
    expect(meetup.view().meetup).toMatchObject({
      voting: { open: true, closesAt: null },
      proposals: { open: false, closesAt: soon },
    });

    // A phase opens what it opens.
    meetup.does("olga", { type: "meetup.setPhase", phase: "voting" });
    expect(meetup.view().meetup.proposals.closesAt).toBe(soon);
    soon = inSeconds(60);
    meetup.does("olga", { ...edit, voting: { closesAt: soon } });
    meetup.does("olga", { type: "meetup.setPhase", phase: "gathering" });
    expect(meetup.view().meetup).toMatchObject({
      voting: { open: true, closesAt: soon },
      proposals: { open: true, closesAt: null },
    });
    expect(meetup.replayed()).toEqual(meetup.state);
  });

  it("[A19] in the past are refused", () => {
    expect(
      new MeetupStory().does("olga", { type: "meetup.edit", voting: { closesAt: "2020-01-01T00:00:00Z" } }),
    ).toEqual({
      refused: "in-the-past",
      path: "voting.closesAt",
    });
  });
});

describe("closed tallies", () => {
  it("[A20] leak nowhere while voting is open, and come out when it closes", () => {
    const meetup = new MeetupStory();
    meetup.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
    meetup.does("olga", { type: "meetup.edit", voting: { tallies: "closed" } });
    const vote = meetup.does("ben", { type: "vote.cast", topicId: "rabbit-ha" });
    if (typeof vote !== "object" || !("touched" in vote)) throw new Error("no vote");
    expect(meetup.changes(vote.touched)).toEqual([{ kind: "people", set: { count: 3, voted: 1 } }]);
    expect(meetup.view().topics[0]).toMatchObject({ votes: null, picks: null, shown: null, support: null });
    const closed = meetup.does("olga", { type: "meetup.setPhase", phase: "running" });
    if (typeof closed !== "object" || !("touched" in closed)) throw new Error("not closed");
    expect(meetup.changes(closed.touched)).toContainEqual({
      kind: "topic",
      id: "rabbit-ha",
      set: expect.objectContaining({ votes: 1 }),
    });
  });
});

describe("the meetup itself", () => {
  it("[A21] is edited by organizers only, and its last day is not before its first", () => {
    const meetup = new MeetupStory();
    expect(meetup.does("ana", { type: "meetup.edit", title: "Mine" })).toEqual({ refused: "organizers-only" });
    for (const days of [{ endsOn: "2026-03-01" }, { startsOn: "2026-03-11" }])
      expect(meetup.does("olga", { type: "meetup.edit", ...days })).toEqual({
        refused: "ends-before-start",
        path: Object.keys(days)[0],
      });
    expect(meetup.does("olga", { type: "meetup.edit", title: "Ops, Porto", place: "Alfândega" })).toHaveProperty(
      "touched",
    );
    expect(meetup.does("olga", { type: "meetup.edit", title: "Ops, Porto" })).toBe("nothing");
    expect(meetup.view().meetup).toMatchObject({ title: "Ops, Porto", notesUntil: "2026-03-24" });
  });
});
