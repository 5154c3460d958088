import { assertNever } from "../assert-never.ts";
import type { Fact, MeetupCreated, MeetupEntry } from "./entries.ts";
import type { Touch } from "./touch.ts";
import { noteMerge, noteProfile, noteVote, releaseAll } from "./evolve-lens.ts";
import { emptyLens } from "./lens.ts";
import { mergedTopics, survivorOf, talliesWithheld, type MeetupState, type Topic } from "./meetup-state.ts";

/**
 * Folds one entry into the state, in place, and returns what it touched. Deterministic: the same
 * entries in the same order give the same state. It trusts the log: `decide` has checked.
 */
export function evolve(state: MeetupState, entry: MeetupEntry): Set<Touch> {
  const touched = new Set<Touch>();
  state.seq += 1;
  const { by } = entry;
  if (by !== null && !state.people.has(by)) {
    state.people.add(by);
    touched.add("people");
  }
  const withheld = talliesWithheld(state);
  const wasOpen = state.facts.votingOpen;
  for (const fact of entry.facts) apply(state, fact, { by: by ?? "", at: entry.at }, touched);
  if (wasOpen && !state.facts.votingOpen) releaseAll(state, touched);
  if (withheld !== talliesWithheld(state)) for (const id of state.topics.keys()) touched.add(`topic:${id}`);
  return touched;
}

