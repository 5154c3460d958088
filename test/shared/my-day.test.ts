import { describe, expect, it } from "vitest";
import { myDay } from "../../shared/meetup/my-day.ts";
import type { MeView } from "../../shared/meetup/view.ts";
import { at, day, group, pause, session } from "./support/a-day.ts";

const me = (more: Partial<MeView> = {}): MeView => ({
  id: "ana",
  role: "participant",
  votes: [],
  picks: [],
  picksLeft: 3,
  plan: [],
  hands: {},
  takeHome: [null, null, null],
  lastTime: [],
  invitedTo: [],
  queue: [],
  profile: null,
  ...more,
});

const view = day(
  {
    sessions: [
      session("late", "dom", "14:00", "14:50", { moderators: [{ personId: "ana" }] }),
      session("early", "dom", "10:00", "10:50", { topicIds: ["ceph"] }),
      session("also", "neude", "10:30", "11:20", { topicIds: ["rabbit"] }),
      session("done", "neude", "10:00", "10:30", { state: "done" }),
      session("tomorrow", "dom", "2026-03-12T23:30:00Z", "2026-03-13T00:20:00Z"),
    ],
    slots: [
      pause("lunch", "12:00", "13:00", { label: "Lunch" }),
      pause("first", "10:00", "10:50", { kind: "sessions" }),
    ],
    sideGroups: [
      group("joined", "10:45", { members: ["hana", "ana"] }),
      group("planned", null),
      group("other", "11:00"),
      group("merged", "11:00", { members: ["ana"], state: "ended", mergedInto: "joined" }),
    ],
  },
  "Europe/Amsterdam",
);

describe("a day of one's own", () => {
  it("[A39] has what one planned, moderates and is in, in order of time, by the days of the meetup's time zone", () => {
    const mine = myDay(view, me({ plan: ["early", "tomorrow", "planned"] }), at("09:00"));
    expect(
      mine.days.map(({ day: each, rows }) => [each, rows.map((row) => (row.kind === "pause" ? "Lunch" : row.title))]),
    ).toEqual([
      ["2026-03-12", ["Session early", "Group joined", "Lunch", "Session late"]],
      ["2026-03-13", ["Session tomorrow"]],
    ]);
    expect(mine.anytime).toMatchObject([{ thing: { id: "planned" }, because: "planned" }]);
    expect(mine.days[0]?.rows.flatMap((row) => (row.kind === "pause" ? [] : row.because))).toEqual([
      "planned",
      "in",
      "moderates",
    ]);
  });

  it("[A39] shows what is on at the same time, and nothing that is over or only touches", () => {
    const clashes = (plan: string[], time = "09:00") =>
      myDay(view, me({ plan }), at(time)).days.flatMap(({ rows }) =>
        rows.flatMap((row) => (row.kind === "pause" || row.clashes.length === 0 ? [] : [[row.title, ...row.clashes]])),
      );
    expect(clashes(["early"])).toEqual([
      ["Session early", "Group joined"],
      ["Group joined", "Session early"],
    ]);
    expect(clashes(["done", "also"])).toEqual([
      ["Session also", "Group joined"],
      ["Group joined", "Session also"],
    ]);
    expect(clashes(["early"], "10:50")).toEqual([]);
  });

  it("[A39] offers sessions to come of topics that one voted for, until they are in it", () => {
    const wanted = (plan: string[], time: string) =>
      myDay(view, me({ votes: ["rabbit", "ceph"], plan }), at(time)).wanted.map(({ id }) => id);
    expect(wanted([], "09:00")).toEqual(["early", "also"]);
    expect(wanted(["also"], "09:00")).toEqual(["early"]);
    expect(wanted([], "11:00")).toEqual(["also"]);
  });
});
