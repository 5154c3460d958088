import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchSchema, commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { decidingBatch } from "../../shared/meetup/decide/decide-batch.ts";
import { decide, type LoggedCommand } from "../../shared/meetup/decide.ts";
import { evolve } from "../../shared/meetup/evolve.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import { votersForGroup } from "../../shared/meetup/invitations.ts";
import { kindOf } from "../../shared/meetup/lens.ts";
import type { MeetupState, Topic } from "../../shared/meetup/meetup-state.ts";
import { mergedTopics } from "../../shared/meetup/merged-topics.ts";
import { TopicFacts } from "../../shared/meetup/topic-facts.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import { meOf, picksLeftOf } from "../../shared/meetup/view-of/me-of.ts";
import { MeetupStory, nameOf } from "../helpers/meetup-story.ts";
import { FoldedView, inOrder } from "../together/support/folded-view.ts";

const people = ["olga", "ana", "ben", "chi"];
/** People who do nothing but vote: their ids must never come out. */
const voters = ["voter-x1", "voter-x2", "voter-x3", "voter-x4"];

const pick = <T>(...all: T[]) => fc.constantFrom(...all);
const topicId = pick("topic-0001", "topic-0002", "topic-0003", "topic-0004");
const roomId = pick("room-00001", "room-00002");
const slotId = pick("slot-00001", "slot-00002");
const sessionId = pick("session-01", "session-02", "session-03");
const groupId = pick("group-0001", "group-0002");
const handsId = pick("hands-001", "hands-002");
const commentId = pick("comment-1", "comment-2", "comment-3");
const announcementId = pick("announce-1", "announce-2");
const text = pick("Rabbit HA", "Packaging", "Nova feedback", "OVS issues");
const as = pick("come" as const, "pick" as const);

const time = pick(..."09:50 10:00 10:20 10:50 11:00 11:30".split(" ").map((at) => `2026-03-09T${at}:00Z`));
const endsLater = ({ startsAt, endsAt }: { startsAt?: string | null; endsAt?: string | null }) =>
  !startsAt || !endsAt || startsAt < endsAt;

/** What gives sessions other times than before. */
const timing: fc.Arbitrary<CommandInput> = fc.oneof(
  fc
    .record(
      { type: fc.constant("slot.edit" as const), slotId, startsAt: time, endsAt: time },
      { requiredKeys: ["type", "slotId"] },
    )
    .filter(endsLater),
  fc
    .record(
      { type: fc.constant("session.edit" as const), sessionId, startsAt: fc.option(time), endsAt: fc.option(time) },
      { requiredKeys: ["type", "sessionId"] },
    )
    .filter(endsLater),
  fc.record({ type: fc.constant("session.extend" as const), sessionId, minutes: pick(5, 30, -30), from: time }),
  fc.record({ type: fc.constant("schedule.shift" as const), from: time, minutes: pick(-30, 20) }),
);

