/** The code on the screen, without which only organizers vote. */
import { describe, expect, it } from "vitest";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { sameCode } from "../../shared/meetup/join-code.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

const topicId = "topic-001";
const on = { type: "meetup.edit", voting: { roomCode: true } } as const;
const off = { type: "meetup.edit", voting: { roomCode: false } } as const;
const vote = { type: "vote.cast", topicId } as const;
const enter = (code: string) => ({ type: "roomCode.enter", code }) as const;

/** A meetup with a topic that Vera votes for, and from then on with a code: ROOM-01. */
function withCode(): MeetupStory {
  const meetup = new MeetupStory();
  meetup.does("ana", { type: "topic.propose", id: topicId, title: "Packaging" });
  meetup.does("vera", vote);
  meetup.does("olga", on);
  return meetup;
}

describe("[V9] who votes where a room code is needed", () => {
  it("is who has entered it, and organizers; votes given before stay, and can be taken back", () => {
    const meetup = withCode();
    expect(meetup.view().topics[0]!.votes).toBe(1);
    expect(meetup.does("vera", vote)).toBe("nothing");
    expect(meetup.does("ben", vote)).toEqual({ refused: "room-code" });
    expect(meetup.does("vera", { ...vote, as: "pick" })).toEqual({ refused: "room-code" });
    expect(meetup.does("ana", { type: "topic.propose", id: "topic-002", title: "Rabbit" })).toHaveProperty("touched");
    expect(meetup.does("olga", vote)).toHaveProperty("touched");
    expect(meetup.does("ben", enter("ROOM-01"))).toHaveProperty("touched");
    expect(meetup.does("ben", { ...vote, as: "pick" })).toHaveProperty("touched");
    expect(meetup.does("vera", { type: "vote.retract", topicId })).toHaveProperty("touched");
    expect(meetup.does("vera", vote)).toEqual({ refused: "room-code" });
    expect(meetup.view().topics[0]!.votes).toBe(2);
    expect(meetup.does("olga", off)).toHaveProperty("touched");
    expect(meetup.does("vera", vote)).toHaveProperty("touched");
  });

  it("hears first that there is no such topic", () => {
    expect(withCode().does("ben", { type: "vote.cast", topicId: "topic-999" })).toMatchObject({
      refused: "unknown-topic",
    });
  });
});

describe("[V9] entering the code", () => {
  it.each(["ROOM-01", "room-01", "room01", " Room 01 "])("takes it as %j", (code) => {
    const meetup = withCode();
    expect(meetup.does("ben", enter(code))).toHaveProperty("touched");
    expect(meOf(meetup.state, "ben").inRoom).toBe(true);
    expect(meetup.does("ben", enter("ROOM-77"))).toBe("nothing");
  });

  it.each(["ROOM-02", "ROOM-0", "ROOM-011", "OOM-01", "-"])("refuses %j, and says nothing of it", (code) => {
    const meetup = withCode();
    expect(meetup.does("ben", enter(code))).toEqual({ refused: "wrong-room-code", path: "code" });
    expect(JSON.stringify([meetup.wouldBe("ben", enter(code)), meetup.log])).not.toContain(`"${code}"`);
    expect(meOf(meetup.state, "ben")).not.toHaveProperty("inRoom");
  });

  it("comes to nothing where none is needed, right or wrong", () => {
    const meetup = withCode();
    meetup.does("olga", off);
    expect([meetup.does("ben", enter("ROOM-01")), meetup.does("ben", enter("ROOM-77"))]).toEqual([
      "nothing",
      "nothing",
    ]);
  });

  it("is refused to whoever was removed, and once the meetup is closed", () => {
    const meetup = withCode();
    meetup.does("olga", { type: "person.remove", personId: "vera" });
    expect(meetup.does("vera", enter("ROOM-77"))).toEqual({ refused: "person-removed" });
    meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(meetup.does("ben", enter("ROOM-01"))).toEqual({ refused: "meetup-closed" });
  });

  it("holds for who turns out to be the same, through a removal, and for nobody once erased", () => {
    const meetup = withCode();
    for (const person of ["ben", "chi", "dan"]) meetup.does(person, enter("ROOM-01"));
    meetup.record(null, { type: "person.joined", personId: "ben", into: "vera" });
    meetup.record(null, { type: "person.erased", personId: "chi" });
    meetup.does("olga", { type: "person.remove", personId: "dan" });
    meetup.does("olga", { type: "person.restore", personId: "dan" });
    expect([...meetup.state.inRoom].toSorted()).toEqual(["dan", "vera"]);
    expect(meetup.replayed()).toEqual(meetup.state);
  });
});

describe("[V9] the code", () => {
  it("is made by the first who needs it, stays while it is not needed, and is renewed by organizers", () => {
    expect(new MeetupStory().does("olga", { type: "roomCode.renew" })).toBe("nothing");
    // Organizers' own parts change with it.
    const both = new MeetupStory();
    for (const command of [on, off])
      expect(both.does("olga", command)).toEqual({ touched: new Set(["meetup", "mine"]) });
    const meetup = withCode();
    expect(meOf(meetup.state, "olga").roomCode).toBe("ROOM-01");
    expect(meetup.does("olga", on)).toBe("nothing");
    meetup.does("olga", off);
    expect(meOf(meetup.state, "olga")).not.toHaveProperty("roomCode");
    meetup.does("olga", on);
    expect(meOf(meetup.state, "olga").roomCode).toBe("ROOM-01");
    meetup.does("ben", enter("ROOM-01"));
    expect(meetup.does("ben", { type: "roomCode.renew" })).toEqual({ refused: "organizers-only" });
    const renewed = meetup.does("olga", { type: "roomCode.renew", was: "room01" });
    // Everybody who organizes is told.
    expect(renewed).toEqual({ touched: new Set(["mine"]) });
    expect(meetup.does("olga", { type: "roomCode.renew", was: "ROOM-01" })).toBe("nothing");
    expect(meOf(meetup.state, "olga").roomCode).toBe("ROOM-02");
    expect(meetup.does("chi", enter("ROOM-01"))).toMatchObject({ refused: "wrong-room-code" });
    expect(meetup.does("ben", vote)).toHaveProperty("touched");
  });

  it("is in no view, change or public log, and in nobody's own part but organizers'", () => {
    const meetup = withCode();
    expect(meetup.view().meetup.voting).toMatchObject({ roomCode: true });
    const history = emptyHistory();
    for (const entry of meetup.log) atOnce(notingInHistory(history, entry));
    const told = [
      meetup.view("named"),
      meetup.changes(["meetup", "people", "names", "mine", "schedule", `topic:${topicId}`]),
      history.rows,
      meOf(meetup.state, "ana"),
    ];
    expect(JSON.stringify(told)).not.toMatch(/ROOM-?01/u);
    expect(history.rows.at(-1)).toMatchObject({ type: "meetup.edited", fields: ["voting.roomCode"] });
  });

  it("is compared as a whole", () => {
    expect(sameCode("room 01", "ROOM-01")).toBe(true);
    expect([sameCode("", "ROOM-01"), sameCode("ROOM-01", "ROOM-0"), sameCode("ROOM-10", "ROOM-01")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
