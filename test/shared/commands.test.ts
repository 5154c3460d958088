import { describe, expect, it } from "vitest";
import { validationProblem } from "../../shared/validation-problem.ts";
import { commandSchema } from "../../shared/meetup/commands.ts";
import { newMeetupSchema, slugFrom } from "../../shared/meetup/commands/new-meetup.ts";
import { wilsonLowerBound } from "../../shared/meetup/ranking.ts";

const propose = { type: "topic.propose", id: "topic-0001", title: "Rabbit HA" };
const slot = {
  type: "slot.add",
  id: "slot-0001",
  startsAt: "2026-03-09T10:00:00+01:00",
  endsAt: "2026-03-09T11:00:00+01:00",
};

/** The paths named in the problem for this command, or null when it is fine. */
function wrongIn(command: unknown): string[] | null {
  const parsed = commandSchema.safeParse(command);
  return parsed.success ? null : (validationProblem(parsed.error).errors ?? []).map(({ path }) => path);
}

describe("commands from outside", () => {
  it.each<[string, unknown, string[]]>([
    ["no object", "topic.propose", [""]],
    ["no type", { id: "topic-0001" }, ["type"]],
    ["an unknown type", { type: "topic.explode" }, ["type"]],
    ["a type of the prototype", { type: "constructor" }, ["type"]],
    ["an unknown field", { ...propose, votes: 100 }, ["votes"]],
    ["two unknown fields", { ...propose, votes: 100, number: 1 }, ["votes", "number"]],
    ["an empty title", { ...propose, title: "" }, ["title"]],
    ["a title of spaces", { ...propose, title: "     " }, ["title"]],
    ["a title of invisible characters", { ...propose, title: "\u200b\u200b\u200b\u200b" }, ["title"]],
    ["a title of blank letters", { ...propose, title: "\u3164\u115f\uffa0\u2800" }, ["title"]],
    ["an offset for a time zone", { type: "meetup.edit", timezone: "+05:30" }, ["timezone"]],
    ["an offset with a typeset minus", { type: "meetup.edit", timezone: "\u221205:00" }, ["timezone"]],
    ["a title of 10,000 characters", { ...propose, title: "x".repeat(10_000) }, ["title"]],
    ["a control character", { ...propose, title: "Rabbit\u0007 HA" }, ["title"]],
    ["a line break in a title", { ...propose, title: "Rabbit\nHA" }, ["title"]],
    ["a direction override", { ...propose, title: "Rabbit \u202eAH" }, ["title"]],
    ["half a character pair", { ...propose, title: "Rabbit \ud83d" }, ["title"]],
    ["a number for a title", { ...propose, title: 7 }, ["title"]],
    ["a short id and an empty title", { ...propose, id: "x", title: "" }, ["id", "title"]],
    ["an id with a slash", { ...propose, id: "../../etc/passwd" }, ["id"]],
    ["six tags", { ...propose, tags: ["a", "b", "c", "d", "e", "f"] }, ["tags"]],
    ["a long tag", { ...propose, tags: ["a", "b".repeat(31)] }, ["tags.1"]],
    ["a long description", { ...propose, description: "x".repeat(5001) }, ["description"]],
    ["a null description", { ...propose, description: null }, ["description"]],
    [
      "a comment without words",
      { type: "comment.add", topicId: "topic-0001", id: "comment-1", body: " \n " },
      ["body"],
    ],
    ["an end before the start", { ...slot, endsAt: "2026-03-09T09:00:00+01:00" }, ["endsAt"]],
    [
      "a time without offset",
      { ...slot, startsAt: "2026-03-09T10:00:00", endsAt: "2026-03-11T10:00:00Z" },
      ["startsAt"],
    ],
    ["a day for a time", { ...slot, startsAt: "2026-03-09" }, ["startsAt"]],
    ["a year of two digits", { ...slot, startsAt: "0026-03-09T10:00:00Z" }, ["startsAt"]],
    ["a last day in such a year", { type: "meetup.edit", endsOn: "0026-03-09" }, ["endsOn"]],
    ["an unknown kind of slot", { ...slot, kind: "party" }, ["kind"]],
    [
      "a room that links to a script",
      { type: "room.add", id: "room-0001", name: "Hall", link: "javascript:alert(1)" },
      ["link"],
    ],
    [
      "a session of nothing",
      {
        type: "session.schedule",
        id: "session-1",
        topicIds: [],
        roomId: "room-0001",
        slotId: "slot-0001",
      },
      ["title"],
    ],
    ["a side group of nothing", { type: "sideGroup.start", id: "group-001" }, ["title"]],
    ["a side group for one", { type: "sideGroup.start", id: "group-001", title: "Puppet", capacity: 1 }, ["capacity"]],
    ["a merge of nothing", { type: "sideGroup.merge", into: "group-001" }, ["from"]],
    [
      "a merge with itself, by either name",
      { type: "sideGroup.merge", sideGroupId: "group-001", into: "group-001" },
      ["into"],
    ],
    ["a vote of another kind", { type: "vote.cast", topicId: "topic-0001", as: "love" }, ["as"]],
  ])("[C4] %s is refused, naming the field", (_, command, paths) => {
    expect(wrongIn(command)).toEqual(paths);
  });

  it("trim text and keep what people write", () => {
    expect(
      commandSchema.parse({
        ...propose,
        title: "  Überlauf: 100 % 🐇 日本語  ",
        description: "a\r\nb",
      }),
    ).toMatchObject({
      title: "Überlauf: 100 % 🐇 日本語",
      description: "a\nb",
      tags: [],
    });
  });

  it("count characters as people do", () => {
    expect(wrongIn({ ...propose, title: "🐇".repeat(140) })).toBeNull();
    expect(wrongIn({ ...propose, title: "🐇".repeat(141) })).toEqual(["title"]);
  });
});