const action: fc.Arbitrary<CommandInput> = fc.oneof(
  fc.record({
    type: fc.constant("topic.propose" as const),
    id: topicId,
    title: text,
    tags: pick([], ["ops"]),
  }),
  fc.record({ type: fc.constant("topic.edit" as const), topicId, title: text, description: text }),
  fc.record({ type: fc.constant("topic.withdraw" as const), topicId }),
  fc.record({
    type: pick("topic.park" as const, "topic.restore" as const, "topic.unmerge" as const),
    topicId,
  }),
  fc.record({ type: pick("topic.approve" as const, "topic.decline" as const), topicId }),
  fc.record({
    type: fc.constant("meetup.edit" as const),
    proposals: fc.record({ moderated: fc.boolean() }),
  }),
  fc
    .uniqueArray(topicId, { minLength: 2, maxLength: 2 })
    .map(([from, into]) => ({ type: "topic.merge" as const, from: from!, into: into! })),
  fc.record({
    type: pick("volunteer.offer" as const, "volunteer.withdraw" as const),
    topicId,
    as: pick("moderator" as const, "notes" as const),
  }),
  fc.record({ type: fc.constant("comment.edit" as const), commentId, body: text }),
  fc.record({ type: fc.constant("comment.remove" as const), commentId }),
  fc.record({ type: fc.constant("room.edit" as const), roomId, name: text }),
  fc.record({ type: fc.constant("room.remove" as const), roomId }),
  fc.record({ type: fc.constant("slot.edit" as const), slotId, label: text }),
  timing,
  fc.record({ type: fc.constant("slot.remove" as const), slotId }),
  fc.record({ type: fc.constant("session.move" as const), sessionId, roomId, slotId }),
  fc.record({
    type: fc.constant("comment.add" as const),
    topicId,
    id: commentId,
    body: text,
  }),
  fc.record({ type: fc.constant("room.add" as const), id: roomId, name: text }),
  fc.record({
    type: fc.constant("slot.add" as const),
    id: slotId,
    startsAt: fc.constant("2026-03-09T10:00:00Z"),
    endsAt: fc.constant("2026-03-09T11:00:00Z"),
  }),
  fc.record({
    type: fc.constant("session.schedule" as const),
    id: sessionId,
    topicIds: fc.uniqueArray(topicId, { minLength: 1, maxLength: 2 }),
    roomId,
    slotId,
  }),
  fc.record({
    type: pick("pad.lock" as const, "pad.unlock" as const),
    padId: pick("pad-1-of-story", "pad-2-of-story"),
  }),
  fc.record({
    type: fc.constant("pad.nameVersion" as const),
    padId: pick("pad-1-of-story", "pad-2-of-story"),
    id: pick("version-1", "version-2"),
    name: text,
    seq: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ type: fc.constant("pad.removeVersion" as const), versionId: pick("version-1", "version-2") }),
  fc.record({ type: pick("session.cancel" as const, "session.restore" as const), sessionId }),
  fc.record({
    type: pick("person.remove" as const, "person.restore" as const),
    personId: pick("ana", "ben", "voter-x1", "voter-x2"),
  }),
  fc.record({
    type: pick("ballots.void" as const, "ballots.count" as const),
    // Everyone comes within these five minutes.
    from: fc.constant("2026-03-09T09:00:00.000Z"),
  }),
  fc.record({
    type: fc.constant("person.setRole" as const),
    personId: pick("olga", "ana", "chi"),
    role: pick("organizer" as const, "participant" as const),
  }),
  fc.record({ type: pick("plan.add" as const, "plan.remove" as const), sessionId }),
  fc.record({ type: fc.constant("schedule.publish" as const), note: pick("", "Mind the hall") }),
  fc.record({
    type: fc.constant("schedule.shift" as const),
    from: pick("2026-03-09T10:00:00Z", "2026-03-09T10:30:00Z"),
    minutes: pick(-5, 10, 60),
  }),
  fc.record({
    type: fc.constant("profile.set" as const),
    people: pick("1-4" as const, "5-15" as const),
    fixes: pick("file" as const, "upstream" as const),
  }),
  fc.record({
    type: fc.constant("meetup.edit" as const),
    voting: fc.record({ tallies: pick("live" as const, "closed" as const), roomCode: fc.boolean() }),
  }),
  fc.record({ type: fc.constant("meetup.edit" as const), previous: pick("lisbon-2025", "porto-2024", null) }),
  fc.record({ type: fc.constant("roomCode.renew" as const), was: pick("ROOM-01", "ROOM-02") }),
  fc.record({
    type: fc.constant("sideGroup.start" as const),
    id: groupId,
    topicId,
    capacity: fc.constant(2),
  }),
  fc.record({
    type: pick("sideGroup.join" as const, "sideGroup.leave" as const, "sideGroup.end" as const),
    sideGroupId: groupId,
  }),
  fc.oneof(
    fc.record({
      type: fc.constant("session.edit" as const),
      sessionId,
      title: text,
      moderators: pick([], [{ personId: "chi" }], [{ name: "Dan" }], [{ personId: "eve" }]),
    }),
    fc.record({
      type: fc.constant("session.setState" as const),
      sessionId,
      state: pick("planned" as const, "running" as const, "done" as const),
    }),
    fc.record({
      type: fc.constant("session.extend" as const),
      sessionId,
      minutes: pick(5, 10, -5),
      from: pick("2026-03-09T11:00:00Z", "2026-03-09T11:05:00Z"),
    }),
    fc.record({ type: fc.constant("session.setFull" as const), sessionId, full: fc.boolean() }),
    fc.record({ type: fc.constant("outcome.set" as const), sessionId, text }),
    fc.record({ type: fc.constant("outcome.set" as const), sideGroupId: groupId, text }),
    fc.record({ type: fc.constant("sideGroup.edit" as const), sideGroupId: groupId, capacity: pick(2, 3, null) }),
    fc.record({ type: fc.constant("sideGroup.handOver" as const), sideGroupId: groupId, personId: pick(...people) }),
    fc
      .uniqueArray(groupId, { minLength: 2, maxLength: 2 })
      .map(([from, into]) => ({ type: "sideGroup.merge" as const, from: from!, into: into! })),
    fc.record({ type: fc.constant("sideGroup.unmerge" as const), sideGroupId: groupId }),
    fc.record({
      type: fc.constant("announcement.add" as const),
      id: announcementId,
      text,
      until: fc.constant("2026-03-09T11:00:00Z"),
    }),
    fc.record({ type: fc.constant("announcement.remove" as const), announcementId }),
    fc.record({ type: fc.constant("meetup.edit" as const), places: pick([], ["Lobby sofa"]) }),
  ),
  fc.record({
    type: fc.constant("hands.ask" as const),
    id: handsId,
    sessionId,
    question: text,
    answers: fc.constant<string[]>(["Yes", "No"]),
  }),
  fc.record({ type: fc.constant("hands.end" as const), handsId }),
  fc.record({
    type: fc.constant("meetup.setPhase" as const),
    phase: pick("gathering" as const, "voting" as const, "running" as const),
  }),
);
const vote: fc.Arbitrary<CommandInput> = fc.oneof(
  fc.record({ type: fc.constant("topic.markShown" as const), topicIds: fc.uniqueArray(topicId, { minLength: 1 }) }),
  fc.record({
    type: pick("vote.cast" as const, "vote.retract" as const),
    topicId,
    as,
  }),
  fc.record({ type: fc.constant("hands.answer" as const), handsId, answer: pick(0, 1) }),
);
/** What everybody has for themselves. */
const own: fc.Arbitrary<CommandInput> = fc.oneof(
  fc.record({
    type: fc.constant("takeHome.set" as const),
    number: pick(1, 2, 3),
    text: pick("", "Ten alerts", "ten  alerts!", "Quorum queues"),
  }),
  fc.record({
    type: fc.constant("lastTime.tell" as const),
    text: pick("Ten alerts", "ten alerts.", "Quorum queues", "Soup", "Tea"),
    became: pick("done" as const, "not-yet" as const, null),
  }),
);
const enter = fc.record({ type: fc.constant("roomCode.enter" as const), code: pick("ROOM-01", "room02") });

