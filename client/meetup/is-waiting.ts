import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** Whether something that was asked of a room, a time or a session waits for the connection; a shift is asked of times. */
export function isWaiting({ isHeldUp, unconfirmed }: MeetupReplica, what: "room" | "slot" | "session", id: string) {
  const isAboutIt = (command: object & { type: string }) =>
    command.type.startsWith(`${what}.`) && Object.values(command).includes(id);
  const isMoved = (times: object | undefined) => what === "slot" && times !== undefined && id in times;
  return isHeldUp && unconfirmed.some(({ command, times }) => isAboutIt(command) || isMoved(times));
}
