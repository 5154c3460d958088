import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { meetupMarkdown } from "../../shared/exports/meetup-markdown.ts";
import { ownTakeHomeMarkdown } from "../../shared/exports/own-take-home.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { withWhatBecame } from "../../shared/meetup/last-things.ts";
import { isTimeToGo } from "../../shared/meetup/time-to-go.ts";
import { NOTHING_TAKEN_HOME, NOTHING_TOLD } from "../../shared/meetup/take-home.ts";
import { thingKey } from "../../shared/meetup/thing-key.ts";
import { thingsToName } from "../../shared/meetup/things-to-name.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { applyChanges } from "../../client/replica/apply-changes.ts";
import { MeetupStory } from "../helpers/meetup-story.ts";

type Became = "done" | "partly" | "not-yet" | null;

const names = (number: number, text: string): CommandInput => ({ type: "takeHome.set", number, text });
const tells = (text: string, became: Became): CommandInput => ({ type: "lastTime.tell", text, became });

/** The meetup after one in Lisbon. */
function nextMeetup(): MeetupStory {
  const story = new MeetupStory();
  story.does("olga", { type: "meetup.edit", previous: "lisbon-2025" });
  return story;
}

describe("what one takes home", () => {
  it("[A60] is one's own: three places, each changed and emptied by oneself, and named by no view", () => {
    const story = new MeetupStory();
    expect(story.does("secretive", names(1, " Ten alerts "))).toEqual({ touched: new Set(["people"]) });
    expect(story.does("secretive", names(1, "Ten alerts"))).toBe("nothing");
    expect(story.does("secretive", names(3, "Quorum queues"))).toEqual({ touched: new Set() });
    expect(meOf(story.state, "secretive").takeHome).toEqual(["Ten alerts", null, "Quorum queues"]);
    expect(meOf(story.state, "olga").takeHome).toEqual([null, null, null]);
    expect(story.does("secretive", names(1, ""))).toEqual({ touched: new Set() });
    expect(story.does("secretive", names(1, ""))).toBe("nothing");
    expect(meOf(story.state, "secretive").takeHome).toEqual([null, null, "Quorum queues"]);
    for (const reader of ["named", "nameless"] as const) {
      expect(JSON.stringify(story.view(reader))).not.toMatch(/secretive|Quorum/u);
      expect(story.view(reader)).toMatchObject({ people: { count: 2 }, takenHome: { people: null, things: [] } });
    }
    expect(story.replayed()).toEqual(story.state);
  });

  it("[C4] has a number from 1 to 3 and up to 200 characters that show", () => {
    const isTaken = (command: object) => commandSchema.safeParse({ type: "takeHome.set", ...command }).success;
    expect([0, 4, 1.5].map((number) => isTaken({ number, text: "Ten" }))).toEqual([false, false, false]);
    const texts = ["x".repeat(201), "\u200b", "two\nlines"];
    expect(texts.map((text) => isTaken({ number: 1, text }))).toEqual([false, false, false]);
    expect(["", "   ", "x".repeat(200)].map((text) => isTaken({ number: 1, text }))).toEqual([true, true, true]);
  });

  it("[A60] is shown where three name it, however they write it, as most of them do, each counting once", () => {
    const story = new MeetupStory();
    story.does("ana", names(1, "Ten alerts, not two hundred"));
    story.does("ana", names(2, "ten alerts not two hundred!"));
    story.does("ben", names(3, "Ten alerts – not two  hundred"));
    story.does("ben", names(1, "Ask Tom"));
    expect(story.view().takenHome).toEqual({ people: null, things: [] });
    const third = story.does("chi", names(1, "Ten alerts, not two hundred"));
    expect(third).toEqual({ touched: new Set(["people", "takenHome"]) });
    expect(story.view().takenHome).toEqual({
      people: 3,
      things: [{ text: "Ten alerts, not two hundred", people: 3 }],
    });
    expect(story.changes(["takenHome"])).toEqual([{ kind: "takenHome", set: story.view().takenHome }]);
    const page = { ...story.view(), takenHome: NOTHING_TAKEN_HOME };
    expect(applyChanges(page, story.changes(["takenHome"]))).toEqual(story.view());
    // Signs tell things apart.
    expect(["C", "C++", "c#"].map(thingKey)).toEqual(["c", "c++", "c"]);
  });

  it("[A60] comes out again only once three or more people's is another", () => {
    const story = new MeetupStory();
    const people = ["ana", "ben", "chi", "dan", "eva", "fay"];
    for (const by of people.slice(0, 3)) story.does(by, names(1, "Ten alerts"));
    const first = { people: 3, things: [{ text: "Ten alerts", people: 3 }] };
    expect(story.view().takenHome).toEqual(first);
    for (const by of people.slice(3, 5)) story.does(by, names(1, "Ten alerts"));
    expect(story.view().takenHome).toEqual(first);
    // Whoever takes it back again has changed nothing.
    story.does("eva", names(1, ""));
    story.does("fay", names(1, "Ten alerts"));
    expect(story.view().takenHome).toEqual(first);
    story.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(story.view().takenHome).toEqual(first);
    story.does("ana", names(1, ""));
    expect(story.view().takenHome).toEqual({ people: 4, things: [{ text: "Ten alerts", people: 4 }] });
  });

  it("[A60] whatever people name, what is shown had three people behind it, and changes only after three have changed", () => {
    const text = fc.constantFrom("", "Ten alerts", "ten alerts!", "Quorum queues", "Ask Tom", "Soup");
    const person = fc.constantFrom("ana", "ben", "chi", "dan", "eva");
    const deed = fc.oneof(
      fc.tuple(
        person,
        fc.integer({ min: 1, max: 3 }).chain((number) => text.map((each) => names(number, each))),
      ),
      fc.tuple(
        fc.constant("olga"),
        fc.record({
          type: fc.constantFrom("person.remove" as const, "person.restore" as const),
          personId: fc.constantFrom("ana", "ben"),
        }),
      ),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const story = new MeetupStory();
        let shown = story.view().takenHome;
        let changed = new Set<string>();
        for (const [by, command] of deeds) {
          const done = story.does(by, command);
          if (typeof done !== "object" || !("touched" in done)) continue;
          changed.add("personId" in command ? command.personId : by);
          const next = story.view().takenHome;
          if (JSON.stringify(next) !== JSON.stringify(shown)) {
            expect(changed.size).toBeGreaterThanOrEqual(3);
            const counting = [...story.state.takeHome].filter(([id]) => !story.state.removed.has(id));
            for (const thing of next.things) {
              const who = counting.filter(([, all]) => all.some((each) => each?.key === thingKey(thing.text)));
              expect(who.length).toBe(thing.people);
              expect(who.length).toBeGreaterThanOrEqual(3);
            }
          }
          if (done.touched.has("takenHome")) changed = new Set();
          shown = next;
        }
        expect(story.replayed()).toEqual(story.state);
      }),
    );
  });

  it("[A62] is written in every phase, and once the meetup is closed as long as notes are", () => {
    const story = new MeetupStory();
    for (const phase of ["voting", "running", "closed"] as const) {
      story.does("olga", { type: "meetup.setPhase", phase });
      expect(story.does("ana", names(1, `While ${phase}`)), phase).toHaveProperty("touched");
    }
    // Its last day was the tenth, its notes are open for two more weeks.
    story.passes(15 * 24 * 60);
    expect(story.does("ana", names(2, "On the train"))).toHaveProperty("touched");
    story.passes(24 * 60);
    expect(story.does("ana", names(3, "Too late"))).toEqual({ refused: "meetup-closed" });
    expect(story.does("ana", names(2, "On the train"))).toBe("nothing");
  });

  it("[I2] of two who are one: what the second has stands, what else the first has fills places that are free", () => {
    const story = nextMeetup();
    story.does("bo", names(1, "Soup"));
    story.does("bo", names(2, "ten alerts"));
    story.does("bo", names(3, "Bread"));
    story.does("ana", names(2, "Ten alerts!"));
    story.does("bo", tells("Tea", "done"));
    story.does("bo", tells("Wine", "done"));
    story.does("ana", tells("wine", "partly"));
    story.record(null, { type: "person.joined", personId: "bo", into: "ana" });
    expect(meOf(story.state, "ana")).toMatchObject({
      takeHome: ["Soup", "Ten alerts!", "Bread"],
      lastTime: [
        { text: "Tea", became: "done" },
        { text: "wine", became: "partly" },
      ],
    });
    expect(meOf(story.state, "bo").takeHome).toEqual([null, null, null]);
    expect(JSON.stringify([...story.state.takenHome.differing, ...story.state.lastTime.differing])).not.toContain("bo");
    expect(story.replayed()).toEqual(story.state);
  });

  it("[A34] [I3] doesn't count of who was removed, as long as they are, and is gone with who was erased", () => {
    const story = new MeetupStory();
    const people = ["ana", "ben", "chi", "dan", "eva", "fay"];
    for (const by of people) story.does(by, names(1, "Ten alerts"));
    expect(story.view().takenHome).toMatchObject({ people: 6 });
    for (const personId of ["ana", "ben"]) story.does("olga", { type: "person.remove", personId });
    expect(story.does("ana", names(1, "Soup"))).toEqual({ refused: "person-removed" });
    story.record(null, { type: "person.erased", personId: "chi" });
    expect(story.view().takenHome).toEqual({ people: 3, things: [{ text: "Ten alerts", people: 3 }] });
    expect(story.state.takeHome.has("chi")).toBe(false);
    for (const personId of ["ana", "ben"]) story.does("olga", { type: "person.restore", personId });
    story.does("dan", names(1, ""));
    expect(story.view().takenHome).toMatchObject({ people: 4 });
    expect(story.replayed()).toEqual(story.state);
  });
});