function apply(state: MeetupState, fact: Fact, { by, at }: { by: string; at: string }, touched: Set<Touch>): void {
  switch (fact.type) {
    case "meetup.created":
      create(state, fact, by);
      touched.add("meetup").add("names");
      return;
    case "phase.set":
      state.facts.phase = fact.phase;
      state.facts.proposalsOpen = fact.phase === "gathering";
      state.facts.votingOpen = fact.phase === "gathering" || fact.phase === "voting";
      touched.add("meetup");
      return;
    case "meetup.edited":
      Object.assign(state.facts, fact.set);
      touched.add("meetup").add("mine");
      return;
    case "proposals.closed":
      state.facts.proposalsOpen = false;
      state.facts.proposalsCloseAt = null;
      touched.add("meetup");
      return;
    case "voting.closed":
      state.facts.votingOpen = false;
      state.facts.votingClosesAt = null;
      touched.add("meetup");
      return;
    case "profile.set":
      state.profiles.set(by, { ...state.profiles.get(by), ...fact.set });
      noteProfile(state, by, touched);
      return;
    case "organizer.joined":
      state.organizers.add(by);
      touched.add("names");
      return;
    case "organizerLink.renewed":
      state.organizerTokenHashes = new Set([fact.tokenHash]);
      return;
    case "organizerLink.added":
      state.organizerTokenHashes.add(fact.tokenHash);
      return;
    case "person.renamed":
      touched.add("names");
      return;
    case "topic.proposed": {
      const { id, title, description, tags, forName } = fact.topic;
      state.topics.set(id, {
        id,
        number: state.topics.size + 1,
        title,
        description,
        tags,
        proposedBy: by,
        forName: forName ?? null,
        proposedAt: at,
        withdrawn: false,
        parked: false,
        mergedInto: null,
        absorbed: new Set(),
        voters: new Set(),
        picks: new Set(),
        shown: new Set(),
        volunteers: new Map(),
        comments: [],
        lens: emptyLens(),
        padId: fact.padId,
      });
      remember(state, by, fact.topic);
      state.pads.set(fact.padId, { kind: "topic", id });
      touched.add("names").add(`topic:${id}`);
      return;
    }
    case "topic.edited": {
      Object.assign(topicOf(state, fact.topicId), fact.set);
      touchTopic(state, fact.topicId, touched);
      return;
    }
    case "topic.withdrawn":
      topicOf(state, fact.topicId).withdrawn = true;
      touched.add("mine");
      touchTopic(state, fact.topicId, touched);
      return;
    case "topic.parked":
      topicOf(state, fact.topicId).parked = true;
      touchTopic(state, fact.topicId, touched);
      return;
    case "topic.restored": {
      const topic = topicOf(state, fact.topicId);
      topic.withdrawn = false;
      topic.parked = false;
      touched.add("mine");
      touchTopic(state, fact.topicId, touched);
      return;
    }
    case "topic.merged": {
      const from = topicOf(state, fact.from);
      from.mergedInto = fact.into;
      topicOf(state, fact.into).absorbed.add(fact.from);
      touchMerged(state, from, touched);
      noteMerge(state, [survivorOf(state, from)], touched);
      return;
    }
    case "topic.unmerged": {
      const topic = topicOf(state, fact.topicId);
      // While it still is merged, so that the survivor is touched too.
      touchMerged(state, topic, touched);
      const into = topicOf(state, topic.mergedInto ?? "");
      into.absorbed.delete(topic.id);
      topic.mergedInto = null;
      noteMerge(state, [topic, survivorOf(state, into)], touched);
      return;
    }
    case "topics.shown":
      for (const id of fact.topicIds) {
        topicOf(state, id).shown.add(by);
        touchTallies(state, id, touched);
      }
      touched.add("people");
      return;
    case "vote.cast": {
      const topic = topicOf(state, fact.topicId);
      topic.voters.add(by);
      if (fact.as === "pick") topic.picks.add(by);
      touchTallies(state, fact.topicId, touched);
      touched.add("people");
      noteVote(state, fact.topicId, by, touched);
      return;
    }
    case "vote.retracted":
      // A vote on a survivor may have been cast on a topic that was merged into it.
      for (const topic of mergedTopics(state, topicOf(state, fact.topicId))) {
        topic.picks.delete(by);
        if (fact.as === "pick") continue;
        if (topic.voters.delete(by)) topic.shown.add(by);
        touchTallies(state, topic.id, touched);
      }
      touchTallies(state, fact.topicId, touched);
      touched.add("people");
      noteVote(state, fact.topicId, by, touched);
      return;
    case "comment.added": {
      const { id, topicId, body, replyTo } = fact.comment;
      topicOf(state, topicId).comments.push({
        id,
        by,
        at,
        body,
        replyTo: replyTo ?? null,
        editedAt: null,
      });
      remember(state, by, fact.comment);
      touched.add("names").add(`topic:${survivorOf(state, topicOf(state, topicId)).id}`);
      return;
    }
    case "comment.edited": {
      const comment = topicOf(state, fact.topicId).comments.find(({ id }) => id === fact.commentId);
      if (comment) Object.assign(comment, { body: fact.body, editedAt: at });
      touched.add(`topic:${survivorOf(state, topicOf(state, fact.topicId)).id}`);
      return;
    }
    case "comment.removed": {
      const topic = topicOf(state, fact.topicId);
      topic.comments = topic.comments.filter(({ id }) => id !== fact.commentId);
      touched.add("names").add(`topic:${survivorOf(state, topic).id}`);
      return;
    }
    case "volunteer.offered":
      topicOf(state, fact.topicId).volunteers.set(`${by} ${fact.as}`, {
        personId: by,
        as: fact.as,
      });
      touched.add("names").add(`topic:${fact.topicId}`);
      return;
    case "volunteer.withdrawn":
      topicOf(state, fact.topicId).volunteers.delete(`${by} ${fact.as}`);
      touched.add("names").add(`topic:${fact.topicId}`);
      return;
    case "room.edited":
      Object.assign(state.rooms.get(fact.roomId) ?? {}, fact.set);
      touched.add(`room:${fact.roomId}`);
      return;
    case "room.removed":
      state.rooms.delete(fact.roomId);
      touched.add(`room:${fact.roomId}`);
      return;
    case "slot.edited":
      Object.assign(state.slots.get(fact.slotId) ?? {}, fact.set);
      touched.add(`slot:${fact.slotId}`);
      for (const session of state.sessions.values())
        if (session.slotId === fact.slotId) touched.add(`session:${session.id}`);
      return;
    case "slot.removed":
      state.slots.delete(fact.slotId);
      touched.add(`slot:${fact.slotId}`);
      return;
    case "session.moved": {
      const session = state.sessions.get(fact.sessionId);
      if (session)
        Object.assign(session, {
          roomId: fact.roomId,
          slotId: fact.slotId,
          startsAt: null,
          endsAt: null,
        });
      touched.add(`session:${fact.sessionId}`);
      return;
    }
    case "room.added": {
      const { id, name, capacity, where, link } = fact.room;
      state.rooms.set(id, {
        id,
        name,
        capacity: capacity ?? null,
        where: where ?? "",
        link: link ?? null,
      });
      remember(state, by, fact.room);
      touched.add(`room:${id}`);
      return;
    }
    case "slot.added":
      state.slots.set(fact.slot.id, { ...fact.slot });
      remember(state, by, fact.slot);
      touched.add(`slot:${fact.slot.id}`);
      return;
    case "session.scheduled": {
      const { id, topicIds, roomId, slotId, title, startsAt, endsAt } = fact.session;
      state.sessions.set(id, {
        id,
        title: title ?? null,
        topicIds,
        roomId,
        slotId,
        startsAt: startsAt ?? null,
        endsAt: endsAt ?? null,
        padId: fact.padId,
      });
      remember(state, by, fact.session);
      if (!state.pads.has(fact.padId)) state.pads.set(fact.padId, { kind: "session", id });
      touched.add(`session:${id}`);
      for (const topicId of topicIds) touched.add(`topic:${topicId}`);
      return;
    }
    case "session.cancelled": {
      const session = state.sessions.get(fact.sessionId);
      if (!session) throw new Error(`The log cancels an unknown session, ${fact.sessionId}`);
      state.sessions.delete(session.id);
      state.cancelled.set(session.id, session);
      touched.add(`session:${session.id}`);
      for (const topicId of session.topicIds) touched.add(`topic:${topicId}`);
      return;
    }
    case "sideGroup.started": {
      const { id, topicId, sessionId, title, place, startsAt, capacity } = fact.sideGroup;
      state.sideGroups.set(id, {
        id,
        title: title ?? null,
        topicId: topicId ?? null,
        sessionId: sessionId ?? null,
        place: place ?? "",
        startsAt: startsAt ?? null,
        capacity: capacity ?? null,
        host: by,
        members: new Set([by]),
        padId: fact.padId,
        ended: false,
        outcome: null,
      });
      remember(state, by, fact.sideGroup);
      if (!state.pads.has(fact.padId)) state.pads.set(fact.padId, { kind: "sideGroup", id });
      touched.add("names").add(`sideGroup:${id}`);
      if (topicId) touched.add(`topic:${topicId}`);
      return;
    }
    case "sideGroup.joined":
      groupOf(state, fact.sideGroupId).members.add(by);
      touched.add("names").add(`sideGroup:${fact.sideGroupId}`);
      return;
    case "sideGroup.left":
      groupOf(state, fact.sideGroupId).members.delete(by);
      touched.add("names").add(`sideGroup:${fact.sideGroupId}`);
      return;
    case "sideGroup.ended": {
      const group = groupOf(state, fact.sideGroupId);
      group.ended = true;
      group.outcome = fact.outcome ?? group.outcome;
      touched.add(`sideGroup:${fact.sideGroupId}`);
      return;
    }
    case "notes.written": {
      const writers = state.writers.get(fact.padId) ?? new Set();
      state.writers.set(fact.padId, writers.add(by));
      touched.add("names");
      return;
    }
    default:
      assertNever(fact);
  }
}

