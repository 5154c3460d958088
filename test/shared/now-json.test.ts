import { describe, expect, it } from "vitest";
import { nowJson } from "../../shared/exports/now-json.ts";
import { at, day, group, pause, session } from "./support/a-day.ts";

const view = day(
  {
    sessions: [
      session("a", "dom", "10:00", "10:50", { title: "Quorum queues", full: true, moderators: [{ name: "Ana" }] }),
      session("b", "dom", "11:00", "11:50", { title: "Upgrades" }),
      session("c", "neude", "2026-03-13T09:00:00Z", "2026-03-13T09:50:00Z", { title: "Ironic" }),
    ],
    slots: [pause("coffee", "10:10", "10:30")],
    sideGroups: [group("g", "12:30", { title: "Runbooks", capacity: 4, members: ["hana", "ivo"] }), group("h", null)],
    announcements: [{ id: "bus", text: "Bus at six", until: "2026-03-12T18:00:00Z" }],
  },
  "Europe/Amsterdam",
);

describe("now.json", () => {
  const said = nowJson(view, at("10:12") + 34_567, "https://example.org");

  it("[V2] says what is on and next in each room, in words of the meetup's time zone", () => {
    expect(said.at).toBe("2026-03-12T10:12:00.000Z");
    expect(said.now).toEqual([
      {
        id: "a",
        title: "Quorum queues",
        room: { id: "dom", name: "Dom", where: "", url: "https://example.org/m/porto/room/dom" },
        startsAt: "2026-03-12T10:00:00.000Z",
        endsAt: "2026-03-12T10:50:00.000Z",
        state: "planned",
        full: true,
        moderators: ["Ana"],
        notesUrl: "https://example.org/m/porto/notes/pad-of-a",
        text: "Dom: Quorum queues (until 11:50, 38 min left, room full)",
        minutesLeft: 38,
      },
    ]);
    expect(said.next.map(({ text }) => text)).toEqual(["Dom: Upgrades (12:00)", "Neude: Ironic (2026-03-13 10:00)"]);
    expect(said.pauses.map(({ text }) => text)).toEqual(["Break (until 11:30)"]);
  });

  it("[V2] says of the schedule which one it is, and nothing of what people want", () => {
    expect(said.schedule).toEqual({ published: false, version: 0, at: null });
    expect(JSON.stringify(said)).not.toMatch(/votes|picks|cut|support|lens|hands/u);
  });

  it("[V8] says when the room of what comes next is free", () => {
    const sessions = view.sessions.map((each) =>
      each.id === "a" ? { ...each, state: "running" as const, endsAt: "2026-03-12T11:10:00Z" } : each,
    );
    expect(nowJson({ ...view, sessions }, at("11:05"), "https://example.org").next[0]).toMatchObject({
      id: "b",
      startsAt: "2026-03-12T11:10:00Z",
      plannedAt: "2026-03-12T11:00:00.000Z",
      text: "Dom: Upgrades (12:10, planned for 12:00)",
    });
  });

  it("[D10] has side groups with no place left apart from those that one can join", () => {
    const sideGroups = [group("g", "12:30", { capacity: 2, members: 2 }), group("h", null)];
    const { forming, full } = nowJson({ ...view, sideGroups }, at("10:12"), "https://example.org").sideGroups;
    expect(forming.map(({ id }) => id)).toEqual(["h"]);
    expect(full).toMatchObject([{ id: "g", placesLeft: 0 }]);
  });

  it("counts who is in a side group, and names nobody", () => {
    expect(said.sideGroups.forming).toMatchObject([
      { id: "g", members: 2, capacity: 4, placesLeft: 2, text: "Runbooks (Lobby, 13:30)" },
      { id: "h", members: 1, placesLeft: null, text: "Group h (Lobby)" },
    ]);
    expect(JSON.stringify(said)).not.toMatch(/hana|ivo/u);
  });

  it("[V2] is the same for two instants of a minute", () => {
    expect(nowJson(view, at("10:12") + 1, "https://example.org")).toEqual(said);
    expect(nowJson(view, at("10:13"), "https://example.org").now[0]?.minutesLeft).toBe(37);
  });
});