describe("what became of what one took home last time", () => {
  it("[A61] is asked for where there was a meetup before, of three things at most, and is one's own", () => {
    const alone = new MeetupStory();
    expect(alone.does("ana", tells("Soup", "done"))).toEqual({ refused: "no-meetup-before" });
    const story = nextMeetup();
    for (const [text, became] of [
      ["Soup", "done"],
      ["Bread", "partly"],
      ["soup!", "not-yet"],
      ["Tea", "done"],
      ["Wine", "done"],
      ["Wine", "done"],
    ] as const)
      story.does("secretive", tells(text, became));
    expect(meOf(story.state, "secretive").lastTime.map(({ text }) => text)).toEqual(["soup!", "Tea", "Wine"]);
    expect(story.does("secretive", tells("tea", null))).toHaveProperty("touched");
    expect(story.does("secretive", tells("tea", null))).toBe("nothing");
    expect(meOf(story.state, "secretive").lastTime.map(({ text }) => text)).toEqual(["soup!", "Wine"]);
    expect(meOf(story.state, "olga").lastTime).toEqual([]);
    expect(JSON.stringify(story.view())).not.toMatch(/secretive|soup/u);
    expect(story.replayed()).toEqual(story.state);
  });

  it("[A61] is counted once three have said, and an answer only where three people give it", () => {
    const story = nextMeetup();
    for (const by of ["ana", "ben"]) for (const text of ["Soup", "Tea"]) story.does(by, tells(text, "done"));
    const nothing = { people: null, done: null, partly: null, notYet: null };
    expect(story.view().lastTime).toEqual(nothing);
    story.does("chi", tells("Soup", "not-yet"));
    expect(story.view().lastTime).toEqual({ ...nothing, people: 3 });
    for (const by of ["chi", "dan", "eva"]) story.does(by, tells("Bread", "done"));
    expect(story.view().lastTime).toEqual({ people: 5, done: 7, partly: null, notYet: null });
    expect(story.changes(["lastTime"])).toEqual([{ kind: "lastTime", set: story.view().lastTime }]);
    const page = { ...story.view(), lastTime: NOTHING_TOLD };
    expect(applyChanges(page, story.changes(["lastTime"]))).toEqual(story.view());
  });

  it("[A61] is nothing any more once another meetup is the one before", () => {
    const story = nextMeetup();
    for (const by of ["ana", "ben", "chi"]) story.does(by, tells("Soup", "done"));
    story.does("olga", { type: "meetup.edit", title: "Porto again" });
    expect(story.view().lastTime).toMatchObject({ people: 3, done: 3 });
    const other = story.does("olga", { type: "meetup.edit", previous: "porto-2024" });
    expect(other).toEqual({ touched: new Set(["meetup", "mine", "lastTime"]) });
    expect(story.view().lastTime).toMatchObject({ people: null, done: null });
    expect(meOf(story.state, "ana").lastTime).toEqual([]);
  });

  it("[A62] is said as long as notes are written", () => {
    const story = nextMeetup();
    story.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(story.does("ana", tells("Soup", "done"))).toHaveProperty("touched");
    story.passes(16 * 24 * 60);
    expect(story.does("ana", tells("Soup", "partly"))).toEqual({ refused: "meetup-closed" });
  });
});

