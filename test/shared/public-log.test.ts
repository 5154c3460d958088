import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { historyFeed } from "../../shared/exports/history-feed.ts";
import { historySentence } from "../../shared/exports/history-sentences.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { publicLog, type LogPart } from "../../shared/meetup/public-log.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

function logOf(meetup: MeetupStory, part: LogPart = { after: 0 }, limit = 1000) {
  const history = emptyHistory();
  for (const entry of meetup.log) atOnce(notingInHistory(history, entry));
  return publicLog({ history, state: meetup.state, nameOf }, part, limit);
}

function sentencesOf(meetup: MeetupStory): string[] {
  const nameIn = (id: string) => meetup.view("nameless").people.names[id]?.name;
  return logOf(meetup).entries.map((entry) => historySentence(entry, { nameOf: nameIn, timezone: "Europe/Lisbon" }));
}

/** A meetup in which most things have happened once. */
function longStory(): MeetupStory {
  const meetup = new MeetupStory();
  const topics = ["puppet-01", "rabbit-ha"] as const;
  meetup.does("ana", { type: "topic.propose", id: topics[0], title: "Puppet" });
  meetup.does("ben", { type: "topic.propose", id: topics[1], title: "Rabbit" });
  meetup.does("olga", { type: "topic.propose", id: "third-one", title: "Ironic", forName: "Cleo" });
  meetup.does("ben", { type: "topic.edit", topicId: topics[1], title: "Rabbit HA" });
  meetup.does("vera", { type: "vote.cast", topicId: topics[0], as: "pick" });
  meetup.does("vera", { type: "profile.set", people: "1-4" });
  meetup.does("chi", { type: "volunteer.offer", topicId: topics[0], as: "moderator" });
  meetup.does("olga", { type: "topic.merge", from: topics[1], into: topics[0] });
  meetup.does("olga", { type: "topic.unmerge", topicId: topics[1] });
  meetup.does("olga", { type: "topic.park", topicId: topics[1] });
  meetup.does("olga", { type: "room.add", id: "main-hall", name: "Main hall" });
  meetup.does("olga", { type: "room.add", id: "room-two0", name: "Room 2" });
  meetup.does("olga", {
    type: "slot.add",
    id: "slot-0001",
    startsAt: "2026-03-09T10:00:00Z",
    endsAt: "2026-03-09T10:45:00Z",
  });
  const cell = { slotId: "slot-0001", roomId: "main-hall" };
  meetup.does("olga", { type: "session.schedule", id: "session-1", topicIds: [topics[0]], ...cell });
  meetup.does("olga", { type: "session.move", sessionId: "session-1", ...cell, roomId: "room-two0" });
  meetup.does("olga", { type: "room.edit", roomId: "main-hall", name: "Great hall" });
  meetup.does("dan", { type: "sideGroup.start", id: "group-001", topicId: topics[1] });
  meetup.does("vera", { type: "sideGroup.join", sideGroupId: "group-001" });
  meetup.does("olga", { type: "meetup.edit", voting: { open: false } });
  return meetup;
}

