import { beforeEach, describe, expect, it } from "vitest";
import { clashWords, nextWords, startsSoonWords } from "../../client/meetup/day-words.ts";
import { sessionNeeds } from "../../client/schedule/session-needs.ts";
import { timeChoices, usualTime } from "../../client/side-groups/time-choices.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { nowOf } from "../../shared/meetup/now.ts";
import { at, day, pause, session } from "../shared/support/a-day.ts";
import { Browser, deliverAll, MeetupServer, settled } from "./support/meetup-wire.ts";

const TEN = "2026-03-09T10:00:00.000Z";
const minutes = (count: number) => new Date(Date.parse(TEN) + count * 60_000).toISOString();

describe("what is asked while the meetup runs", () => {
  let server: MeetupServer;
  let ana: Browser;

  beforeEach(async () => {
    server = new MeetupServer();
    for (const command of [
      { type: "topic.propose", id: "rabbit-ha", title: "Rabbit HA" },
      { type: "room.add", id: "main-hall", name: "Main hall" },
      { type: "slot.add", id: "slot-ten-00", startsAt: TEN, endsAt: minutes(45) },
      {
        type: "session.schedule",
        id: "session-1",
        topicIds: ["rabbit-ha"],
        roomId: "main-hall",
        slotId: "slot-ten-00",
      },
      { type: "session.edit", sessionId: "session-1", moderators: [{ personId: "ana" }] },
      { type: "sideGroup.start", id: "group-002", title: "Lunch", capacity: 6 },
    ] satisfies CommandInput[])
      server.does("olga", command);
    server.does("ana", { type: "sideGroup.start", id: "group-001", topicId: "rabbit-ha" });
    server.does("ben", { type: "sideGroup.join", sideGroupId: "group-001" });
    ana = new Browser(server, "ana");
    ana.wire.goUp();
    await deliverAll(server, ana);
  });

  it.each<[string, CommandInput[]]>([
    ["a session that starts", [{ type: "session.setState", sessionId: "session-1", state: "running" }]],
    ["a room that is full", [{ type: "session.setFull", sessionId: "session-1", full: true }]],
    [
      "two extensions in a row",
      [
        { type: "session.extend", sessionId: "session-1", minutes: 5, from: minutes(45) },
        { type: "session.extend", sessionId: "session-1", minutes: 10, from: minutes(50) },
      ],
    ],
    ["an extension without the end it starts from", [{ type: "session.extend", sessionId: "session-1", minutes: 5 }]],
    ["another title", [{ type: "session.edit", sessionId: "session-1", title: "Rabbits" }]],
    ["what came out", [{ type: "outcome.set", sessionId: "session-1", text: " Quorum queues " }]],
    ["what came out of a side group", [{ type: "outcome.set", sideGroupId: "group-001", text: "Modules" }]],
    [
      "a side group that moves",
      [{ type: "sideGroup.edit", sideGroupId: "group-001", place: "Lobby", startsAt: TEN, capacity: 4 }],
    ],
    ["another host", [{ type: "sideGroup.handOver", sideGroupId: "group-001", personId: "ben" }]],
    ["two side groups that become one", [{ type: "sideGroup.merge", from: "group-001", into: "group-002" }]],
    ["a side group that ends", [{ type: "sideGroup.end", sideGroupId: "group-001", outcome: "Modules" }]],
  ])("shows at once as the server will have it: %s", async (_what, commands) => {
    for (const command of commands) void ana.replica.ask(command);
    const shown = ana.replica.view;
    await deliverAll(server, ana);
    expect(ana.replica.view).toEqual(server.story.view());
    expect(shown?.sessions).toEqual(ana.replica.view?.sessions);
    expect(shown?.sideGroups).toEqual(ana.replica.view?.sideGroups);
  });

  const room = { type: "room.add", id: "attic-001", name: " Attic ", capacity: 20 } as const;
  const slot = { type: "slot.add", id: "slot-eleven", startsAt: minutes(60), endsAt: minutes(105) } as const;
  const place = (id: string, topicIds: string[], slotId = "slot-eleven") =>
    ({ type: "session.schedule", id, topicIds, roomId: "main-hall", slotId }) as const;
  const more: CommandInput[] = [
    { type: "topic.propose", id: "packages-1", title: "Packages" },
    { type: "topic.propose", id: "upgrades-1", title: "Upgrades" },
  ];

  it.each<[string, CommandInput[]]>([
    ["a new room", [room]],
    ["a room that is changed", [room, { type: "room.edit", roomId: "attic-001", name: "Loft", capacity: null }]],
    ["a room that is removed", [room, { type: "room.remove", roomId: "attic-001" }]],
    ["a room that sessions are in", [{ type: "room.remove", roomId: "main-hall" }]],
    ["a new time", [slot]],
    ["a time that would end before it starts", [{ type: "slot.edit", slotId: "slot-ten-00", startsAt: minutes(60) }]],
    [
      "a time that is changed, with what is on then",
      [{ type: "slot.edit", slotId: "slot-ten-00", endsAt: minutes(50) }],
    ],
    ["a time that is removed", [slot, { type: "slot.remove", slotId: "slot-eleven" }]],
    ["a time at which sessions are", [{ type: "slot.remove", slotId: "slot-ten-00" }]],
    ["a topic that gets a place", [slot, place("session-2", ["packages-1"])]],
    ["two topics in one", [slot, place("session-2", ["packages-1", "upgrades-1"])]],
    ["a place that is taken", [place("session-2", ["packages-1"], "slot-ten-00")]],
    ["a topic that has a place", [slot, place("session-2", ["rabbit-ha"])]],
    [
      "a session that moves",
      [slot, { type: "session.move", sessionId: "session-1", roomId: "main-hall", slotId: "slot-eleven" }],
    ],
    ["a session that is taken off", [{ type: "session.cancel", sessionId: "session-1" }]],
    [
      "a session with times of its own that stays where it is",
      [
        slot,
        { ...place("session-2", ["packages-1"]), startsAt: minutes(75) },
        { type: "session.move", sessionId: "session-2", roomId: "main-hall", slotId: "slot-eleven" },
      ],
    ],
    ["a day that runs late", [slot, { type: "schedule.shift", from: minutes(60), minutes: 15 }]],
    [
      "a day that runs late from within a time",
      [
        slot,
        { ...place("session-2", ["packages-1"]), startsAt: minutes(75) },
        { type: "schedule.shift", from: minutes(75), minutes: 40 },
      ],
    ],
  ])("[A44] shows what organizers arrange at once, as the server will have it: %s", async (_what, commands) => {
    for (const command of more) server.does("ana", command);
    const olga = new Browser(server, "olga");
    olga.wire.goUp();
    await deliverAll(server, olga);
    for (const command of commands) void olga.replica.ask(command);
    const shown = olga.replica.view;
    await deliverAll(server, olga);
    const { rooms, slots, sessions, topics } = server.story.view();
    expect(olga.replica.view).toEqual(server.story.view());
    // Notes of its own a session of several topics gets from the server.
    const isOwn = (padId: string) => topics.some((topic) => topic.padId === padId);
    const known = sessions.map((session) => ({ ...session, padId: isOwn(session.padId) ? session.padId : "" }));
    const statuses = (all: typeof topics) => all.map(({ id, status }) => [id, status]);
    expect(shown).toMatchObject({ rooms, slots, sessions: known });
    expect(statuses(shown?.topics ?? [])).toEqual(statuses(topics));
  });

  it("[A44] shows a shift once, also when the server has taken it and its answer is lost", async () => {
    const olga = new Browser(server, "olga");
    olga.wire.goUp();
    await deliverAll(server, olga);
    void olga.replica.ask({ type: "schedule.shift", from: TEN, minutes: 15 });
    olga.wire.deliver("up");
    olga.wire.goDown();
    olga.wire.goUp();
    // The news come before the repeat is answered.
    olga.wire.deliver("up");
    while (olga.wire.deliver("down"));
    await settled();
    const shown = () => [...olga.replica.view!.slots, ...olga.replica.view!.sessions].map(({ startsAt }) => startsAt);
    expect(olga.replica.unconfirmed).toHaveLength(1);
    expect(shown()).toEqual([minutes(15), minutes(15)]);
    await deliverAll(server, olga);
    expect(olga.replica.unconfirmed).toEqual([]);
    expect(shown()).toEqual([minutes(15), minutes(15)]);
  });

  it.each<[string, CommandInput]>([
    ["seats that are no number", { type: "room.edit", roomId: "main-hall", capacity: Number("about 40") }],
    ["no name", { type: "room.edit", roomId: "main-hall", name: " " }],
    ["a shift by nothing", { type: "schedule.shift", from: TEN, minutes: Number.NaN }],
  ])("[A45] shows nothing of what will surely be refused: %s", async (_what, command) => {
    const olga = new Browser(server, "olga");
    olga.wire.goUp();
    await deliverAll(server, olga);
    const before = olga.replica.view;
    void olga.replica.ask(command);
    expect(olga.replica.view).toEqual(before);
  });

  it("waits while there is no connection, and is sent once there is: an announcement shows until then too", async () => {
    const olga = new Browser(server, "olga");
    olga.wire.goUp();
    await deliverAll(server, olga);
    olga.wire.goDown();
    const until = "2026-03-09T18:00:00.000Z";
    void olga.replica.ask({ type: "announcement.add", id: "lunch-001", text: "Lunch", until });
    void olga.replica.ask({ type: "session.extend", sessionId: "session-1", minutes: 5, from: minutes(45) });
    expect(olga.replica.view?.announcements).toEqual([{ id: "lunch-001", text: "Lunch", until }]);
    expect(server.story.view().announcements).toEqual([]);
    olga.wire.goUp();
    await deliverAll(server, olga);
    expect(olga.replica.unconfirmed).toEqual([]);
    expect(server.story.view()).toMatchObject({
      announcements: [{ id: "lunch-001" }],
      sessions: [{ endsAt: minutes(50) }],
    });
    expect(olga.replica.view).toEqual(server.story.view());
  });

  it("[D5] leaves no invitation to what one has just joined", async () => {
    server.does("cleo", { type: "vote.cast", topicId: "rabbit-ha" });
    const cleo = new Browser(server, "cleo");
    cleo.wire.goUp();
    await deliverAll(server, cleo);
    expect(cleo.replica.me?.invitedTo).toEqual(["group-001"]);
    void cleo.replica.ask({ type: "sideGroup.join", sideGroupId: "group-001" });
    expect(cleo.replica.me?.invitedTo).toEqual([]);
    await deliverAll(server, cleo);
    expect(cleo.replica.me).toEqual(server.me("cleo"));
  });
});

