import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { viewOf } from "../../shared/meetup/view-of.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { actionsIn } from "../../shared/notes/actions.ts";
import type { Person } from "../../shared/person.ts";
import type { Clock } from "../../server/clock.ts";
import type { LiveMeetup } from "../../server/meetups/live-meetup.ts";
import { LiveMeetups } from "../../server/meetups/live-meetups.ts";
import { PadState } from "../../server/notes/text/pad-state.ts";
import { padStream } from "../../server/notes/text/pad-seed.ts";
import { People } from "../../server/people/people.ts";
import { SampleMeetups } from "../../server/sample/sample-meetups.ts";
import { StoreUnavailableError } from "../../server/store/log-store.ts";
import { InMemoryLogStore } from "../helpers/in-memory-log-store.ts";

/** Late in the evening of 3 March in Philadelphia, and already the 4th in Europe. */
const NOW = Date.parse("2026-03-04T02:30:00Z");

/** A clock that stands, and tells when it is looked at. */
class StandingClock implements Clock {
  onAsked: () => void = () => undefined;

  now(): number {
    this.onAsked();
    return NOW;
  }

  after(): () => void {
    return () => undefined;
  }
}

/** A server's rooms on a store, without doors. */
class House {
  readonly faults: unknown[] = [];
  readonly people: People;
  readonly meetups: LiveMeetups;
  readonly samples: SampleMeetups;

  constructor(store: InMemoryLogStore, clock: Clock) {
    const people = new People(store);
    const report = (_where: string, error: unknown) => void this.faults.push(error);
    this.people = people;
    this.meetups = new LiveMeetups(
      { store, clock, report, people, onPadRights: async () => undefined },
      () => undefined,
    );
    this.samples = new SampleMeetups({ store, meetups: this.meetups, people, clock });
  }

  async meetup(slug: string): Promise<LiveMeetup> {
    const meetup = await this.meetups.bySlug(slug);
    if (!meetup) throw new Error(`There is no meetup ${slug}`);
    return meetup;
  }

  async view(slug: string): Promise<MeetupView> {
    return (await this.meetup(slug)).read((state, nameOf) => viewOf(state, nameOf, "named"));
  }
}

/** The kinds of records that a server may have. */
const KINDS = ["person", "device", "meetup", "listed", "code", "creation", "pad", "sample", "sample-people"];

async function recordsIn(store: InMemoryLogStore): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const kind of KINDS) {
    const keys = (await store.records(kind)).map(({ key }) => key);
    if (keys.length > 0) all[kind] = keys;
  }
  return all;
}

const SESSIONS = [
  "Welcome (foundation and host)",
  "OVS issues, fixes, best practices",
  "Packaging",
  "Rabbit HA and queue issues",
  "Nova feedback",
];

