import { describe, expect, it } from "vitest";
import { versionsOf, whyNotWrite } from "../../shared/meetup/pads.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

/** A meetup with a topic, and the topic's pad. */
function withPad() {
  const meetup = new MeetupStory();
  meetup.does("ana", { type: "topic.propose", id: "topic-001", title: "Rabbit" });
  const { padId } = meetup.state.topics.get("topic-001")!;
  return { meetup, padId };
}

describe("locking a pad", () => {
  it("[N21] is for organizers, moderators of its session and the host of its side group", () => {
    const { meetup, padId } = withPad();
    const lock = { type: "pad.lock", padId } as const;
    expect(meetup.does("ana", lock)).toEqual({ refused: "leaders-only", path: "padId" });
    expect(meetup.does("olga", { ...lock, padId: "no-such-pad" })).toEqual({ refused: "unknown-pad", path: "padId" });
    meetup.does("bo", { type: "sideGroup.start", id: "group-001", topicId: "topic-001" });
    expect(meetup.does("bo", lock)).toEqual({
      touched: new Set(["names", `pad:${padId}`, "topic:topic-001", "sideGroup:group-001"]),
    });
    expect(meetup.does("olga", lock)).toBe("nothing");
    expect(whyNotWrite(meetup.state, padId, { personId: "ana", at: meetup.now() })).toBe("notes-locked");
    expect(meetup.view().sideGroups[0]?.locked).toBe(true);
    meetup.does("olga", { type: "pad.unlock", padId });
    expect(whyNotWrite(meetup.state, padId, { personId: "ana", at: meetup.now() })).toBeUndefined();
    expect(meetup.view().topics[0]?.locked).toBe(false);
  });

  it("[N21] says who locked it, by name, as long as it is", () => {
    const meetup = new MeetupStory();
    meetup.does("ana", { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" });
    const { padId } = meetup.view().topics[0]!;
    meetup.does("olga", { type: "person.setRole", personId: "luis", role: "organizer" });
    meetup.does("luis", { type: "pad.lock", padId });
    meetup.does("olga", { type: "person.setRole", personId: "luis", role: "participant" });
    expect(meetup.view().topics[0]).toMatchObject({ locked: true, lockedBy: "luis" });
    expect(meetup.view().people.names).toHaveProperty("luis");
    expect(meetup.replayed().lockedPads).toEqual(meetup.state.lockedPads);
    meetup.does("olga", { type: "pad.unlock", padId });
    expect(meetup.view().topics[0]).toMatchObject({ locked: false, lockedBy: null });
  });
});

describe("a closed meetup's notes", () => {
  it("[N21] are open to the end of their last day where the meetup was", () => {
    const { meetup, padId } = withPad();
    meetup.does("olga", { type: "meetup.edit", timezone: "America/New_York", notesUntil: "2026-03-20" });
    expect(whyNotWrite(meetup.state, padId, { personId: "ana", at: "2026-06-01T00:00:00Z" })).toBeUndefined();
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(whyNotWrite(meetup.state, padId, { personId: "ana", at: "2026-03-21T03:59:00Z" })).toBeUndefined();
    expect(whyNotWrite(meetup.state, padId, { personId: "ana", at: "2026-03-21T04:01:00Z" })).toBe("notes-closed");
  });
});

describe("named versions", () => {
  it("[N20] are listed by where the pad stood, and only so many fit", () => {
    const { meetup, padId } = withPad();
    const name = (index: number, seq: number) =>
      meetup.does("bo", { type: "pad.nameVersion", padId, id: `version-${index}`, name: `V ${index}`, seq });
    name(1, 9);
    name(2, 3);
    expect(versionsOf(meetup.state, padId).map(({ id, by }) => [id, by])).toEqual([
      ["version-2", "bo"],
      ["version-1", "bo"],
    ]);
    expect(versionsOf(meetup.state, "another-pad")).toEqual([]);
    for (let index = 3; index <= 200; index += 1) name(index, index);
    expect(name(201, 201)).toEqual({ refused: "too-many-versions" });
    expect(meetup.does("ana", { type: "pad.removeVersion", versionId: "version-1" })).toEqual({
      refused: "not-yours",
      path: "versionId",
    });
    meetup.does("bo", { type: "pad.removeVersion", versionId: "version-1" });
    expect(name(201, 201)).toHaveProperty("touched");
    expect(name(1, 9)).toBe("nothing");
    expect(versionsOf(meetup.state, padId)).toHaveLength(200);
  });
});
