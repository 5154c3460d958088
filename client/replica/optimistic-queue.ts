import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { MeetupView, MeView, TopicView, WaitingView } from "../../shared/meetup/view.ts";

type Propose = Extract<CommandInput, { type: "topic.propose" }>;

/** Whether what this person proposes waits for an organizer first. */
export function isLookedAtFirst({ meetup }: MeetupView, me: Pick<MeView, "role"> | null): boolean {
  return meetup.proposals.moderated && me?.role !== "organizer";
}

/** A proposal as it waits, for an organizer or only for the connection. */
export function waiting(command: Propose, at: string, personId: string): WaitingView {
  return {
    id: command.id,
    title: command.title,
    description: command.description ?? "",
    tags: command.tags ?? [],
    proposedBy: personId,
    proposer: null,
    proposedAt: at,
  };
}

/** One's own part with a proposal of one's own that waits. */
export function withWaiting(me: MeView, command: Propose, at: string): MeView {
  if (me.queue.some(({ id }) => id === command.id)) return me;
  return { ...me, queue: [...me.queue, waiting(command, at, me.id)] };
}

/** One's own part once something waits no more, or is put away; the same where it isn't there. */
export function withoutWaiting(me: MeView, topicId: string): MeView {
  const isOther = ({ id }: { id: string }) => id !== topicId;
  const { declined = [], ...others } = me;
  if (me.queue.every(isOther) && declined.every(isOther)) return me;
  const left = declined.filter(isOther);
  return { ...others, queue: me.queue.filter(isOther), ...(left.length > 0 && { declined: left }) };
}

/** What an organizer has let in is on the list, and waits no more. */
export function approvedAfter<T extends { view: MeetupView; me: MeView | null }>(picture: T, topicId: string): T {
  const { view, me } = picture;
  const found = me?.queue.find(({ id }) => id === topicId);
  if (!me || !found) return picture;
  const { proposer, proposedBy } = found;
  const names = { ...(proposer && { [proposedBy]: proposer }), ...view.people.names };
  const shown = view.topics.some(({ id }) => id === topicId) ? view : withProposed(view, found);
  return { ...picture, me: withoutWaiting(me, topicId), view: { ...shown, people: { ...view.people, names } } };
}

/** The view with another topic, which nobody has done anything to yet. */
export function withProposed(
  view: MeetupView,
  { id, title, description, tags, proposedBy, proposedAt }: WaitingView,
  forName?: string,
): MeetupView {
  const topic: TopicView = {
    id,
    title,
    description,
    tags,
    proposedBy,
    proposedAt,
    number: Math.max(0, ...view.topics.map(({ number }) => number)) + 1,
    forName: forName ?? null,
    status: "proposed",
    withdrawnBy: null,
    votes: 0,
    picks: 0,
    shown: 0,
    support: 0,
    lens: null,
    comments: 0,
    commentedAt: null,
    volunteers: [],
    mergedInto: null,
    mergedFrom: [],
    padId: "",
    locked: false,
    lockedBy: null,
  };
  return { ...view, topics: [...view.topics, topic] };
}