describe("what needs someone", () => {
  const topic = (id: string, volunteers: { personId: string; as: "moderator" | "notes" }[]) => ({
    ...day().topics[0]!,
    id,
    volunteers,
  });

  it("are sessions to come without a moderator or a note taker, soonest first, with who offers", () => {
    const view = day({
      topics: [
        topic("all-there", [{ personId: "mo", as: "notes" }]),
        topic("offered-1", [{ personId: "mo", as: "moderator" }]),
        topic("nobody-01", []),
      ],
      sessions: [
        session("late", "dom", "15:00", "16:00", { topicIds: ["nobody-01"] }),
        session("soon", "dom", "11:00", "12:00", { topicIds: ["offered-1"] }),
        session("full", "dom", "12:00", "13:00", { topicIds: ["all-there"], moderators: [{ name: "Kim" }] }),
        session("over", "dom", "09:00", "10:00", { topicIds: ["nobody-01"] }),
        session("none", "dom", "13:00", "14:00"),
      ],
    });
    expect(
      sessionNeeds(view, at("10:30")).map(({ session: { id }, moderator, notes, offers }) => [
        id,
        moderator,
        notes,
        offers,
      ]),
    ).toEqual([
      ["soon", true, true, ["mo"]],
      ["none", true, false, []],
      ["late", true, true, []],
    ]);
  });
});