const deed = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(pick("olga", ...people), action) },
  { weight: 2, arbitrary: fc.tuple(pick(...people, ...voters), fc.oneof(vote, vote, vote, own, own, enter)) },
);

const TOPICS = ["topic-0001", "topic-0002", "topic-0003", "topic-0004"];
/** Without some of these nearly all that people do would be refused, and nothing tested. */
const beginnings: [string, CommandInput][] = [
  ...TOPICS.map((id, at): [string, CommandInput] => [people[at]!, { type: "topic.propose", id, title: "Packaging" }]),
  ["olga", { type: "room.add", id: "room-00001", name: "Hall" }],
  ["olga", { type: "room.add", id: "room-00002", name: "Attic" }],
  ...["slot-00001", "slot-00002"].map((id, at): [string, CommandInput] => {
    const times = { startsAt: `2026-03-09T1${at}:00:00Z`, endsAt: `2026-03-09T1${at + 1}:00:00Z` };
    return ["olga", { type: "slot.add", id, ...times }];
  }),
  ...["session-01", "session-02"].map((id, at): [string, CommandInput] => {
    const topicIds = [TOPICS[at]!];
    return ["olga", { type: "session.schedule", id, topicIds, roomId: `room-0000${at + 1}`, slotId: "slot-00001" }];
  }),
  ["ben", { type: "sideGroup.start", id: "group-0001", topicId: "topic-0003", capacity: 2 }],
  ["chi", { type: "sideGroup.start", id: "group-0002", topicId: "topic-0004", capacity: 2 }],
  ...voters.map((by): [string, CommandInput] => [by, { type: "vote.cast", topicId: "topic-0003", as: "come" }]),
  ["olga", { type: "hands.ask", id: "hands-001", sessionId: "session-01", question: "Who?", answers: ["Yes", "No"] }],
  ["ana", { type: "comment.add", topicId: "topic-0001", id: "comment-1", body: "We did" }],
];
const deeds = fc
  .tuple(fc.subarray(beginnings, { minLength: 12 }), fc.array(deed, { minLength: 5, maxLength: 60 }))
  .map(([first, then]) => [...first, ...then]);

