import { isOut } from "./ordering.ts";
import type { MeetupView } from "./view.ts";

/** What somebody who organizes a meetup does, in the order in which most do it. */
export type StepName = "share" | "wayBack" | "places" | "topics" | "company" | "publish" | "run" | "close";

export interface NextStep {
  name: StepName;
  isDone: boolean;
  /** It comes with the meetup itself, not with making it. */
  isLater: boolean;
}

/**
 * How far a meetup has come, for its organizers; no steps once there are none left. `isLinkKept`: whether this organizer has
 * a way back in, as far as this device knows.
 */
export function nextSteps(view: MeetupView, { isLinkKept }: { isLinkKept: boolean }): NextStep[] {
  const { meetup, people, rooms, slots, topics, schedule } = view;
  if (meetup.phase === "closed") return [];
  const isInCompany = people.organizers.length > 1;
  const step = (name: StepName, isDone: boolean, isLater = false): NextStep => ({ name, isDone, isLater });
  return [
    step("share", people.count > people.organizers.length),
    // Another organizer can make them one again.
    step("wayBack", isLinkKept || isInCompany),
    step("company", isInCompany),
    step("places", rooms.length > 0 && slots.some(({ kind }) => kind === "sessions")),
    step(
      "topics",
      topics.some((topic) => !isOut(topic)),
    ),
    step("publish", schedule.published, true),
    step("run", meetup.phase === "running", true),
    step("close", false, true),
  ];
}