describe("times for a side group", () => {
  const view = day({
    slots: [
      pause("lunch-break", "12:30", "13:30", { label: "Lunch" }),
      pause("plenary-1", "14:00", "15:00", { kind: "everyone", label: "Plenary" }),
      pause("morning-1", "09:00", "10:00", { kind: "sessions" }),
    ],
  });

  it("are now, the breaks and slots to come, and none", () => {
    expect(timeChoices(view, at("10:30")).map(({ value, startsAt }) => [value, startsAt])).toEqual([
      ["now", "2026-03-12T10:30:00.000Z"],
      ["lunch-break", "2026-03-12T12:30:00.000Z"],
      ["free", null],
    ]);
    expect(timeChoices(view, at("10:30"))[1]?.words).toMatch(/^Lunch, .*12:30–13:30$/u);
  });

  it("start with now while the meetup is on, and with none before", () => {
    expect(usualTime(day(), at("12:00", "2026-03-09"))).toBe("now");
    expect(usualTime(day(), at("12:00", "2026-02-01"))).toBe("free");
  });
});

describe("the words", () => {
  it("say what starts when and where, and what is in the way", () => {
    const view = day({ sessions: [session("soon", "dom", "11:00", "12:00", { title: "Packaging" })] });
    expect(startsSoonWords(view, view.sessions[0]!, at("10:55"))).toBe("Packaging starts in 5 minutes in Dom");
    expect(startsSoonWords(view, view.sessions[0]!, at("10:59"))).toBe("Packaging starts in 1 minute in Dom");
    const next = (now: number) => nextWords(view, nowOf(view, now).next!, now);
    expect([next(at("09:00")), next(at("17:40", "2026-03-11"))]).toEqual([
      "Next, 11:00: Packaging",
      "Tomorrow, 11:00: Packaging",
    ]);
    const startsAt = "2026-03-12T11:00:00Z";
    expect(clashWords({ kind: "room", sessionId: "soon", title: "Packaging", room: "Dom", startsAt }, "UTC")).toBe(
      "Dom has a session at 11:00, Packaging. Another place is needed.",
    );
    expect(clashWords({ kind: "everyone", slotId: "plenary-1", label: "Plenary", startsAt }, "UTC")).toBe(
      "Plenary is at 11:00. Another time is needed.",
    );
  });
});
