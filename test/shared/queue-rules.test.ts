import { describe, expect, it } from "vitest";
import { atOnce } from "../../shared/in-parts.ts";
import { LIMITS } from "../../shared/limits.ts";
import { emptyHistory, notingInHistory } from "../../shared/meetup/history.ts";
import { publicLog } from "../../shared/meetup/public-log.ts";
import { proposalsBy } from "../../shared/meetup/made-by-one.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { historySentence } from "../../shared/exports/history-sentences.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";

const CACHING = { type: "topic.propose", id: "topic-one", title: "Caching", description: "All of it" } as const;

function moderated(): MeetupStory {
  const story = new MeetupStory();
  story.does("olga", { type: "topic.propose", id: "topic-zero", title: "Welcome" });
  story.does("olga", { type: "meetup.edit", proposals: { moderated: true } });
  return story;
}

const waitsFor = (story: MeetupStory, id: string) => meOf(story.state, id, nameOf).queue.map(({ title }) => title);

const toldTo = (story: MeetupStory, id: string) => meOf(story.state, id, nameOf).declined;

describe("a topic that waits for an organizer", () => {
  it("[A51] is nowhere in the view or its changes, and takes nothing, until an organizer lets it in", () => {
    const story = moderated();
    const before = JSON.stringify(story.view().topics);
    expect(story.view().meetup.proposals).toEqual({ open: true, closesAt: null, moderated: true });
    const asked = story.does("ana", CACHING);
    expect([...(asked as { touched: Set<string> }).touched].toSorted()).toEqual(["people", "queue:ana"]);
    expect(JSON.stringify(story.changes((asked as { touched: Set<never> }).touched))).not.toContain("ana");
    expect(JSON.stringify(story.view().topics)).toBe(before);
    expect(Object.keys(story.view().people.names)).toEqual(["olga"]);
    for (const who of ["ana", "ben", "olga"])
      for (const command of [
        { type: "vote.cast", topicId: "topic-one" },
        { type: "comment.add", id: "comment-1", topicId: "topic-one", body: "Yes" },
        { type: "sideGroup.start", id: "group-001", topicId: "topic-one" },
        { type: "topic.withdraw", topicId: "topic-one" },
        { type: "topic.merge", from: "topic-one", into: "topic-zero" },
      ] as const)
        expect(story.does(who, command), command.type).toMatchObject({ refused: "unknown-topic" });

    expect(waitsFor(story, "olga")).toEqual(["Caching"]);
    expect(waitsFor(story, "ana")).toEqual(["Caching"]);
    expect(waitsFor(story, "ben")).toEqual([]);
    expect(meOf(story.state, "olga", nameOf).queue[0]).toEqual({
      id: "topic-one",
      title: "Caching",
      description: "All of it",
      tags: [],
      proposedBy: "ana",
      proposer: { name: "Ana", color: "#bc4945" },
      proposedAt: expect.any(String),
    });
  });

  it("[A51] is its proposer's once it is let in, with the next number then, and when they had proposed it", () => {
    const story = moderated();
    story.does("ana", CACHING);
    const { proposedAt } = meOf(story.state, "ana").queue[0]!;
    story.does("olga", { type: "topic.propose", id: "topic-two", title: "Upgrades" });
    expect(story.does("ben", { type: "topic.approve", topicId: "topic-one" })).toMatchObject({
      refused: "unknown-topic",
    });
    expect(story.does("ana", { type: "topic.approve", topicId: "topic-one" })).toEqual({ refused: "organizers-only" });
    const letIn = story.does("olga", { type: "topic.approve", topicId: "topic-one" });
    expect(letIn).toMatchObject({ touched: new Set(["queue:ana", "names", "topic:topic-one"]) });
    expect(story.view().topics.at(-1)).toMatchObject({ number: 3, title: "Caching", proposedBy: "ana", proposedAt });
    expect(story.view().people.names).toHaveProperty("ana");
    expect([waitsFor(story, "olga"), waitsFor(story, "ana")]).toEqual([[], []]);
    expect(story.does("olga", { type: "topic.approve", topicId: "topic-one" })).toBe("nothing");
    expect(story.does("ana", CACHING)).toBe("nothing");
    expect(story.does("ben", { type: "vote.cast", topicId: "topic-one" })).toHaveProperty("touched");
    expect(story.does("ana", { type: "topic.decline", topicId: "topic-one" })).toMatchObject({
      refused: "topic-approved",
    });
    expect(story.does("ben", { type: "topic.decline", topicId: "topic-one" })).toMatchObject({ refused: "not-yours" });
    expect(story.replayed()).toEqual(story.state);
  });

  it("[A51] is declined by organizers and taken back by its proposer, once, and its id stays taken", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("ana", { ...CACHING, id: "topic-two" });
    expect(story.does("ben", { type: "topic.decline", topicId: "topic-one" })).toMatchObject({
      refused: "unknown-topic",
    });
    expect(story.does("ana", { type: "topic.decline", topicId: "topic-one" })).toEqual({
      touched: new Set(["queue:ana"]),
    });
    expect(story.does("olga", { type: "topic.decline", topicId: "topic-two" })).toHaveProperty("touched");
    for (const who of ["ana", "olga"])
      expect(story.does(who, { type: "topic.decline", topicId: "topic-one" })).toBe("nothing");
    expect(story.does("olga", { type: "topic.approve", topicId: "topic-one" })).toMatchObject({
      refused: "topic-declined",
    });
    expect(waitsFor(story, "olga")).toEqual([]);
    expect(story.does("ana", CACHING)).toBe("nothing");
    expect(story.does("ben", CACHING)).toEqual({ refused: "id-taken", path: "id" });
    expect(story.does("ana", { ...CACHING, title: "Other" })).toEqual({ refused: "id-taken", path: "id" });
    expect(story.replayed()).toEqual(story.state);
  });

  it("[A57] what somebody else declined is for its proposer alone, until they put it away", () => {
    const story = moderated();
    const declines = (who: string, topicId: string) => story.does(who, { type: "topic.decline", topicId });
    story.does("ana", { ...CACHING, tags: ["memory"] });
    story.does("ana", { ...CACHING, id: "topic-two" });
    declines("ana", "topic-two");
    expect(toldTo(story, "ana")).toBeUndefined();
    declines("olga", "topic-one");
    const told = [{ id: "topic-one", title: "Caching", description: "All of it", tags: ["memory"] }];
    expect(toldTo(story, "ana")).toEqual(told);
    for (const other of ["olga", "ben"]) expect(toldTo(story, other)).toBeUndefined();
    expect(JSON.stringify(story.view())).not.toContain("Caching");
    expect(declines("olga", "topic-one")).toBe("nothing");
    expect(toldTo(story, "ana")).toEqual(told);
    expect(story.replayed()).toEqual(story.state);
    // Nobody else hears that they did.
    expect(declines("ana", "topic-one")).toEqual({ touched: new Set() });
    expect(toldTo(story, "ana")).toBeUndefined();
    expect(declines("ana", "topic-one")).toBe("nothing");
    expect(proposalsBy(story.state, "ana")).toBe(2);
    expect(story.replayed()).toEqual(story.state);
  });

  it("[A57] what was declined goes with whoever is removed, comes back with them, and goes for good with whoever is erased", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("olga", { type: "topic.decline", topicId: "topic-one" });
    story.does("olga", { type: "person.remove", personId: "ana" });
    expect(toldTo(story, "ana")).toBeUndefined();
    story.does("olga", { type: "person.restore", personId: "ana" });
    expect(toldTo(story, "ana")).toHaveLength(1);
    story.record(null, { type: "person.joined", personId: "ana", into: "zoe" });
    expect(toldTo(story, "zoe")).toHaveLength(1);
    story.record(null, { type: "person.erased", personId: "zoe" });
    expect(JSON.stringify([...story.state.declined.values()])).not.toContain("Caching");
    expect(story.replayed()).toEqual(story.state);
  });

  it("[A51] is not edited: who may know of it hears that it waits, or was declined", () => {
    const story = moderated();
    story.does("ana", CACHING);
    const edit = { type: "topic.edit", topicId: "topic-one", title: "Caches" } as const;
    for (const who of ["ana", "olga"]) expect(story.does(who, edit)).toMatchObject({ refused: "topic-waits" });
    expect(story.does("ben", edit)).toMatchObject({ refused: "unknown-topic" });
    story.does("olga", { type: "topic.decline", topicId: "topic-one" });
    expect(story.does("ana", edit)).toMatchObject({ refused: "topic-declined" });
  });

  it("[A51] waits on when organizers look at proposals no more; what comes then is on the list at once", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("olga", { type: "meetup.edit", proposals: { moderated: false } });
    expect(waitsFor(story, "olga")).toEqual(["Caching"]);
    story.does("ana", { ...CACHING, id: "topic-two", title: "Upgrades" });
    expect(story.view().topics.map(({ title }) => title)).toEqual(["Welcome", "Upgrades"]);
    expect(story.does("olga", { type: "topic.approve", topicId: "topic-one" })).toHaveProperty("touched");
  });

  it("[A51] [A52] isn't let in while the meetup has as many topics as it may have", () => {
    const story = moderated();
    story.does("ana", CACHING);
    const { topics } = story.state;
    const welcome = topics.get("topic-zero")!;
    for (let n = 1; n < LIMITS.topics; n++) topics.set(`topic-${n}`, { ...welcome, id: `topic-${n}` });
    const approve = { type: "topic.approve", topicId: "topic-one" } as const;
    expect(story.does("olga", approve)).toEqual({ refused: "too-many-topics" });
    topics.delete("topic-1");
    expect(story.does("olga", approve)).toHaveProperty("touched");
  });

  it("[A51] isn't let in once the meetup is closed, but can be declined; a closed meetup takes no more", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("olga", { type: "meetup.setPhase", phase: "closed" });
    expect(story.does("olga", { type: "topic.approve", topicId: "topic-one" })).toEqual({ refused: "meetup-closed" });
    expect(story.does("ben", { ...CACHING, id: "topic-two" })).toEqual({ refused: "meetup-closed" });
    expect(story.does("olga", { type: "topic.decline", topicId: "topic-one" })).toHaveProperty("touched");
  });

  it("[A51] is one of so many, of a meetup and, whatever becomes of them, of a person", () => {
    const story = moderated();
    for (let n = 0; n < LIMITS.queue; n++) story.does(`person-${n}`, { ...CACHING, id: `topic-no-${n}` });
    expect(story.does("ana", CACHING)).toEqual({ refused: "too-many-waiting" });
    story.does("olga", { type: "topic.decline", topicId: "topic-no-0" });
    expect(story.does("ana", CACHING)).toHaveProperty("touched");
    story.does("olga", { type: "topic.approve", topicId: "topic-no-1" });
    for (const id of ["ana", "person-0", "person-1"]) expect(proposalsBy(story.state, id)).toBe(1);
  });

  it("[A51] goes with whoever is removed, comes back with them, and goes for good with whoever is erased", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("olga", { type: "person.remove", personId: "ana" });
    expect(waitsFor(story, "olga")).toEqual([]);
    expect(waitsFor(story, "ana")).toEqual([]);
    story.does("olga", { type: "person.restore", personId: "ana" });
    expect(waitsFor(story, "olga")).toEqual(["Caching"]);
    const touched = story.record(null, { type: "person.erased", personId: "ana" });
    expect(touched).toContain("mine");
    expect(JSON.stringify([...story.state.queue.values()])).toBe("[]");
    expect(story.replayed()).toEqual(story.state);
  });

  it("[I2] is theirs who turned out to be its proposer, whether it waits or was declined", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("ana", { ...CACHING, id: "topic-two" });
    story.does("ana", { type: "topic.decline", topicId: "topic-two" });
    story.record(null, { type: "person.joined", personId: "ana", into: "zoe" });
    expect(waitsFor(story, "zoe")).toEqual(["Caching"]);
    expect(proposalsBy(story.state, "zoe")).toBe(2);
    expect(story.does("zoe", { type: "topic.decline", topicId: "topic-two" })).toBe("nothing");
    story.does("olga", { type: "topic.approve", topicId: "topic-one" });
    expect(story.view().topics.at(-1)).toMatchObject({ proposedBy: "zoe" });
    expect(JSON.stringify({ ...story.view(), queue: [...story.state.queue] })).not.toContain('"ana"');
  });

  it("[A51] is looked at in order of proposal, and whoever becomes an organizer sees all of it", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("ben", { ...CACHING, id: "topic-two", title: "Upgrades" });
    story.does("olga", { type: "person.remove", personId: "ana" });
    story.does("olga", { type: "person.restore", personId: "ana" });
    expect(waitsFor(story, "olga")).toEqual(["Caching", "Upgrades"]);
    story.does("olga", { type: "person.setRole", personId: "ben", role: "organizer" });
    expect(waitsFor(story, "ben")).toEqual(["Caching", "Upgrades"]);
  });

  it("[A51] is told by the public log once it is let in, as its proposer's, with who let it in", () => {
    const story = moderated();
    story.does("ana", CACHING);
    story.does("ben", { ...CACHING, id: "topic-two", title: "Never seen" });
    story.does("olga", { type: "topic.decline", topicId: "topic-two" });
    const log = () => {
      const history = emptyHistory();
      for (const entry of story.log) atOnce(notingInHistory(history, entry));
      return publicLog({ history, state: story.state, nameOf }, { after: 0 }, 100).entries;
    };
    const types = ["meetup.created", "topic.proposed", "meetup.edited"];
    expect(log().map(({ type }) => type)).toEqual(types);
    story.does("olga", { type: "topic.approve", topicId: "topic-one" });
    const told = log();
    expect(told.map(({ type }) => type)).toEqual([...types, "topic.proposed"]);
    expect(told.at(-1)).toMatchObject({
      seq: story.state.seq,
      by: "ana",
      letInBy: "olga",
      number: 2,
      title: "Caching",
    });
    expect(historySentence(told.at(-1)!, { nameOf: (id) => nameOf(id).name, timezone: "UTC" })).toBe(
      "Ana proposed 2. Caching, let in by Olga",
    );
    expect(historySentence(told.at(2)!, { nameOf: (id) => nameOf(id).name, timezone: "UTC" })).toBe(
      "Olga changed the meetup’s details: whether organizers look at proposals first",
    );
    expect(JSON.stringify(told)).not.toContain("topic-two");
  });
});
