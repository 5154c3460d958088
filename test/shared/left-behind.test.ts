import { describe, expect, test } from "vitest";
import { batchSchema } from "../../shared/meetup/commands.ts";
import { decidingBatch } from "../../shared/meetup/decide/decide-batch.ts";
import { padIdsOf } from "../../shared/meetup/left-behind.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { commentsOf } from "../../shared/meetup/view-of/topic-view-of.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

const putAside = { type: "person.putAside", personId: "mallory" } as const;
const bringBack = { type: "person.bringBack", personId: "mallory" } as const;

/** Mallory, who was removed, has left comments and side groups, some of them with others. */
function flooded(): MeetupStory {
  const story = new MeetupStory();
  for (const id of ["rabbit-ha", "packaging"]) story.does("ana", { type: "topic.propose", id, title: `About ${id}` });
  const say = (by: string, id: string, topicId: string) =>
    expect(story.does(by, { type: "comment.add", id, topicId, body: `Said by ${by}` })).toHaveProperty("touched");
  say("ana", "comment-1", "rabbit-ha");
  say("mallory", "comment-2", "rabbit-ha");
  say("ben", "comment-3", "rabbit-ha");
  say("mallory", "comment-4", "packaging");
  story.does("mallory", { type: "sideGroup.start", id: "group-one", title: "Free beer" });
  story.does("mallory", { type: "sideGroup.start", id: "group-two", topicId: "packaging" });
  story.does("mallory", { type: "sideGroup.start", id: "group-three", title: "With Ben" });
  story.does("ben", { type: "sideGroup.join", sideGroupId: "group-three" });
  story.does("mallory", { type: "sideGroup.start", id: "group-four", title: "With notes" });
  story.record("ben", { type: "notes.written", padId: story.state.sideGroups.get("group-four")!.padId });
  story.does("ben", { type: "plan.add", sideGroupId: "group-one" });
  story.does("olga", { type: "person.remove", personId: "mallory" });
  return story;
}

function commentsOn(story: MeetupStory, topicId: string): string[] {
  return commentsOf(story.state, story.state.topics.get(topicId)!).map(({ id }) => id);
}

const groupIds = (story: MeetupStory) => story.view().sideGroups.map(({ id }) => id);