describe("the sample meetup", () => {
  let store: InMemoryLogStore;
  let clock: StandingClock;
  let house: House;
  let olga: Person;

  beforeEach(async () => {
    store = new InMemoryLogStore();
    clock = new StandingClock();
    house = new House(store, clock);
    olga = (await house.people.create("Olga", undefined)).person;
  });

  afterEach(async () => {
    expect(house.faults).toEqual([]);
    await house.meetups.close();
    await store.close();
  });

  it("begins today where it takes place, and ends tomorrow", async () => {
    const { slug } = await house.samples.of(olga);
    const { meetup, slots } = await house.view(slug);
    expect(meetup).toMatchObject({
      startsOn: "2026-03-03",
      endsOn: "2026-03-04",
      timezone: "America/New_York",
      phase: "gathering",
      sample: true,
      listed: true,
    });
    expect(slots[0]).toMatchObject({ startsAt: "2026-03-03T14:00:00.000Z", kind: "everyone" });
    expect(new Set(slots.map(({ startsAt }) => startsAt.slice(0, 10)))).toEqual(new Set(["2026-03-03", "2026-03-04"]));
    expect(new Set(slots.map(({ kind }) => kind))).toEqual(new Set(["everyone", "sessions", "break"]));
  });

  it("says plainly that it is a sample", async () => {
    const { slug } = await house.samples.of(olga);
    const { meetup } = await house.view(slug);
    expect(meetup.title).toContain("(sample)");
    expect(meetup.description).toMatch(/people, votes, comments and notes are made up/u);
  });

  it("has its five sessions on the agenda, two side groups from topics that missed it, and one out of a session", async () => {
    const { slug } = await house.samples.of(olga);
    const { sessions, sideGroups, topics, slots } = await house.view(slug);
    expect(sessions.map(({ title }) => title)).toEqual(SESSIONS);
    const welcome = sessions[0]!;
    expect(slots.find(({ id }) => id === welcome.slotId)?.kind).toBe("everyone");
    const [ofTopics, outOfSession] = [sideGroups.slice(0, 2), sideGroups.slice(2)];
    expect(ofTopics.map(({ title }) => title)).toEqual(["Database maintenance", "Puppet"]);
    expect(outOfSession.map(({ sessionId }) => sessionId)).toEqual(["sample-session-ovs"]);
    for (const group of ofTopics) {
      expect(topics.find(({ id }) => id === group.topicId)?.status).toBe("side-group");
      expect((group.members as string[]).length).toBeGreaterThan(3);
      expect((group.members as string[]).length).toBeLessThan(group.capacity!);
      expect(group.place).not.toBe("");
    }
  });

  it("has topics numbered from 1, with few popular ones and a long tail", async () => {
    const { slug } = await house.samples.of(olga);
    const { topics, people } = await house.view(slug);
    expect(topics.map(({ number }) => number)).toEqual(topics.map((_, index) => index + 1));
    expect(topics).toHaveLength(4 + 2 + 15);
    const votes = topics.map((topic) => topic.votes!).toSorted((a, b) => b - a);
    expect(people.voted).toBeGreaterThanOrEqual(40);
    expect(people.voted).toBeLessThan(people.count);
    expect(votes[0]).toBeGreaterThan(people.voted / 2);
    expect(votes[0]).toBeLessThan(people.voted);
    expect(votes.at(-1)).toBeGreaterThan(0);
    expect(votes.at(-1)).toBeLessThan(5);
    expect(votes[Math.floor(votes.length / 2)]).toBeLessThan(votes[0]! / 2);
    for (const topic of topics) {
      expect(topic.picks!).toBeLessThanOrEqual(topic.votes!);
      expect(topic.shown!).toBeGreaterThanOrEqual(topic.votes!);
      expect(topic.tags.length).toBeGreaterThan(0);
    }
    expect(topics.some(({ comments }) => comments > 1)).toBe(true);
    expect(topics.some(({ lens }) => lens !== null && lens.scale.medium !== null)).toBe(true);
  });

  it("gives the same view when its log is read again", async () => {
    const { slug } = await house.samples.of(olga);
    const again = new House(store, clock);
    expect(await again.view(slug)).toEqual(await house.view(slug));
    await again.meetups.close();
  });

  it("is told the same way for everybody", async () => {
    const bo = (await house.people.create("Bo", undefined)).person;
    const both = [await house.samples.of(olga), await house.samples.of(bo)];
    expect(new Set(both.map(({ slug }) => slug)).size).toBe(2);
    const [one, other] = await Promise.all(
      both.map(async ({ slug }) => {
        const { topics, people } = await house.view(slug);
        return topics.map(({ title, votes, picks, shown, proposedBy }) => [
          title,
          votes,
          picks,
          shown,
          people.names[proposedBy]?.name,
        ]);
      }),
    );
    expect(one).toEqual(other);
  });

  it("has notes by several people in every session and side group, which its view names", async () => {
    const { slug } = await house.samples.of(olga);
    const { sessions, sideGroups, people } = await house.view(slug);
    const texts: string[] = [];
    for (const { title, padId } of [...sessions, ...sideGroups]) {
      const pad = await PadState.read(store, padId);
      expect(pad.text.startsWith(`# ${title}\n`)).toBe(true);
      expect(pad.text).toContain("*Sample notes, made up.*");
      expect(pad.authors.length).toBeGreaterThanOrEqual(2);
      for (const id of pad.authors) expect(people.names[id]).toBeDefined();
      expect(actionsIn(pad.text).length).toBeGreaterThan(0);
      texts.push(pad.text);
      pad.close();
    }
    const all = texts.join("\n");
    expect(all).toContain("| --- |");
    expect(all).toContain("##action");
    expect(all).toContain("- [x] ");
    expect(all).toContain("### Reviews in flight");
  });

  it("has people whom nobody can sign in as", async () => {
    const devices = (await store.records("device")).length;
    await house.samples.of(olga);
    expect(await store.records("device")).toHaveLength(devices);
  });

  it("is made once for each person, however often and fast they ask", async () => {
    const [first, second] = await Promise.all([house.samples.of(olga), house.samples.of(olga)]);
    const third = await house.samples.of(olga);
    expect([first.repeated, second.repeated, third.repeated]).toEqual([false, true, true]);
    expect([second.slug, third.slug]).toEqual([first.slug, first.slug]);
    expect(await house.meetups.list()).toHaveLength(1);
    const meetup = await house.meetup(first.slug);
    for (const { token } of [first, third]) expect(await house.meetups.isOrganizerToken(meetup, token)).toBe(true);
  });

  it("leaves nothing behind when it is deleted, and can be made anew", async () => {
    const before = await recordsIn(store);
    const { slug } = await house.samples.of(olga);
    const meetup = await house.meetup(slug);
    const pads = (await recordsIn(store)).pad!;
    expect(pads).toHaveLength(21 + 2);
    expect(await house.meetups.delete(meetup, olga)).toHaveProperty("seq");
    expect(await recordsIn(store)).toEqual(before);
    for (const padId of pads) expect(await store.lastSeq(padStream(padId))).toBe(0);
    expect(await store.lastSeq(`meetup:${meetup.id}`)).toBe(0);
    expect(await house.samples.of(olga)).toMatchObject({ slug, repeated: false });
  });

  it("that broke off is not in the list, and is replaced by a whole one", async () => {
    // Every command asks for the time: after so many the disk is full, in the middle of the story.
    let commands = 0;
    clock.onAsked = () => {
      commands += 1;
      if (commands === 200) store.failWrites("The disk is full");
    };
    await expect(house.samples.of(olga)).rejects.toThrow(StoreUnavailableError);
    expect(await house.meetups.list()).toEqual([]);
    expect((await recordsIn(store))["sample-people"]).toHaveLength(1);
    clock.onAsked = () => undefined;
    store.failWrites(undefined);
    const { slug, repeated } = await house.samples.of(olga);
    expect(repeated).toBe(false);
    expect(await house.meetups.list()).toHaveLength(1);
    expect((await house.view(slug)).sessions).toHaveLength(5);
    expect((await recordsIn(store))["sample-people"]).toEqual([slug]);
  });
});