function create(state: MeetupState, fact: MeetupCreated, by: string): void {
  const { type: _, organizerTokenHash, ...facts } = fact;
  Object.assign(state.facts, facts);
  state.organizerTokenHashes.add(organizerTokenHash);
  state.organizers.add(by);
}

function remember(state: MeetupState, by: string, made: { id: string }): void {
  state.made.set(made.id, { by, content: contentOf(made) });
}

/** What a command made, in a form that tells the same content from another. */
export function contentOf(made: { id: string }): string {
  const entries = Object.entries(made).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function topicOf(state: MeetupState, id: string) {
  const topic = state.topics.get(id);
  if (!topic) throw new Error(`The log speaks of an unknown topic, ${id}`);
  return topic;
}

function groupOf(state: MeetupState, id: string) {
  const group = state.sideGroups.get(id);
  if (!group) throw new Error(`The log speaks of an unknown side group, ${id}`);
  return group;
}

/** Everything that shows a topic, what it was merged into, and what was merged into it. */
function touchMerged(state: MeetupState, topic: Topic, touched: Set<Touch>): void {
  touched.add("people").add("names").add("mine");
  for (const each of withThoseItIsIn(state, topic)) touchTopic(state, each.id, touched);
}

/** Votes on a merged topic show on it, on the survivor, and on those between. */
function touchTallies(state: MeetupState, topicId: string, touched: Set<Touch>): void {
  for (const { id } of withThoseItIsIn(state, topicOf(state, topicId))) touched.add(`tallies:${id}`);
}

/** A topic, what it was merged into, what that was merged into, and so on to the survivor. */
function withThoseItIsIn(state: MeetupState, topic: Topic): Topic[] {
  const all = [topic];
  for (const { mergedInto } of all) if (mergedInto !== null) all.push(topicOf(state, mergedInto));
  return all;
}

/** A topic's title shows on its sessions, and on the side groups that came from it or from these. */
function touchTopic(state: MeetupState, topicId: string, touched: Set<Touch>): void {
  touched.add(`topic:${topicId}`);
  const sessions = [...state.sessions.values(), ...state.cancelled.values()].filter((each) =>
    each.topicIds.includes(topicId),
  );
  for (const { id } of sessions) if (state.sessions.has(id)) touched.add(`session:${id}`);
  for (const group of state.sideGroups.values())
    if (group.topicId === topicId || sessions.some(({ id }) => id === group.sessionId))
      touched.add(`sideGroup:${group.id}`);
}