describe("the day in words", () => {
  it("[A23] says what became of sessions and side groups, and nothing of what was taken back", () => {
    const meetup = longStory();
    const sessionId = "session-1";
    meetup.does("olga", { type: "session.edit", sessionId, moderators: [{ personId: "mo" }] });
    meetup.does("mo", { type: "session.setState", sessionId, state: "running" });
    meetup.does("mo", { type: "session.setFull", sessionId, full: true });
    meetup.does("mo", { type: "session.extend", sessionId, minutes: 5 });
    meetup.does("mo", { type: "session.setState", sessionId, state: "done" });
    meetup.does("mo", { type: "session.setState", sessionId, state: "planned" });
    meetup.does("mo", { type: "outcome.set", sessionId, text: "Quorum queues" });
    meetup.does("dan", { type: "sideGroup.edit", sideGroupId: "group-001", place: "Lobby", capacity: 4 });
    meetup.does("dan", { type: "sideGroup.start", id: "group-002", title: "Lunch" });
    meetup.does("dan", { type: "sideGroup.merge", from: "group-002", into: "group-001" });
    meetup.does("dan", { type: "sideGroup.handOver", sideGroupId: "group-001", personId: "vera" });
    const until = "2026-03-09T12:00:00Z";
    meetup.does("olga", { type: "announcement.add", id: "bus-00001", text: "The bus waits", until });
    meetup.does("olga", { type: "announcement.add", id: "lunch-001", text: "Soup is out", until });
    meetup.does("olga", { type: "announcement.remove", announcementId: "lunch-001" });
    expect(sentencesOf(meetup).slice(-13)).toEqual([
      "Olga changed Puppet: moderators",
      "Mo started Puppet",
      "Mo has Puppet end at 10:50",
      "Mo ended Puppet",
      "Mo set Puppet back to not begun",
      "Mo wrote what came out of Puppet",
      "Dan changed the side group Rabbit HA: place, how many fit",
      "Dan started a side group, Lunch",
      "Dan merged the side group Lunch into Rabbit HA",
      "Dan handed over the side group Rabbit HA",
      "Olga announced: The bus waits",
      "Olga announced something",
      "Olga took back an announcement",
    ]);
    expect(JSON.stringify(logOf(meetup))).not.toMatch(/Soup|Quorum|vera/u);
  });
});

describe("the history in words", () => {
  it("[A23] says who did what, where and when, and keeps rooms as they were called then", () => {
    expect(sentencesOf(longStory())).toEqual([
      "Olga created the meetup",
      "Ana proposed 1. Puppet",
      "Ben proposed 2. Rabbit HA",
      "Olga proposed 3. Ironic, for Cleo",
      "Ben edited 2. Rabbit HA",
      "Chi offered to moderate 1. Puppet",
      "Olga merged 2. Rabbit HA into 1. Puppet",
      "Olga took 2. Rabbit HA apart again from what it was merged into",
      "Olga put aside 2. Rabbit HA, not this time",
      "Olga added the room Main hall",
      "Olga added the room Room 2",
      "Olga added a slot, Monday 10:00 to 10:45",
      "Olga scheduled Puppet, Main hall, Monday 10:00",
      "Olga moved Puppet to Room 2, Monday 10:00",
      "Olga edited the room Great hall",
      "Dan started a side group, Rabbit HA",
      "Olga closed voting",
    ]);
  });

  it("[A23] names nobody whom the view no longer names", () => {
    const meetup = new MeetupStory();
    meetup.does("olga", { type: "topic.propose", id: "puppet-01", title: "Puppet" });
    meetup.does("ana", { type: "comment.add", id: "comment-1", topicId: "puppet-01", body: "Yes" });
    expect(sentencesOf(meetup).at(-1)).toBe("Ana commented on 1. Puppet");
    meetup.does("ana", { type: "comment.remove", commentId: "comment-1" });
    expect(sentencesOf(meetup).slice(-2)).toEqual([
      "Someone commented on 1. Puppet",
      "Someone removed a comment on 1. Puppet",
    ]);
    expect(JSON.stringify(logOf(meetup))).not.toContain("ana");
  });
});

const topicId = fc.constantFrom("topic-0001", "topic-0002", "topic-0003");
const deed: fc.Arbitrary<[string, CommandInput]> = fc.oneof(
  fc.tuple(
    fc.constantFrom("olga", "ana", "ben"),
    fc.oneof(
      fc.record({ type: fc.constant("topic.propose" as const), id: topicId, title: fc.constant("Rabbit HA") }),
      fc.record({
        type: fc.constantFrom("topic.withdraw" as const, "topic.park" as const, "topic.restore" as const),
        topicId,
      }),
      fc.record({ type: fc.constant("topic.merge" as const), from: topicId, into: topicId }),
      fc.record({ type: fc.constant("topic.unmerge" as const), topicId }),
      fc.record({
        type: fc.constant("meetup.edit" as const),
        voting: fc.record({ open: fc.boolean(), tallies: fc.constantFrom("live" as const, "closed" as const) }),
      }),
    ),
  ),
  fc.tuple(
    fc.constantFrom("olga", "ana", "voter-x1", "voter-x2", "voter-x3"),
    fc.oneof(
      fc.record({
        type: fc.constantFrom("vote.cast" as const, "vote.retract" as const),
        topicId,
        as: fc.constantFrom("come" as const, "pick" as const),
      }),
      fc.record({ type: fc.constant("topic.markShown" as const), topicIds: topicId.map((id) => [id]) }),
      fc.record({ type: fc.constant("profile.set" as const), people: fc.constantFrom("1-4" as const) }),
    ),
  ),
);

