import { html, nothing, type TemplateResult } from "lit";
import type { MeetupView, TopicView } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";
import { say } from "../look/live-region.ts";
import { toast } from "../look/toast.ts";
import { ask } from "../meetup/act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { enterRoom, needsRoomCode } from "./room-code.ts";
import { whyNoVote } from "./votes-aside.ts";

/** The step after the vote: raises it to one of the few top picks, or back. Nothing before there is a vote. */
export function pickButton(
  replica: MeetupReplica,
  view: MeetupView,
  topic: TopicView,
  { isBig = false }: { isBig?: boolean } = {},
): TemplateResult | typeof nothing {
  const { voting } = view.meetup;
  if (!replica.me?.votes.includes(topic.id) || voting.picks === 0) return nothing;
  const isPick = replica.me.picks.includes(topic.id);
  if (!voting.open && !isPick) return nothing;
  const whyNot = whyNoVote(replica, view, topic);
  return html`<button
    type="button"
    class="${isBig ? "btn" : "t-pick"}"
    aria-pressed=${isPick}
    aria-disabled=${whyNot === undefined ? nothing : "true"}
    aria-description=${whyNot ?? nothing}
    title=${whyNot ?? nothing}
    @click=${() => (whyNot === undefined ? pick(replica, topic.id) : toast(whyNot))}
  >
    ${icon("lift2")}Top pick${isBig ? nothing : html`<span class="vh">: ${topic.title}</span>`}
  </button>`;
}

/** Makes a topic a top pick, voting for it on the way, or a plain vote again; says so, or why it can't be. */
export async function pick(replica: MeetupReplica, topicId: string): Promise<void> {
  const { view, me } = replica;
  const topic = view?.topics.find(({ id }) => id === topicId);
  if (!view || !topic) return;
  const isPick = me?.picks.includes(topicId) ?? false;
  const most = view.meetup.voting.picks;
  if (!isPick && me && me.picksLeft === 0) {
    const titles = me.picks.flatMap((id) => view.topics.find((each) => each.id === id)?.title ?? []);
    const isOne = most === 1;
    toast(`You have ${isOne ? "one top pick" : `${most} top picks`}: ${titles.join("; ")}. Take one back first.`, {
      isBad: true,
    });
    return;
  }
  if (!isPick && needsRoomCode(replica) && !(await enterRoom(replica))) return;
  const asked = ask(replica, { type: isPick ? "vote.retract" : "vote.cast", topicId, as: "pick" });
  if (replica.person) {
    // As it will be: it is asked, and shows, once one's name is known, which takes a moment.
    const left = (me?.picksLeft ?? most) + (isPick ? 1 : -1);
    say(`${isPick ? "No longer a top pick" : "Top pick"}: ${topic.title}. ${left} left`);
  }
  const refusal = await asked;
  if (refusal !== undefined && refusal !== "cancelled") toast(`${topic.title}: ${refusal.detail}`, { isBad: true });
}

/** What the page's head says of the top picks; nothing before the first vote. */
export function picksLeft(replica: MeetupReplica, { meetup }: MeetupView): TemplateResult | typeof nothing {
  const { me } = replica;
  const { open, picks } = meetup.voting;
  if (!open || !me || me.votes.length === 0 || picks === 0) return nothing;
  const words =
    me.picks.length === 0
      ? `Choose your top ${picks}`
      : me.picksLeft === 0
        ? "Your top picks are chosen"
        : `${me.picksLeft} top ${me.picksLeft === 1 ? "pick" : "picks"} left`;
  return html`<b class="musts">${icon("lift2")}${words}</b>`;
}
