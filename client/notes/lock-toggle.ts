import { act } from "../meetup/act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { mayLock, type PadPlace } from "./pad-place.ts";

/** How to lock a pad or unlock it, for those who may. */
export function lockToggle(replica: MeetupReplica, place: PadPlace, padId: string): (() => void) | undefined {
  if (!mayLock(place, replica.me)) return undefined;
  return () => void act(replica, { type: place.isLocked ? "pad.unlock" : "pad.lock", padId });
}
