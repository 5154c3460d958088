import { describe, expect, it } from "vitest";
import { atOnce } from "../../shared/in-parts.ts";
import { decidingBatch } from "../../shared/meetup/decide/decide-batch.ts";
import { batchSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { suggestSchedule, type Placement } from "../../shared/schedule/suggest.ts";
import { canBePlacedAnew, goodUntil, takeSuggestion } from "../../shared/schedule/take-suggestion.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const TEN = Date.parse("2026-03-09T10:00:00Z");
const at = (minutes: number) => new Date(TEN + minutes * 60_000).toISOString();

/** Two rooms, two times, and four topics of which three are on. */
function planned(): MeetupStory {
  const meetup = new MeetupStory();
  for (const id of ["topic-001", "topic-002", "topic-003", "topic-004"])
    meetup.does("ana", { type: "topic.propose", id, title: `About ${id}` });
  for (const id of ["room-one", "room-two"]) meetup.does("olga", { type: "room.add", id, name: id });
  for (const [n, id] of ["slot-one", "slot-two"].entries())
    meetup.does("olga", { type: "slot.add", id, startsAt: at(n * 60), endsAt: at(n * 60 + 45) });
  for (const [n, [roomId, slotId]] of [
    ["room-one", "slot-one"],
    ["room-two", "slot-one"],
    ["room-one", "slot-two"],
  ].entries())
    meetup.does("olga", {
      type: "session.schedule",
      id: `session-${n + 1}`,
      topicIds: [`topic-00${n + 1}`],
      roomId: roomId!,
      slotId: slotId!,
    });
  return meetup;
}

function batch(meetup: MeetupStory, commands: CommandInput[]): unknown {
  let pads = 0;
  const newPadId = () => `pad-of-batch-${(pads += 1)}-${meetup.log.length}`;
  const parsed = batchSchema.parse({ type: "batch", commands });
  const decision = atOnce(
    decidingBatch(meetup.state, parsed, { personId: "olga", at: meetup.now(), newPadId, newRoomCode: () => "ROOM-01" }),
  );
  if (decision.kind === "facts") meetup.record("olga", ...decision.facts);
  return decision.kind === "refusal" ? decision.problem : decision.kind;
}

const places = (meetup: MeetupStory) =>
  Object.fromEntries(
    meetup.view().sessions.map(({ topicIds, roomId, slotId, startsAt }) => [topicIds[0], [roomId, slotId, startsAt]]),
  );

/** All places change hands, one session goes, and a topic comes. */
const PLACEMENTS: Placement[] = [
  { topicIds: ["topic-004"], roomId: "room-two", slotId: "slot-two" },
  { topicIds: ["topic-001"], roomId: "room-two", slotId: "slot-one" },
  { topicIds: ["topic-002"], roomId: "room-one", slotId: "slot-one" },
];

describe("arranging sessions", () => {
  const arrange = (...sessions: [string, string, string][]) => ({
    type: "schedule.arrange" as const,
    sessions: sessions.map(([sessionId, roomId, slotId]) => ({ sessionId, roomId, slotId })),
  });
  const swap = arrange(["session-1", "room-two", "slot-one"], ["session-2", "room-one", "slot-one"]);

  it("[A40] lets them change places, as one step that is done once, for organizers only", () => {
    const meetup = planned();
    expect(meetup.does("ana", swap)).toEqual({ refused: "organizers-only" });
    expect(meetup.does("olga", swap)).toHaveProperty("touched");
    expect(places(meetup)).toMatchObject({
      "topic-001": ["room-two", "slot-one", at(0)],
      "topic-002": ["room-one", "slot-one", at(0)],
    });
    expect(meetup.does("olga", swap)).toBe("nothing");
    expect(meetup.replayed()).toEqual(meetup.state);
  });

  it("[A40] leaves no two in one place, nobody moderating two at once, and names what is wrong", () => {
    const meetup = planned();
    expect(meetup.does("olga", arrange(["session-1", "room-one", "slot-two"]))).toEqual({
      refused: "cell-taken",
      path: "sessions.0.slotId",
    });
    expect(meetup.does("olga", arrange(["session-1", "no-such-room", "slot-two"]))).toEqual({
      refused: "unknown-room",
      path: "sessions.0.roomId",
    });
    for (const sessionId of ["session-1", "session-3"])
      meetup.does("olga", { type: "session.edit", sessionId, moderators: [{ personId: "mo" }] });
    expect(
      meetup.does("olga", arrange(["session-2", "room-one", "slot-two"], ["session-3", "room-two", "slot-one"])),
    ).toEqual({ refused: "moderator-elsewhere", path: "sessions.1.slotId" });
    expect(meetup.view().sessions[1]).toMatchObject({ roomId: "room-two", slotId: "slot-one" });
  });
});

describe("taking a suggestion", () => {
  it("[A40] puts everything where it says in one batch, and the way back puts it where it was", () => {
    const meetup = planned();
    meetup.does("olga", { type: "session.edit", sessionId: "session-1", endsAt: at(50) });
    meetup.does("olga", { type: "session.edit", sessionId: "session-1", moderators: [{ personId: "mo" }] });
    const before = meetup.view().sessions;
    const taken = takeSuggestion(meetup.view(), PLACEMENTS, new Set(), () => "session-new");
    expect(taken.added).toEqual(["topic-004"]);
    expect(taken.moved.map(({ id }) => id)).toEqual(["session-1", "session-2"]);
    expect(taken.dropped.map(({ id }) => id)).toEqual(["session-3"]);
    expect(batch(meetup, taken.take)).toBe("facts");
    expect(places(meetup)).toEqual({
      "topic-001": ["room-two", "slot-one", at(0)],
      "topic-002": ["room-one", "slot-one", at(0)],
      "topic-004": ["room-two", "slot-two", at(60)],
    });
    expect(meetup.view().sessions[0]?.moderators).toEqual([{ personId: "mo" }]);
    expect(batch(meetup, taken.back)).toBe("facts");
    expect(meetup.view().sessions).toEqual(before);
  });

  it("[A40] leaves pinned sessions alone, and takes nothing where all is so already", () => {
    const meetup = planned();
    const view = meetup.view();
    const stay = new Set(["session-3"]);
    const placements = PLACEMENTS.slice(1);
    const taken = takeSuggestion(view, placements, stay, () => "session-new");
    expect(taken.dropped).toEqual([]);
    batch(meetup, taken.take);
    expect(takeSuggestion(meetup.view(), placements, stay, () => "session-new").take).toEqual([]);
  });

  it("[A40] fits what the server suggests, whatever is pinned", () => {
    for (const pinned of [[], ["session-2"], ["session-1", "session-3"]]) {
      const meetup = planned();
      const search = suggestSchedule(meetup.state, { seed: 3, pinned });
      let step = search.next();
      while (step.done !== true) step = search.next();
      const { take } = takeSuggestion(meetup.view(), step.value.placements, new Set(pinned), () => "session-new");
      if (take.length > 0) expect(batch(meetup, take)).toBe("facts");
      for (const { topicIds, roomId, slotId } of step.value.placements)
        expect(places(meetup)[topicIds[0]]).toMatchObject([roomId, slotId, expect.anything()]);
    }
  });

  it("[A38] places anew only what is planned and to come, of one topic, in a time for sessions", () => {
    const meetup = planned();
    meetup.does("olga", { type: "slot.edit", slotId: "slot-two", kind: "everyone" });
    meetup.does("olga", { type: "session.setState", sessionId: "session-2", state: "running" });
    const view = meetup.view();
    const canBe = (now: number) => view.sessions.map((session) => canBePlacedAnew(view, session, now));
    expect(canBe(TEN - 1)).toEqual([true, false, false]);
    expect(canBe(TEN)).toEqual([false, false, false]);
    // Nine o'clock's plan is none for when the first time begins, and the one made then has nothing to move.
    expect([goodUntil(view, TEN - 3_600_000), goodUntil(view, TEN)]).toEqual([TEN, Infinity]);
  });
});