/** Who counts where, and as what. */
const ballots: fc.Arbitrary<[string, CommandInput][]> = fc.array(
  fc.oneof(
    fc.tuple(
      pick(...people, ...voters),
      fc.oneof(
        fc.record({ type: pick("vote.cast" as const, "vote.retract" as const), topicId }),
        fc.record({ type: fc.constant("profile.set" as const), people: pick("1-4" as const, "5-15" as const) }),
      ),
    ),
    fc.tuple(
      fc.constant("olga"),
      fc.oneof(
        fc
          .uniqueArray(topicId, { minLength: 2, maxLength: 2 })
          .map(([from, into]) => ({ type: "topic.merge" as const, from: from!, into: into! })),
        fc.record({ type: fc.constant("topic.unmerge" as const), topicId }),
        fc.record({ type: pick("person.remove" as const, "person.restore" as const), personId: pick(...voters) }),
      ),
    ),
  ),
  { maxLength: 60 },
);

/** As it is, but for what is released once an entry is whole, and how many entries there were. */
function withoutPictures({ topics, ...state }: MeetupState): object {
  const plainly = [...topics].map(([id, topic]) => [id, { ...topic, lens: undefined }]);
  return { ...state, topics: new Map(plainly as [string, object][]), crowd: undefined, seq: 0 };
}