/** Tells the story, leaving out what can't be: merging into itself, and what is refused. */
function told(deeds: [string, CommandInput][]): MeetupStory {
  const meetup = new MeetupStory();
  for (const [by, command] of deeds)
    if (command.type !== "topic.merge" || command.from !== command.into) meetup.does(by, command);
  return meetup;
}

describe("whatever people do, the public log", () => {
  it("[A23] is the same whether and how anyone votes, and knows nobody who only votes", () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const isVote = ([, { type }]: [string, CommandInput]) => /^vote\.|markShown|profile/u.test(type);
        const rows = (meetup: MeetupStory) => logOf(meetup).entries.map((row) => ({ ...row, seq: 0, at: "" }));
        const meetup = told(deeds);
        expect(rows(meetup)).toEqual(rows(told(deeds.filter((each) => !isVote(each)))));
        expect(JSON.stringify(logOf(meetup))).not.toContain("voter-x");
      }),
    );
  });

  it("[A23] comes in pages that miss and repeat nothing, from either end, with the rows of one step together", () => {
    const meetup = longStory();
    meetup.record("olga", { type: "topic.parked", topicId: "third-one" }, { type: "voting.closed" });
    meetup.record("olga", { type: "topic.restored", topicId: "third-one" }, { type: "proposals.closed" });
    const all = logOf(meetup).entries;
    expect(logOf(meetup).more).toBe(false);
    for (const limit of [1, 2, 3, 7, 19, 50]) {
      const forward = [];
      for (let page = logOf(meetup, { after: 0 }, limit); ;) {
        forward.push(...page.entries);
        if (!page.more) break;
        page = logOf(meetup, { after: forward.at(-1)!.seq }, limit);
      }
      expect(forward).toEqual(all);
      let backward: typeof all = [];
      for (let page = logOf(meetup, { before: Number.MAX_SAFE_INTEGER }, limit); ;) {
        backward = [...page.entries, ...backward];
        if (!page.more) break;
        page = logOf(meetup, { before: backward[0]!.seq }, limit);
      }
      expect(backward).toEqual(all);
    }
  });
});

describe("the feed", () => {
  it("[E4] stays well-formed with whatever people write, and each entry has an id of its own", () => {
    const meetup = longStory();
    const nasty = `</title><script>alert("&'")</script>]]>\u{1F600}\uFFFE`;
    meetup.record("olga", { type: "topic.edited", topicId: "puppet-01", set: { title: nasty } });
    meetup.record("olga", { type: "topic.parked", topicId: "third-one" }, { type: "voting.closed" });
    const feed = historyFeed(meetup.view("nameless"), logOf(meetup).entries, "https://meet.example.org");
    expect(feed).toContain("&lt;/title&gt;&lt;script&gt;alert(&quot;&amp;&#39;&quot;)&lt;/script&gt;]]&gt;\u{1F600}<");
    // Only elements of ours, each closed where it was opened.
    const open: string[] = [];
    for (const [, slash, name, alone] of feed.matchAll(/<(\/?)([a-z]+)(?: [^<>]*?)?(\/?)>/gu)) {
      if (alone) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
    expect(feed.replaceAll(/<\??\/?(xml|feed|id|title|updated|author|name|link|entry)\b[^<>]*>/gu, "")).not.toMatch(
      /[<>]/u,
    );
    const ids = [...feed.matchAll(/<id>(.*?)<\/id>/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(logOf(meetup).entries.length + 1);
    expect(feed).not.toContain("vera");
  });
});