describe("new meetups", () => {
  it.each<[string, object, string]>([
    ["an end before the start", { title: "Ops", startsOn: "2026-03-10", endsOn: "2026-03-09" }, "endsOn"],
    ["an end without a start", { title: "Ops", endsOn: "2026-03-09" }, "startsOn"],
    ["a day that doesn't exist", { title: "Ops", startsOn: "2026-02-30" }, "startsOn"],
    ["a made-up time zone", { title: "Ops", timezone: "Mars/Olympus" }, "timezone"],
    ["a slug with capitals", { title: "Ops", slug: "Porto" }, "slug"],
  ])("[C4] %s is refused, naming the field", (_, body, path) => {
    const parsed = newMeetupSchema.safeParse(body);
    expect(parsed.success ? [] : validationProblem(parsed.error).errors?.map((error) => error.path)).toEqual([path]);
  });

  it.each([
    ["europe/LISBON", "Europe/Lisbon"],
    ["utc", "UTC"],
    ["Europe/Kyiv", "Europe/Kyiv"],
  ])("written in %s they have their days in %s", (timezone, zone) => {
    expect(newMeetupSchema.parse({ title: "Ops", timezone }).timezone).toBe(zone);
    expect(commandSchema.parse({ type: "meetup.edit", timezone })).toMatchObject({ timezone: zone });
  });

  it("get an address from their title", () => {
    expect(slugFrom("Ops Mid-Cycle, Pôrto 2026!")).toBe("ops-mid-cycle-porto-2026");
    expect(slugFrom("日本")).toBe("meetup");
  });
});

describe("support", () => {
  // Worked by hand from Wilson's formula with z = 1.96.
  it.each([
    [0, 0, 0],
    [0, 10, 0],
    [1, 1, 0.2065],
    [10, 10, 0.7225],
    [31, 40, 0.625],
    [87, 121, 0.6334],
  ])("of %i votes among %i shown is %f", (votes, shown, support) => {
    expect(wilsonLowerBound(votes, shown)).toBeCloseTo(support, 3);
  });
});