describe("what somebody who was removed has left", () => {
  test("[A67] is put aside as one step, but for what others have a part in, and comes back as it was", () => {
    const story = flooded();
    const before = { view: story.view(), pads: padIdsOf(story.state) };
    expect(story.does("olga", putAside)).toHaveProperty("touched");
    expect([commentsOn(story, "rabbit-ha"), commentsOn(story, "packaging")]).toEqual([["comment-1", "comment-3"], []]);
    expect(groupIds(story)).toEqual(["group-three", "group-four"]);
    const { topics } = story.view();
    expect(topics.map(({ comments, status }) => [comments, status])).toEqual([
      [2, "proposed"],
      [0, "proposed"],
    ]);
    expect(meOf(story.state, "ben").plan).toEqual([]);
    // The pad of its own is not taken home, the topic's is.
    const own = before.view.sideGroups[0]!.padId;
    expect(padIdsOf(story.state)).toEqual(before.pads.filter((padId) => padId !== own));
    expect(story.does("ana", { type: "sideGroup.join", sideGroupId: "group-one" })).toMatchObject({
      refused: "unknown-side-group",
    });
    expect(story.does("olga", { type: "comment.remove", commentId: "comment-2" })).toBe("nothing");

    expect(story.does("olga", bringBack)).toHaveProperty("touched");
    expect(commentsOn(story, "rabbit-ha")).toEqual(["comment-1", "comment-2", "comment-3"]);
    const after = story.view();
    const byId = ({ id }: { id: string }, other: { id: string }) => (id < other.id ? -1 : 1);
    expect({ ...after, sideGroups: after.sideGroups.toSorted(byId) }).toEqual({
      ...before.view,
      sideGroups: before.view.sideGroups.toSorted(byId),
    });
    expect(padIdsOf(story.state)).toEqual(before.pads);
    expect(meOf(story.state, "ben").plan).toEqual(["group-one"]);
  });

  test("[A67] is told organizers in numbers, before and after, and nobody else", () => {
    const story = flooded();
    const left = { person: nameOf("mallory"), comments: 2, sideGroups: 2 };
    const told = (id: string) => meOf(story.state, id, nameOf).leftBehind;
    expect(told("olga")).toEqual({ mallory: { ...left, isPutAside: false } });
    story.does("olga", putAside);
    expect(told("olga")).toEqual({ mallory: { ...left, isPutAside: true } });
    expect(told("ana")).toBeUndefined();
  });

  test("[A67] is put aside by organizers only, once, of who was removed, also when the meetup is closed", () => {
    const story = flooded();
    expect(story.does("ana", putAside)).toMatchObject({ refused: "organizers-only" });
    expect(story.does("olga", { ...putAside, personId: "ben" })).toMatchObject({ refused: "not-removed" });
    story.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(story.does("olga", putAside)).toHaveProperty("touched");
    expect(story.does("olga", putAside)).toBe("nothing");
    expect(story.does("ana", bringBack)).toMatchObject({ refused: "organizers-only" });
    expect(story.does("olga", bringBack)).toHaveProperty("touched");
    expect(story.does("olga", bringBack)).toBe("nothing");
  });

  test("[A34] [A67] comes back with them when they are let back in", () => {
    const story = flooded();
    story.does("olga", putAside);
    story.does("olga", { type: "person.restore", personId: "mallory" });
    expect(commentsOn(story, "packaging")).toEqual(["comment-4"]);
    expect(groupIds(story)).toHaveLength(4);
  });

  test("[I2] [A67] stays put aside when they turn out to be somebody else too", () => {
    const story = flooded();
    story.does("olga", putAside);
    story.record(null, { type: "person.joined", personId: "mallory", into: "mal" });
    expect(commentsOn(story, "rabbit-ha")).toEqual(["comment-1", "comment-3"]);
    expect(groupIds(story)).toEqual(["group-three", "group-four"]);
    story.does("olga", { type: "person.bringBack", personId: "mal" });
    expect(commentsOf(story.state, story.state.topics.get("packaging")!)).toMatchObject([{ by: "mal" }]);
  });

  test("[I3] [A67] doesn’t come back by their being erased", () => {
    const story = flooded();
    story.does("olga", putAside);
    const pads = padIdsOf(story.state);
    story.record(null, { type: "person.erased", personId: "mallory" });
    expect(commentsOn(story, "rabbit-ha")).toEqual(["comment-1", "comment-3"]);
    expect(padIdsOf(story.state)).toEqual(pads);
    expect(story.does("olga", bringBack)).toBe("nothing");
  });

  test("[A3] [A16] [A67] its log replays, and changes tell it", () => {
    const story = flooded();
    for (const command of [putAside, bringBack]) {
      const done = story.does("olga", command);
      if (!(typeof done === "object" && "touched" in done)) throw new Error("It was not done");
      const changes = story.changes(done.touched);
      const seen = changes.filter(({ kind }) => kind === "sideGroup");
      expect(seen.map((change) => "gone" in change && change.gone)).toEqual(
        command === putAside ? [true, true] : [false, false],
      );
      for (const id of ["rabbit-ha", "packaging"])
        expect(changes).toContainEqual(
          expect.objectContaining({
            kind: "topic",
            id,
            set: expect.objectContaining({ comments: story.view().topics.find((each) => each.id === id)!.comments }),
          }),
        );
      expect(story.replayed()).toEqual(story.state);
    }
  });

  test("[A23] [A67] has no row of its side groups in the public log while it is put aside", () => {
    const story = flooded();
    const started = () => {
      const history = emptyHistory();
      for (const entry of story.log) atOnce(notingInHistory(history, entry));
      const { entries } = publicLog({ history, state: story.state, nameOf }, { after: 0 }, 500);
      return entries.flatMap((row) =>
        "sideGroupId" in row && row.type === "sideGroup.started" ? row.sideGroupId : [],
      );
    };
    expect(started()).toHaveLength(4);
    story.does("olga", putAside);
    expect(started()).toEqual(["group-three", "group-four"]);
  });

  test("[A18] [A67] can be put aside and brought back within a batch that is refused, and nothing of it has happened", () => {
    const story = flooded();
    story.does("olga", putAside);
    const before = JSON.stringify(story.view());
    const kept = story.replayed();
    const outcome = { type: "outcome.set", sideGroupId: "group-one", text: "Beer" } as const;
    const batch = batchSchema.parse({
      type: "batch",
      commands: [bringBack, outcome, { type: "topic.park", topicId: "no-such-topic" }],
    });
    const asker = { personId: "olga", at: story.now(), newPadId: () => "pad-of-none", newRoomCode: () => "ROOM-01" };
    expect(atOnce(decidingBatch(story.state, batch, asker))).toMatchObject({
      kind: "refusal",
      problem: { errors: [{ path: "commands.2.topicId" }] },
    });
    expect(JSON.stringify(story.view())).toBe(before);
    expect(story.state).toEqual(kept);
  });
});
