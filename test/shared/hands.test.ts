import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handsTable } from "../../shared/exports/hands-table.ts";
import { validationProblem } from "../../shared/validation-problem.ts";
import { commandSchema } from "../../shared/meetup/commands.ts";
import { countHands, TEAM_SIZES, type TeamSize } from "../../shared/meetup/hands.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

const ask = {
  type: "hands.ask" as const,
  id: "hands-001",
  sessionId: "session-1",
  question: "Who upgrades in place?",
  answers: ["We do", "We don’t"],
};
const answer = (index: number) => ({ type: "hands.answer" as const, handsId: ask.id, answer: index });
const end = { type: "hands.end" as const, handsId: ask.id };

/** A meetup with one session, in which nothing was asked yet. */
function inSession(): MeetupStory {
  const meetup = new MeetupStory();
  meetup.does("olga", { type: "room.add", id: "main-hall", name: "Main hall" });
  for (const [id, startsAt, endsAt] of [
    ["slot-0001", "2026-03-09T10:00:00Z", "2026-03-09T10:45:00Z"],
    ["slot-0002", "2026-03-09T11:00:00Z", "2026-03-09T11:45:00Z"],
  ] as const) {
    meetup.does("olga", { type: "slot.add", id, startsAt, endsAt });
    const session = { id: `session-${id.at(-1)}`, topicIds: [], title: "Upgrades", roomId: "main-hall", slotId: id };
    meetup.does("olga", { type: "session.schedule", ...session });
  }
  return meetup;
}

/** The same, with the question asked. */
function asked(): MeetupStory {
  const meetup = inSession();
  meetup.does("olga", ask);
  return meetup;
}