describe("whatever people do", () => {
  it("[A1] repeating any command changes nothing", () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const meetup = new MeetupStory();
        for (const [by, command] of all) {
          const first = meetup.does(by, command);
          const seq = meetup.state.seq;
          const again = meetup.does(by, command);
          if (typeof first === "object" && "touched" in first) expect(again).toBe("nothing");
          else expect(again).toEqual(first);
          expect(meetup.state.seq).toBe(seq);
        }
      }),
    );
  });

  it("[A18] a batch comes to what its commands come to one after the other, and trying changes nothing", () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.oneof(action, vote, own), { minLength: 1, maxLength: 20 }), (before, wishes) => {
        const meetup = new MeetupStory();
        for (const [by, command] of before) meetup.does(by, command);
        const asker = () => {
          let pads = 0;
          return {
            personId: "olga",
            at: meetup.now(),
            newPadId: () => `pad-${(pads += 1)}-of-batch`,
            newRoomCode: () => "ROOM-01",
          };
        };
        const was = structuredClone(meetup.state);
        const [state, one] = [structuredClone(was), asker()];
        const accepted: CommandInput[] = [];
        const facts = wishes.flatMap((wish) => {
          const decision = decide(state, commandSchema.parse(wish) as LoggedCommand, one);
          if (decision.kind === "refusal") return [];
          accepted.push(wish);
          if (decision.kind === "nothing") return [];
          evolve(state, { at: one.at, by: one.personId, facts: decision.facts });
          return decision.facts;
        });
        fc.pre(facts.length > 0);
        const batch = batchSchema.parse({ type: "batch", commands: accepted });
        expect(atOnce(decidingBatch(meetup.state, batch, asker()))).toEqual({ kind: "facts", facts });
        expect(meetup.state).toEqual(was);
        meetup.record("olga", ...facts);
        expect(withoutPictures(meetup.state)).toEqual(withoutPictures(state));
      }),
    );
  });

  it("[A3] replaying the log gives the same view", () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const meetup = new MeetupStory();
        for (const [by, command] of all) meetup.does(by, command);
        expect(viewOf(meetup.replayed(), nameOf, "named")).toEqual(meetup.view());
        expect(meetup.replayed()).toEqual(meetup.state);
      }),
    );
  });

  it("[A6] counts and what is one's own are what a look at each topic by itself comes to", () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const meetup = new MeetupStory();
        for (const [by, command] of all) meetup.does(by, command);
        const { state } = meetup;
        const facts = new TopicFacts(state);
        // In the order of their numbers, and so that what was merged is asked for before and after what it is in.
        for (const topic of [...state.topics.values(), ...[...state.topics.values()].toReversed()]) {
          const of = (who: (topic: Topic) => Set<string>) =>
            new Set(mergedTopics(state, topic).flatMap((each) => [...who(each)]));
          const [voted, picks, shown] = [of((each) => each.voters), of((each) => each.picks), of((each) => each.shown)];
          const seen = new Set([...voted, ...shown]).size;
          expect(facts.talliesOf(topic)).toEqual({ votes: voted.size, picks: picks.size, shown: seen });
          expect(facts.votersOf(topic)).toEqual(voted);
        }
        const survivors = [...state.topics.values()].filter(({ mergedInto }) => mergedInto === null);
        for (const person of [...people, ...voters]) {
          const me = meOf(state, person);
          const having = (who: (topic: Topic) => Set<string>) =>
            survivors.filter((topic) => mergedTopics(state, topic).some((each) => who(each).has(person)));
          expect(me.votes).toEqual(having(({ voters: all }) => all).map(({ id }) => id));
          expect(me.picks).toEqual(having(({ picks }) => picks).map(({ id }) => id));
          expect(me.picksLeft).toBe(picksLeftOf(state, person));
          expect(me.invitedTo).toEqual(
            [...state.sideGroups.values()]
              .filter((group) => !group.ended && !group.members.has(person))
              .filter((group) => votersForGroup(state, group).some((some) => some.has(person)))
              .map(({ id }) => id),
          );
        }
        const everyone = new Set(survivors.flatMap((topic) => [...votersUnder(meetup, topic.id)]));
        expect(meetup.view().people.voted).toBe(everyone.size);
      }),
    );
  });

  it("[A9] no session ends before it starts, or at once", () => {
    fc.assert(
      fc.property(fc.array(timing, { minLength: 4, maxLength: 12 }), (all) => {
        const meetup = new MeetupStory();
        for (const [by, command] of beginnings) meetup.does(by, command);
        for (const command of all) meetup.does("olga", command);
        for (const { startsAt, endsAt } of meetup.view().sessions)
          expect(Date.parse(startsAt)).toBeLessThan(Date.parse(endsAt));
      }),
      { numRuns: 500 },
    );
  });

  it("[A15] no view or change ever names someone who has only voted", () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const meetup = new MeetupStory();
        for (const [by, command] of all) {
          const done = meetup.does(by, command);
          if (typeof done === "object" && "touched" in done)
            for (const reader of ["named", "nameless"] as const)
              expect(JSON.stringify(meetup.changes(done.touched, reader))).not.toMatch(/voter-x|Voter-x/u);
        }
        expect(JSON.stringify(meetup.view())).not.toMatch(/voter-x|Voter-x/u);
      }),
    );
  });

  it("[A15] a vote changes only tallies and counts, whoever casts it", () => {
    fc.assert(
      fc.property(deeds, vote, pick(...people), pick(...people), (all, ballot, one, other) => {
        const told = [one, other].map((voter) => {
          const meetup = new MeetupStory();
          for (const person of people)
            meetup.does(person, {
              type: "topic.propose",
              id: `topic-by-${person}`,
              title: `What ${person} wants`,
            });
          for (const [by, command] of all)
            if (!/^vote\.|^ballots\.|markShown|hands\.answer|^person\./u.test(command.type)) meetup.does(by, command);
          // Who may vote at all is another matter.
          meetup.does("olga", { type: "meetup.edit", voting: { roomCode: false } });
          const done = meetup.does(voter, ballot);
          return typeof done === "object" && "touched" in done ? meetup.changes(done.touched) : done;
        });
        expect(told[0]).toEqual(told[1]);
      }),
    );
  });

  it("[A16] touches name everything that changed in the view", () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const meetup = new MeetupStory();
        for (const [by, command] of all) {
          const before = meetup.view();
          const done = meetup.does(by, command);
          const touched: Set<Touch> = typeof done === "object" && "touched" in done ? done.touched : new Set();
          const after = meetup.view();
          for (const topic of after.topics) {
            const old = before.topics.find(({ id }) => id === topic.id);
            if (JSON.stringify(old) !== JSON.stringify(topic))
              expect(["topic", "counts", "tallies"].some((kind) => touched.has(`${kind}:${topic.id}` as Touch))).toBe(
                true,
              );
          }
          if (JSON.stringify(before.people.names) !== JSON.stringify(after.people.names))
            expect(touched.has("names")).toBe(true);
          if (before.people.count !== after.people.count || before.people.voted !== after.people.voted)
            expect(touched.has("people") || touched.has("names")).toBe(true);
          if (JSON.stringify(before.meetup) !== JSON.stringify(after.meetup)) expect(touched.has("meetup")).toBe(true);
          for (const [kind, list] of [
            ["session", "sessions"],
            ["sideGroup", "sideGroups"],
            ["announcement", "announcements"],
            ["hands", "hands"],
          ] as const) {
            const [old, now]: { id: string }[][] = [before[list], after[list]];
            for (const id of new Set([...old!, ...now!].map((each) => each.id)))
              if (
                JSON.stringify(old!.find((each) => each.id === id)) !==
                JSON.stringify(now!.find((each) => each.id === id))
              )
                expect(touched.has(`${kind}:${id}`)).toBe(true);
          }
        }
      }),
    );
  });

  it("[A16] the changes folded onto the view before are the view after, also where lines and pictures are", () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const meetup = new MeetupStory();
        for (const reader of ["named", "nameless"] as const) {
          const replica = new FoldedView(plain({ seq: meetup.state.seq, view: meetup.view(reader), me: null }));
          for (const [by, command] of all) {
            const from = meetup.state.seq;
            const done = meetup.does(by, command);
            if (typeof done !== "object" || !("touched" in done)) continue;
            replica.take(plain({ from, seq: meetup.state.seq, changes: meetup.changes(done.touched, reader) }));
            expect(inOrder(replica.view)).toEqual(inOrder(plain(meetup.view(reader))));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("[A16] a top pick taken back on a survivor is told of the topic too that it was cast on", () => {
    const meetup = new MeetupStory();
    for (const id of ["topic-0001", "topic-0002"]) meetup.does("olga", { type: "topic.propose", id, title: id });
    meetup.does("chi", { type: "vote.cast", topicId: "topic-0001", as: "pick" });
    meetup.does("olga", { type: "topic.merge", from: "topic-0001", into: "topic-0002" });
    const replica = new FoldedView(plain({ seq: meetup.state.seq, view: meetup.view(), me: null }));
    const from = meetup.state.seq;
    const done = meetup.does("chi", { type: "vote.retract", topicId: "topic-0002", as: "pick" });
    if (typeof done !== "object" || !("touched" in done)) throw new Error("refused");
    replica.take(plain({ from, seq: meetup.state.seq, changes: meetup.changes(done.touched) }));
    expect(inOrder(replica.view)).toEqual(inOrder(plain(meetup.view())));
  });

  it("[A22] whoever counts otherwise than at the last release is known as if all were counted anew", () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const meetup = new MeetupStory();
        for (const id of TOPICS) meetup.does("olga", { type: "topic.propose", id, title: "Packaging" });
        for (const [by, command] of all) meetup.does(by, command);
        const { topics, profiles } = meetup.state;
        for (const topic of topics.values()) {
          if (topic.mergedInto !== null) continue;
          const { counted, differing } = topic.lens;
          const willCome = votersUnder(meetup, topic.id);
          const present = (id: string) => (willCome.has(id) ? kindOf(profiles.get(id)) : undefined);
          const everyone = new Set([...counted.keys(), ...willCome, ...differing]);
          expect(differing).toEqual(new Set([...everyone].filter((id) => counted.get(id) !== present(id))));
        }
      }),
    );
  });

  it("[A22] an undone merge leaves no one who took their vote back meanwhile among those who count otherwise", () => {
    const meetup = new MeetupStory();
    for (const id of ["topic-0001", "topic-0002"])
      meetup.does("olga", { type: "topic.propose", id, title: "Packaging" });
    meetup.does("chi", { type: "vote.cast", topicId: "topic-0001" });
    meetup.does("olga", { type: "topic.merge", from: "topic-0001", into: "topic-0002" });
    meetup.does("chi", { type: "vote.retract", topicId: "topic-0002" });
    meetup.does("olga", { type: "topic.unmerge", topicId: "topic-0001" });
    expect(meetup.state.topics.get("topic-0001")!.lens.differing).toEqual(new Set());
  });

  it("[A17] merging unites voters, and undoing it gives each topic its own back", () => {
    fc.assert(
      fc.property(
        deeds,
        fc.uniqueArray(topicId, { minLength: 2, maxLength: 2 }),
        pick(...people),
        (all, pair, late) => {
          const [from, into] = pair as [string, string];
          const meetup = new MeetupStory();
          for (const [by, command] of all) meetup.does(by, command);
          meetup.does("olga", { type: "meetup.edit", voting: { tallies: "live" } });
          const before = meetup.view();
          const votersOf = (id: string) => votersUnder(meetup, id);
          const [a, b] = [votersOf(from), votersOf(into)];
          const merged = meetup.does("olga", { type: "topic.merge", from, into });
          fc.pre(typeof merged === "object" && "touched" in merged);
          expect(meetup.view().topics.find(({ id }) => id === into)!.votes).toBe(new Set([...a, ...b]).size);
          meetup.record(late, { type: "vote.cast", topicId: into, as: "come" });
          meetup.does("olga", { type: "topic.unmerge", topicId: from });
          expect(votersOf(from)).toEqual(a);
          expect(votersOf(into)).toEqual(new Set([...b, late]));
          const after = meetup.view();
          const others = (view: typeof before) => view.topics.filter(({ id }) => id !== into);
          expect(others(after)).toEqual(others(before));
        },
      ),
    );
  });
});

/** As it comes over the wire. */
function plain<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function votersUnder(meetup: MeetupStory, id: string): Set<string> {
  const topic = meetup.state.topics.get(id);
  return new Set(topic ? mergedTopics(meetup.state, topic).flatMap((each) => [...each.voters]) : []);
}
