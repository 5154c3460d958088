import type { MeetupState } from "../../shared/meetup/meetup-state.ts";
import type { Touch } from "../../shared/meetup/touch.ts";
import type { People } from "../people/people.ts";
import type { Problem } from "../../shared/problem.ts";
import type { Clock, Timers } from "../clock.ts";
import type { ReportFault } from "../report-fault.ts";
import type { LogStore } from "../store/log-store.ts";

/** What a live meetup works with. */
export interface Tools {
  store: LogStore;
  clock: Clock;
  /** By which long work is cut into turns; the machine's unless told otherwise. */
  timers?: Pick<Timers, "elapsed">;
  report: ReportFault;
  /** Hears of pads in which people may have other rights now; resolves when that is so. Must not reject. */
  onPadRights: (padIds: string[]) => Promise<void>;
  people: Pick<People, "byIds" | "formerOf">;
  /** Hears that a meetup has moved on, once that is durable. */
  onStep?: (meetupId: string) => void;
  /** Removes a meetup for good by calling `remove` once, when nothing else writes about it any more. */
  removing?: (meetupId: string, remove: () => Promise<void>) => Promise<void>;
}

/** The answer to a command: the step it took, or stands at, once that is durable; or why not. */
export type Answer = { seq: number } | { problem: Problem };

/** One durable step, or several at once: from where to where, what it touched, and who acted. */
export interface Step {
  from: number;
  seq: number;
  touched: Set<Touch>;
  by: Set<string>;
}

/** Who follows a meetup. */
export interface Listener {
  step: (step: Step) => void;
  /** A commit failed, so this object has ended; the meetup lives on in its log. */
  died: () => void;
}

/** What else may speak against a command, looked at when it is its turn. */
export type Objection = (state: MeetupState) => Problem | undefined;