describe("a show of hands", () => {
  it("[H1] is asked and ended by organizers, one at a time in a session", () => {
    const meetup = inSession();
    expect(meetup.does("ana", ask)).toEqual({ refused: "moderators-only", path: "sessionId" });
    expect(meetup.does("olga", { ...ask, sessionId: "session-9" })).toEqual({
      refused: "unknown-session",
      path: "sessionId",
    });
    expect(meetup.does("olga", ask)).toMatchObject({ touched: new Set(["hands:hands-001"]) });
    expect(meetup.does("olga", ask)).toBe("nothing");
    expect(meetup.does("olga", { ...ask, question: "Another one?" })).toEqual({ refused: "id-taken", path: "id" });
    expect(meetup.does("olga", { ...ask, id: "hands-002" })).toEqual({ refused: "hands-open", path: "sessionId" });
    expect(meetup.does("olga", { ...ask, id: "hands-003", sessionId: "session-2" })).toHaveProperty("touched");
    expect(meetup.does("ana", end)).toEqual({ refused: "moderators-only", path: "handsId" });
    expect(meetup.does("olga", end)).toHaveProperty("touched");
    expect(meetup.does("olga", end)).toBe("nothing");
    expect(meetup.does("olga", { ...ask, id: "hands-002" })).toHaveProperty("touched");
  });

  it("[H1] is asked and ended by who moderates the session, and by nobody who moderates another", () => {
    const meetup = inSession();
    for (const [sessionId, personId] of [
      ["session-1", "mona"],
      ["session-2", "milo"],
    ] as const)
      meetup.does("olga", { type: "session.edit", sessionId, moderators: [{ personId }] });
    expect(meetup.does("milo", ask)).toEqual({ refused: "moderators-only", path: "sessionId" });
    expect(meetup.does("mona", ask)).toHaveProperty("touched");
    expect(meetup.does("milo", end)).toEqual({ refused: "moderators-only", path: "handsId" });
    expect(meetup.does("mona", end)).toHaveProperty("touched");
  });

  it("[H1] takes one answer from each person, who may change it until it ends", () => {
    const meetup = asked();
    expect(meetup.does("ana", { ...answer(0), handsId: "hands-999" })).toEqual({
      refused: "unknown-hands",
      path: "handsId",
    });
    expect(meetup.does("ana", answer(2))).toEqual({ refused: "unknown-answer", path: "answer" });
    expect(meetup.does("ana", answer(0))).toEqual({ touched: new Set(["people", "hands:hands-001"]) });
    expect(meetup.does("ana", answer(0))).toBe("nothing");
    expect(meetup.does("ana", answer(1))).toEqual({ touched: new Set() });
    expect(meetup.does("ben", answer(1))).toHaveProperty("touched");
    expect(meOf(meetup.state, "ana").hands).toEqual({ "hands-001": 1 });
    expect(meOf(meetup.state, "olga").hands).toEqual({});
    meetup.does("olga", end);
    expect(meetup.does("ana", answer(0))).toEqual({ refused: "hands-ended", path: "handsId" });
    expect(meetup.does("ana", answer(1))).toBe("nothing");
    expect(meetup.view().hands).toEqual([
      { ...withoutType(ask), state: "ended", answered: 2, totals: [0, 2], bySize: null },
    ]);
  });

  it("[H1] counts nobody who was removed, as long as they are", () => {
    const meetup = asked();
    for (const person of ["ana", "ben"]) meetup.does(person, answer(0));
    const removed = meetup.does("olga", { type: "person.remove", personId: "ana" });
    expect(removed).toMatchObject({ touched: expect.any(Set) });
    expect((removed as { touched: Set<string> }).touched).toContain("hands:hands-001");
    expect(meetup.view().hands).toMatchObject([{ answered: 1 }]);
    meetup.does("olga", { type: "person.restore", personId: "ana" });
    expect(meetup.view().hands).toMatchObject([{ answered: 2 }]);
    meetup.does("olga", { type: "person.remove", personId: "ana" });
    meetup.does("olga", end);
    meetup.does("olga", { type: "person.restore", personId: "ana" });
    expect(meetup.view().hands).toMatchObject([{ answered: 1, totals: [1, 0] }]);
    expect(viewOf(meetup.replayed(), nameOf, "named").hands).toEqual(meetup.view().hands);
  });

  it("[H1] ends when the meetup closes, and what was left open before can be ended then", () => {
    const meetup = asked();
    meetup.does("ana", answer(1));
    const closed = meetup.does("olga", { type: "meetup.setPhase", phase: "closed" });
    if (typeof closed === "string" || !("touched" in closed)) throw new Error("Not closed");
    expect(meetup.changes(closed.touched)).toContainEqual(
      expect.objectContaining({ kind: "hands", set: expect.objectContaining({ state: "ended", totals: [0, 1] }) }),
    );
    expect(meetup.does("ana", answer(0))).toEqual({ refused: "hands-ended", path: "handsId" });
    const old = asked();
    old.record("olga", { type: "phase.set", phase: "closed" });
    expect(old.does("ana", answer(0))).toEqual({ refused: "meetup-closed" });
    expect(old.does("olga", end)).toHaveProperty("touched");
    expect(old.view().hands).toMatchObject([{ state: "ended" }]);
  });

  it("[H1] goes with its session while it is open, and stays once it has ended", () => {
    const meetup = asked();
    const cancelled = meetup.does("olga", { type: "session.cancel", sessionId: "session-1" });
    if (typeof cancelled === "string" || !("touched" in cancelled)) throw new Error("Not cancelled");
    expect(meetup.changes(cancelled.touched)).toContainEqual({ kind: "hands", id: ask.id, gone: true });
    expect(meetup.view().hands).toEqual([]);
    expect(meetup.does("ana", answer(0))).toEqual({ refused: "unknown-hands", path: "handsId" });

    const other = { ...ask, id: "hands-002", sessionId: "session-2" };
    meetup.does("olga", other);
    meetup.does("olga", { type: "hands.end", handsId: other.id });
    meetup.does("olga", { type: "session.cancel", sessionId: "session-2" });
    expect(meetup.view().hands).toMatchObject([{ id: other.id, state: "ended" }]);
  });

  it("[H2] says nothing but how many have answered before it has ended, whatever the answers", () => {
    const tell = (answers: number[]) => {
      const meetup = asked();
      const touched = answers.map((index, person) => meetup.does(`voter-${person}`, answer(index)));
      const changes = touched.map((each) => (typeof each === "object" && "touched" in each ? [...each.touched] : each));
      return JSON.stringify([meetup.view(), meetup.view("nameless"), changes]);
    };
    expect(tell([0, 0, 0, 1])).toBe(tell([1, 1, 0, 0]));
    expect(tell([0, 0, 0, 1])).not.toContain("voter-");
    const meetup = asked();
    meetup.does("voter-1", answer(0));
    expect(meetup.view().hands).toMatchObject([{ state: "open", answered: 1, totals: null, bySize: null }]);
  });

  it("[H2] counts by team size when it ends, with no cell under three, and never again", () => {
    const meetup = asked();
    const sizes = ["1-4", "1-4", "1-4", "1-4", "5-15", "5-15", "5-15", "over-15", undefined, "5-15"] as const;
    for (const [person, people] of sizes.entries()) {
      if (people) meetup.does(`voter-${person}`, { type: "profile.set", people });
      meetup.does(`voter-${person}`, answer(person < 9 ? 0 : 1));
    }
    meetup.does("olga", end);
    const counted = {
      answered: 10,
      totals: [9, 1],
      bySize: [
        // One large team and one unsaid would be two: the next smallest joins them.
        { "1-4": 4, "5-15": null, "over-15": null, unknown: 5 },
        { "1-4": null, "5-15": null, "over-15": null, unknown: 1 },
      ],
    };
    expect(meetup.view().hands).toMatchObject([counted]);
    meetup.does("voter-8", { type: "profile.set", people: "over-15" });
    expect(meetup.view().hands).toMatchObject([counted]);
    expect(viewOf(meetup.replayed(), nameOf, "named").hands).toEqual(meetup.view().hands);
  });

  it("[H2] every count by size is three or more, and sums up to the total", () => {
    const person = fc.record({
      size: fc.constantFrom<TeamSize | undefined>(...TEAM_SIZES, undefined),
      gives: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 40 }), (people) => {
        const given = new Map(people.map(({ gives }, index) => [String(index), gives]));
        const { totals, bySize } = countHands({ answers: ["a", "b", "c"], given }, (id) => ({
          people: people[Number(id)]?.size,
        }));
        expect(totals.reduce((sum, each) => sum + each, 0)).toBe(people.length);
        expect(bySize === null).toBe(people.length < 3);
        for (const [index, cells] of (bySize ?? []).entries()) {
          const counts = TEAM_SIZES.flatMap((size) => cells[size] ?? []);
          expect(Math.min(3, ...counts)).toBe(3);
          expect(cells.unknown + counts.reduce((sum, each) => sum + each, 0)).toBe(totals[index]);
          // Nobody is found by subtraction: what is left over is nobody, all, or three and more.
          if (counts.length > 0) expect([1, 2]).not.toContain(cells.unknown);
        }
      }),
    );
  });

  it("[H2] never enters the public log", () => {
    const meetup = asked();
    meetup.does("voter-1", answer(0));
    meetup.does("olga", end);
    const history = emptyHistory();
    for (const entry of meetup.log) atOnce(notingInHistory(history, entry));
    expect(history.rows.filter(({ type }) => String(type).startsWith("hands"))).toEqual([]);
    expect(JSON.stringify(history.rows)).not.toMatch(/voter|upgrades in place/u);
  });

  it.each<[string, object, string[]]>([
    ["no question", { ...ask, question: " " }, ["question"]],
    ["a long question", { ...ask, question: "x".repeat(141) }, ["question"]],
    ["one answer", { ...ask, answers: ["Yes"] }, ["answers"]],
    ["seven answers", { ...ask, answers: [..."abcdefg"] }, ["answers"]],
    ["an empty answer", { ...ask, answers: ["Yes", ""] }, ["answers.1"]],
    ["a long answer", { ...ask, answers: ["x".repeat(61), "No"] }, ["answers.0"]],
    ["an answer twice", { ...ask, answers: ["Yes", "No", " Yes "] }, ["answers.2"]],
    ["an unknown field", { ...ask, anonymous: false }, ["anonymous"]],
    ["a name for an answer", { ...answer(0), answer: "We do" }, ["answer"]],
    ["a negative answer", answer(-1), ["answer"]],
    ["a seventh answer", answer(6), ["answer"]],
    ["half an answer", answer(0.5), ["answer"]],
    ["no id", { type: "hands.end" }, ["handsId"]],
  ])("[C4] %s is refused by name", (_, command, paths) => {
    const parsed = commandSchema.safeParse(command);
    expect(parsed.success).toBe(false);
    expect(parsed.error && validationProblem(parsed.error).errors?.map(({ path }) => path)).toEqual(paths);
  });
});

