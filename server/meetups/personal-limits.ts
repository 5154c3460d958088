import type { Batch, Command } from "../../shared/meetup/commands.ts";
import { commentsBy, proposalsBy, sideGroupsOf } from "../../shared/meetup/made-by-one.ts";
import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import type { Person } from "../../shared/person.ts";
import { problem, type Problem, type Reason } from "../../shared/problem.ts";
import type { Clock } from "../clock.ts";
import type { Limits } from "../config.ts";
import { TokenBuckets } from "../token-buckets.ts";

/** Nobody gets more by waiting, so those who ask again by themselves are told to take their time. Seconds. */
const RETRY_S = 3600;

/** What a command makes that only so many of a person's may be, and where in a batch it stands. */
interface Wished {
  id: string;
  path: string;
}

type Refused = { problem: Problem; retryAfter: number };

/**
 * How much one person may make in a meetup: topics, comments, side groups. Organizers make as much as they like, and
 * what was made before is recognised whatever the limit (rule A2).
 */
export class PersonalLimits {
  readonly #limits: Limits;
  readonly #comments: TokenBuckets;

  constructor({ limits, clock }: { limits: Limits; clock: Clock }) {
    this.#limits = limits;
    this.#comments = new TokenBuckets({
      burst: limits.commentBurst,
      perSecond: limits.commentsPerMinute / 60,
      clock,
    });
  }

  /** Why a person may not make all that a command does, and the seconds after which to ask again; takes of what they may at once otherwise. */
  check(state: MeetupState, { id }: Person, asked: Command | Batch): Refused | undefined {
    if (state.organizers.has(id)) return undefined;
    const wished = (type: Command["type"]) => wishesOf(asked, type).filter((wish) => !state.made.has(wish.id));
    return (
      this.#proposals(state, id, wished("topic.propose")) ??
      this.#sideGroups(state, id, wished("sideGroup.start")) ??
      this.#commentsOf(state, id, wished("comment.add"))
    );
  }

  #proposals(state: MeetupState, personId: string, wished: readonly Wished[]): Refused | undefined {
    if (wished.length === 0) return undefined;
    const most = this.#limits.proposals;
    const detail = `You have proposed ${most} topics, which is the limit here.`;
    return beyond(wished, most - proposalsBy(state, personId), "too-many-proposals", detail);
  }

  #sideGroups(state: MeetupState, personId: string, wished: readonly Wished[]): Refused | undefined {
    if (wished.length === 0) return undefined;
    const { openSideGroups, sideGroups } = this.#limits;
    const { open, all } = sideGroupsOf(state, personId);
    const atOnce = `You host ${openSideGroups} open side groups, which is the limit here. End one first.`;
    const ever = `You have hosted ${sideGroups} side groups, which is the limit here.`;
    return (
      beyond(wished, openSideGroups - open, "too-many-own-side-groups", atOnce) ??
      beyond(wished, sideGroups - all, "too-many-own-side-groups", ever)
    );
  }

  #commentsOf(state: MeetupState, personId: string, wished: readonly Wished[]): Refused | undefined {
    if (wished.length === 0) return undefined;
    const most = this.#limits.comments;
    const detail = `You have written ${most} comments, which is the limit here.`;
    const refused = beyond(wished, most - commentsBy(state, personId), "too-many-own-comments", detail);
    if (refused) return refused;
    for (const [taken, { path }] of wished.entries()) {
      const retryAfter = this.#comments.take(personId);
      if (retryAfter === 0) continue;
      for (let back = 0; back < taken; back += 1) this.#comments.giveBack(personId);
      // Worth asking for again, as everything is that is too much only for now.
      const soon = "You have written many comments within minutes. Wait a moment, then try again.";
      return { problem: named(problem("too-many", { detail: soon }), path), retryAfter };
    }
    return undefined;
  }
}

/** What of this type a command makes. */
function wishesOf(asked: Command | Batch, type: Command["type"]): Wished[] {
  const all = asked.type === "batch" ? asked.commands : [asked];
  return all.flatMap((each, index) =>
    each.type === type && "id" in each && each.id !== undefined
      ? [{ id: each.id, path: asked.type === "batch" ? `commands.${index}` : "" }]
      : [],
  );
}

/** The refusal of the first that is more than what is left, if any is. */
function beyond(wished: readonly Wished[], left: number, reason: Reason, detail: string): Refused | undefined {
  const first = wished[Math.max(0, left)];
  return first && { problem: named(problem(reason, { detail }), first.path), retryAfter: RETRY_S };
}

function named(refusal: Problem, path: string): Problem {
  return path === "" ? refusal : { ...refusal, errors: [{ path, message: refusal.title }] };
}