describe("on the way home", () => {
  const at = (day: number, time: string) => Date.parse(`2026-03-${String(day).padStart(2, "0")}T${time}:00Z`);

  it("[A62] is from when the last day has begun, or all is closed, to the last day of notes", () => {
    const story = new MeetupStory();
    const { meetup } = story.view();
    expect(
      [at(9, "12:00"), at(10, "00:10"), at(11, "08:00")].map((now) => isTimeToGo({ meetup, slots: [] }, now)),
    ).toEqual([false, true, true]);
    for (const [id, day] of [
      ["slot-one", 9],
      ["slot-two", 10],
    ] as const)
      story.does("olga", {
        type: "slot.add",
        id,
        startsAt: `2026-03-${String(day).padStart(2, "0")}T09:00:00Z`,
        endsAt: `2026-03-${String(day).padStart(2, "0")}T10:00:00Z`,
      });
    const view = story.view();
    expect([at(10, "08:59"), at(10, "09:00")].map((now) => isTimeToGo(view, now))).toEqual([false, true]);
    const undated = { ...view, meetup: { ...view.meetup, startsOn: null, endsOn: null } };
    expect([at(9, "10:00"), at(10, "09:00")].map((now) => isTimeToGo(undated, now))).toEqual([false, true]);
    expect(isTimeToGo({ ...undated, slots: [] }, at(20, "09:00"))).toBe(false);
    story.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect([at(9, "10:00"), at(24, "10:00"), at(25, "10:00")].map((now) => isTimeToGo(story.view(), now))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("[A62] one is offered what others name, what came out, what was on and what one voted for, each once", () => {
    const story = new MeetupStory();
    for (const [id, title] of [
      ["topic-one", "Upgrades"],
      ["topic-two", "Packaging"],
      ["topic-three", "Neutron"],
    ] as const)
      story.does("olga", { type: "topic.propose", id, title });
    story.does("ana", { type: "vote.cast", topicId: "topic-two" });
    story.does("ana", { type: "vote.cast", topicId: "topic-one" });
    story.does("olga", { type: "room.add", id: "room-one", name: "Hall" });
    const times = { startsAt: "2026-03-09T10:00:00Z", endsAt: "2026-03-09T11:00:00Z" };
    story.does("olga", { type: "slot.add", id: "slot-one", ...times });
    const cell = { roomId: "room-one", slotId: "slot-one" };
    story.does("olga", { type: "session.schedule", id: "session-one", topicIds: ["topic-one"], ...cell });
    story.does("olga", { type: "outcome.set", sessionId: "session-one", text: "Rehearse it on a copy" });
    story.does("olga", { type: "sideGroup.start", id: "group-one", title: "Long words" });
    story.does("olga", { type: "outcome.set", sideGroupId: "group-one", text: "long ".repeat(50) });
    for (const by of ["ben", "chi", "dan"]) story.does(by, names(1, "Ten alerts"));
    const offered = () => thingsToName(story.view(), meOf(story.state, "ana"));
    expect(offered()).toEqual(["Ten alerts", "Rehearse it on a copy", "Upgrades", "Packaging"]);
    story.does("ana", names(1, "ten alerts!"));
    expect(offered()).toEqual(["Rehearse it on a copy", "Upgrades", "Packaging"]);
  });

  it("[A60] one copies one's own as Markdown, with what became of last time's", () => {
    const story = nextMeetup();
    story.does("ana", names(2, "Ten *alerts*"));
    story.does("ana", tells("soup", "done"));
    story.does("ana", tells("Bread", "not-yet"));
    const me = meOf(story.state, "ana");
    const things = withWhatBecame(["Soup", "Bread", "Tea"], me);
    expect(ownTakeHomeMarkdown(story.view(), me, { slug: "lisbon-2025", title: "Lisbon", things })).toBe(
      "# What I take home from Ops mid-cycle, Porto\n\n1. Ten \\*alerts\\*\n\n## From Lisbon\n\n- [x] Soup (done)\n- [ ] Bread (not yet)\n- [ ] Tea\n",
    );
    expect(ownTakeHomeMarkdown(story.view(), meOf(story.state, "olga"), undefined)).toBe(
      "# What I take home from Ops mid-cycle, Porto\n",
    );
  });
});

describe("exports", () => {
  it("[E2] [A60] have what three or more people took home, and what became of last time's", () => {
    const story = nextMeetup();
    const written = () => atOnce(meetupMarkdown(story.view("nameless"), new Map()));
    expect(written()).not.toContain("took home");
    for (const by of ["ana", "ben", "chi"]) {
      story.does(by, names(1, "Ten alerts [not 200]"));
      story.does(by, names(2, `Only ${by}’s`));
      story.does(by, tells("Soup", "done"));
    }
    story.does("olga", names(1, "Ten alerts"));
    expect(written()).toContain(
      "## What people took home\n\n3 people said what. Three or more of them named:\n\n- Ten alerts \\[not 200\\]: 3 people\n\nOf what people took home from the meetup before: 3 done.\n",
    );
    expect(written()).not.toContain("Only");
  });
});
