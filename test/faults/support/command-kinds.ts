import type { Command, CommandInput } from "../../../shared/meetup/commands.ts";
import { FIRST_ARRIVALS, idOf, timesOfSlot, type MeetupSize } from "./large-meetup.ts";
import { ownThings } from "./own-things.ts";

/** What one of those who ask does at their `n`th go; nobody's commands get in another one's way. */
type Ask = (who: number, n: number) => CommandInput;

/** One way to ask for much: alone and as a batch, by each of those who ask once. */
export interface CommandKind {
  what: string;
  /** The types of commands in it. */
  types: Command["type"][];
  one(who: number): CommandInput;
  many(who: number): CommandInput[];
  /** What the batch comes to. */
  status: 200 | 404;
}

const TEXT = "What came of it, in more words than anybody reads while they stand in a corridor. ".repeat(12);

/**
 * Every command but `meetup.delete`, in an order in which each can be done: what one kind makes, a later one changes and
 * takes away. `askers` organizers ask, each of things of their own in a meetup of this size, for batches of `most`.
 */
export function commandKinds({
  size,
  askers,
  people,
  most,
}: {
  size: MeetupSize;
  askers: number;
  people: readonly string[];
  most: number;
}): CommandKind[] {
  const own = ownThings({ size, askers, people });
  const { topic, free, freeCount, session, slot, cell, group, mine } = own;
  const alternately =
    (even: Ask, odd: Ask): Ask =>
    (who, n) =>
      n % 2 === 0 ? even(who, n) : odd(who, n - 1);
  const kinds: CommandKind[] = [];
  const add = (what: string, types: Command["type"][], ask: Ask, batch: number | ((who: number) => number) = most) =>
    kinds.push({
      what,
      types,
      one: (who) => ask(who, 0),
      many: (who) => {
        const length = Math.min(most, typeof batch === "number" ? batch : batch(who));
        return Array.from({ length }, (_, at) => ask(who, 2 + at));
      },
      status: 200,
    });
  const plain = (type: Command["type"], ask: Ask, batch = most) => add(type, [type], ask, batch);
  const pairs = (types: [Command["type"], Command["type"]], even: Ask, odd: Ask) =>
    add(`${types[0]} and ${types[1]} in turn`, types, alternately(even, odd));

  plain("topic.propose", (who, n) => ({
    type: "topic.propose",
    id: mine("topic", who, n),
    title: `Another one, ${n}`,
    description: TEXT,
  }));
  plain("topic.edit", (who, n) => ({ type: "topic.edit", topicId: topic(who, n), description: `${n} ${TEXT}` }));
  plain("topic.withdraw", (who, n) => ({ type: "topic.withdraw", topicId: free(who, n) }));
  plain("topic.restore", (who, n) => ({ type: "topic.restore", topicId: free(who, n) }));
  plain("topic.park", (who, n) => ({ type: "topic.park", topicId: free(who, n) }));
  add("topic.restore of parked ones", ["topic.restore"], (who, n) => ({
    type: "topic.restore",
    topicId: free(who, n),
  }));
  // Half of what waits is let in, the other half declined; asked for once more that changes nothing.
  const waiting = (who: number, n: number) => Math.floor((who * 31 + n) % (size.waiting / 2));
  plain("topic.approve", (who, n) => ({ type: "topic.approve", topicId: idOf("waiting", waiting(who, n)) }));
  plain("topic.decline", (who, n) => ({
    type: "topic.decline",
    topicId: idOf("waiting", size.waiting / 2 + waiting(who, n)),
  }));
  plain("topic.markShown", (who, n) => ({
    type: "topic.markShown",
    topicIds: Array.from({ length: 50 }, (_, at) => idOf("topic", (who * 101 + n * 50 + at) % size.topics)),
  }));
  plain("vote.cast", (who, n) => ({ type: "vote.cast", topicId: topic(who, n) }));
  pairs(
    ["vote.cast", "vote.retract"],
    (who, n) => ({ type: "vote.cast", topicId: topic(who, n), as: "pick" }),
    (who, n) => ({ type: "vote.retract", topicId: topic(who, n), as: "pick" }),
  );
  plain("vote.retract", (who, n) => ({ type: "vote.retract", topicId: topic(who, n) }));
  plain("sideGroup.handOver", (who, n) => ({
    type: "sideGroup.handOver",
    sideGroupId: group(who, n),
    // They are in it, see there; who is removed, as further down, leaves it for good.
    personId: own.otherInGroup(who, n),
  }));
  add("topic.merge into one", ["topic.merge"], (who, n) => ({
    type: "topic.merge",
    from: free(who, 1 + (n % (freeCount(who) - 1))),
    into: free(who, 0),
  }));
  add("vote.cast and vote.retract on merged topics in turn", ["vote.cast", "vote.retract"], (who, n) => ({
    type: n % 2 === 0 ? "vote.cast" : "vote.retract",
    topicId: free(who, 1),
  }));
  add(
    "person.remove and person.restore in turn while topics are merged",
    ["person.remove", "person.restore"],
    (who, n) => ({
      type: n % 2 === 0 ? "person.remove" : "person.restore",
      personId: own.other(who, n - (n % 2)),
    }),
  );
  add("topic.unmerge of all in one", ["topic.unmerge"], (who, n) => ({
    type: "topic.unmerge",
    topicId: free(who, 1 + (n % (freeCount(who) - 1))),
  }));
  add(
    "topic.merge in a chain",
    ["topic.merge"],
    (who, n) => ({ type: "topic.merge", from: free(who, n), into: free(who, n + 1) }),
    (who) => freeCount(who) - 3,
  );
  add("vote.cast and vote.retract at a chain's end in turn", ["vote.cast", "vote.retract"], (who, n) => ({
    type: n % 2 === 0 ? "vote.cast" : "vote.retract",
    topicId: free(who, 0),
  }));
  add("topic.unmerge of a chain", ["topic.unmerge"], (who, n) => ({ type: "topic.unmerge", topicId: free(who, n) }));
  plain("comment.add", (who, n) => ({
    type: "comment.add",
    topicId: topic(who, n),
    id: mine("comment", who, n),
    body: TEXT,
  }));
  // As many in all as this topic still takes.
  add(
    "comment.add to one topic, as an answer",
    ["comment.add"],
    (who, n) => ({
      type: "comment.add",
      topicId: idOf("topic", 0),
      id: mine("answer", who, n),
      body: TEXT,
      replyTo: idOf("comment-0", 0),
    }),
    40,
  );
  plain("comment.edit", (who, n) => ({
    type: "comment.edit",
    commentId: mine("comment", who, n),
    body: `${n} ${TEXT}`,
  }));
  plain("comment.remove", (who, n) => ({ type: "comment.remove", commentId: mine("comment", who, n) }));
  plain("volunteer.offer", (who, n) => ({ type: "volunteer.offer", topicId: topic(who, n), as: "speaker" }));
  plain("volunteer.withdraw", (who, n) => ({ type: "volunteer.withdraw", topicId: topic(who, n), as: "speaker" }));
  pairs(
    ["room.add", "room.remove"],
    (who, n) => ({ type: "room.add", id: mine("room", who, n), name: "One more", capacity: 20 }),
    (who, n) => ({ type: "room.remove", roomId: mine("room", who, n) }),
  );
  plain("room.edit", (who, n) => ({
    type: "room.edit",
    roomId: own.room(who, n),
    where: `Floor ${n}`,
  }));
  pairs(
    ["slot.add", "slot.remove"],
    (who, n) => ({ type: "slot.add", id: mine("slot", who, n), ...timesOfSlot(n) }),
    (who, n) => ({ type: "slot.remove", slotId: mine("slot", who, n) }),
  );
  plain("slot.edit", (who, n) => ({ type: "slot.edit", slotId: slot(who, n), label: `Called ${n}` }));
  plain("session.schedule", (who, n) => ({
    type: "session.schedule",
    id: mine("session", who, n),
    title: `Added ${n}`,
    topicIds: n < freeCount(who) ? [free(who, n)] : [],
    ...cell(who, 0, n),
  }));
  plain("session.cancel", (who, n) => ({ type: "session.cancel", sessionId: mine("session", who, n) }));
  plain("session.restore", (who, n) => ({ type: "session.restore", sessionId: mine("session", who, n) }));
  plain("session.edit", (who, n) => ({
    type: "session.edit",
    sessionId: session(who, n),
    title: `Renamed ${n}`,
    moderators: Array.from({ length: 10 }, (_, at) => ({ name: `Moderator ${n + at}` })),
  }));
  pairs(
    ["session.move", "session.move"],
    (who, n) => ({ type: "session.move", sessionId: mine("session", who, n), ...cell(who, 1, n) }),
    (who, n) => ({ type: "session.move", sessionId: mine("session", who, n), ...cell(who, 0, n) }),
  );
  plain(
    "schedule.arrange",
    (who, n) => ({
      type: "schedule.arrange",
      sessions: Array.from({ length: most }, (_, at) => ({
        sessionId: mine("session", who, at + 2),
        ...cell(who, 2, (at + n) % most),
      })),
    }),
    10,
  );
  pairs(
    ["session.setState", "session.setState"],
    (who, n) => ({ type: "session.setState", sessionId: session(who, n), state: "running" }),
    (who, n) => ({ type: "session.setState", sessionId: session(who, n), state: "planned" }),
  );
  plain("session.extend", (who, n) => ({ type: "session.extend", sessionId: session(who, n), minutes: 1 }));
  plain("session.setFull", (who, n) => ({ type: "session.setFull", sessionId: session(who, n), full: n % 2 === 0 }));
  plain("outcome.set", (who, n) => ({ type: "outcome.set", sessionId: session(who, n), text: `Out came ${n}` }));
  plain("hands.ask", (who, n) => ({
    type: "hands.ask",
    id: mine("hands", who, n),
    sessionId: mine("session", who, n),
    question: "Who has done this?",
    answers: ["Yes", "No", "Not yet"],
  }));
  plain("hands.answer", (who, n) => ({ type: "hands.answer", handsId: mine("hands", who, n), answer: n % 3 }));
  plain("hands.end", (who, n) => ({ type: "hands.end", handsId: mine("hands", who, n) }));
  plain("sideGroup.start", (who, n) => ({
    type: "sideGroup.start",
    id: mine("group", who, n),
    topicId: topic(who, n),
    place: `Corner ${n}`,
  }));
  plain("sideGroup.join", (who, n) => ({ type: "sideGroup.join", sideGroupId: group(who, n) }));
  plain("sideGroup.leave", (who, n) => ({ type: "sideGroup.leave", sideGroupId: group(who, n) }));
  add("sideGroup.join once more", ["sideGroup.join"], (who, n) => ({
    type: "sideGroup.join",
    sideGroupId: group(who, n),
  }));
  plain("sideGroup.edit", (who, n) => ({ type: "sideGroup.edit", sideGroupId: group(who, n), place: `Sofa ${n}` }));
  add("sideGroup.merge into one", ["sideGroup.merge"], (who, n) => ({
    type: "sideGroup.merge",
    from: mine("group", who, n),
    into: group(who, 0),
  }));
  plain("sideGroup.unmerge", (who, n) => ({ type: "sideGroup.unmerge", sideGroupId: mine("group", who, n) }));
  plain("sideGroup.end", (who, n) => ({
    type: "sideGroup.end",
    sideGroupId: mine("group", who, n),
    outcome: `Done ${n}`,
  }));
  plain("announcement.add", (who, n) => ({
    type: "announcement.add",
    id: mine("announcement", who, n),
    text: `Mind the step ${n}`,
    until: timesOfSlot(900).startsAt,
  }));
  plain("announcement.remove", (who, n) => ({
    type: "announcement.remove",
    announcementId: mine("announcement", who, n),
  }));
  plain("pad.lock", (who, n) => ({ type: "pad.lock", padId: own.padOf(who, n) }));
  plain("pad.unlock", (who, n) => ({ type: "pad.unlock", padId: own.padOf(who, n) }));
  plain(
    "pad.nameVersion",
    (who, n) => ({
      type: "pad.nameVersion",
      padId: own.padOf(who, 0),
      id: mine("version", who, n),
      name: `As it was ${n}`,
      seq: 1,
    }),
    150,
  );
  plain("pad.removeVersion", (who, n) => ({ type: "pad.removeVersion", versionId: mine("version", who, n) }), 150);
  plain("plan.add", (who, n) => ({ type: "plan.add", sessionId: session(who, n) }));
  plain("plan.remove", (who, n) => ({ type: "plan.remove", sessionId: session(who, n) }));
  plain("takeHome.set", (who, n) => ({ type: "takeHome.set", number: 1 + (n % 3), text: `Thing ${who} of ${n}` }));
  pairs(
    ["meetup.edit", "lastTime.tell"],
    (_who, n) => ({ type: "meetup.edit", previous: `the-one-before-${n}` }),
    (_who, n) => ({ type: "lastTime.tell", text: `Thing ${n}`, became: "partly" }),
  );
  plain("profile.set", (who, n) => ({ type: "profile.set", people: n % 2 === 0 ? "5-15" : "1-4" }));
  pairs(
    ["person.setRole", "person.setRole"],
    (who, n) => ({ type: "person.setRole", personId: own.other(who, n), role: "organizer" }),
    (who, n) => ({ type: "person.setRole", personId: own.other(who, n), role: "participant" }),
  );
  pairs(
    ["person.remove", "person.restore"],
    (who, n) => ({ type: "person.remove", personId: own.other(who, n) }),
    (who, n) => ({ type: "person.restore", personId: own.other(who, n) }),
  );
  // One after the other of the same person, who is as before then.
  add(
    "person.remove, person.putAside, person.bringBack and person.restore in turn",
    ["person.remove", "person.putAside", "person.bringBack", "person.restore"],
    (who, n) => {
      const step = n === 0 ? 0 : (n - 2) % 4;
      const type = (["person.remove", "person.putAside", "person.bringBack", "person.restore"] as const)[step]!;
      return { type, personId: own.other(who, n - step) };
    },
  );
  add(
    "ballots.void and ballots.count in turn, of most people",
    ["ballots.void", "ballots.count"],
    (_who, n) => ({ type: n % 2 === 0 ? "ballots.void" : "ballots.count", from: FIRST_ARRIVALS }),
    4,
  );
  pairs(
    ["slot.edit", "schedule.publish"],
    (who, n) => ({ type: "slot.edit", slotId: slot(who, n), label: `Named ${n}` }),
    (_who, n) => ({ type: "schedule.publish", note: `Version ${n}` }),
  );
  pairs(
    ["schedule.shift", "schedule.shift"],
    (who) => ({ type: "schedule.shift", from: timesOfSlot(-900).startsAt, minutes: 1 + who }),
    (who) => ({ type: "schedule.shift", from: timesOfSlot(-900).startsAt, minutes: -1 - who }),
  );
  plain("meetup.edit", (_who, n) => ({ type: "meetup.edit", description: `${n} ${TEXT}` }));
  pairs(
    ["meetup.edit", "meetup.edit"],
    () => ({ type: "meetup.edit", voting: { tallies: "closed" } }),
    () => ({ type: "meetup.edit", voting: { tallies: "live" } }),
  );
  pairs(
    ["meetup.edit", "meetup.edit"],
    () => ({ type: "meetup.edit", voting: { roomCode: true } }),
    () => ({ type: "meetup.edit", voting: { roomCode: false } }),
  );
  plain("roomCode.renew", () => ({ type: "roomCode.renew" }));
  plain("roomCode.enter", () => ({ type: "roomCode.enter", code: "KITE-42" }));
  pairs(
    ["meetup.setPhase", "meetup.setPhase"],
    () => ({ type: "meetup.setPhase", phase: "running" }),
    () => ({ type: "meetup.setPhase", phase: "voting" }),
  );
  kinds.push({
    what: "refused for its last command",
    types: ["comment.add", "topic.park"],
    one: (who) => ({ type: "comment.add", topicId: topic(who, 0), id: mine("first", who, 0), body: TEXT }),
    many: (who) => [
      ...Array.from({ length: most - 1 }, (_, at): CommandInput => ({
        type: "comment.add",
        topicId: topic(who, at),
        id: mine("never", who, at),
        body: TEXT,
      })),
      { type: "topic.park", topicId: "topic-that-is-none" },
    ],
    status: 404,
  });
  return kinds;
}