describe("its table in the notes", () => {
  const hands = { ...withoutType(ask), state: "ended" as const, answered: 9 };

  it("[H3] has a row for each answer, and team sizes where they may be told", () => {
    const bySize = [
      { "1-4": 4, "5-15": null, "over-15": null, unknown: 4 },
      { "1-4": null, "5-15": null, "over-15": null, unknown: 1 },
    ];
    expect(handsTable({ ...hands, totals: [8, 1], bySize })).toBe(
      [
        "**Show of hands:** Who upgrades in place? (9 answered)",
        "",
        "| Answer | Hands | 1–4 | 5–15 | Over 15 | Not said |",
        "| --- | --: | --: | --: | --: | --: |",
        "| We do | 8 | 4 | – | – | 4 |",
        "| We don’t | 1 | – | – | – | 1 |",
        "",
        "By how many people run the cloud; – is fewer than 3, counted under “Not said”.",
      ].join("\n"),
    );
    expect(handsTable({ ...hands, answered: 1, totals: [1, 0], bySize: null })).toContain("| We do | 1 |\n");
  });

  it("[H3] stays one table, whatever was asked", () => {
    const words = { question: "a | b *c*?", answers: ["| x | y |", "<b>`z`"], totals: [1, 0], bySize: null };
    expect(
      handsTable({ ...hands, ...words })
        .split("\n")
        .slice(2),
    ).toEqual(["| Answer | Hands |", "| --- | --: |", String.raw`| \| x \| y \| | 1 |`, "| \\<b\\>\\`z\\` | 0 |"]);
  });
});

function withoutType({ id, sessionId, question, answers }: typeof ask) {
  return { id, sessionId, question, answers };
}
