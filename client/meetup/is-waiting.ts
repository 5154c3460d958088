import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** Whether something that was asked of a room, a time or a session waits for the connection; a shift is asked of times. */
export function isWaiting({ isHeldUp, unconfirmed }: MeetupReplica, what: "room" | "slot" | "session", id: string) {
  const isAboutIt = (command: object & { type: string }) =>
    command.type.startsWith(`${what}.`) && Object.values(command).includes(id);
  const isMoved = (times: object | undefined) => what === "slot" && times !== undefined && id in times;
  return isHeldUp && unconfirmed.some(({ command, times }) => isAboutIt(command) || isMoved(times));
}

/** Whether what was asked of the meetup itself waits for the connection: its phase, or what it says of itself. */
export function isMeetupWaiting({ isHeldUp, unconfirmed }: MeetupReplica): boolean {
  return isHeldUp && unconfirmed.some(({ command }) => command.type.startsWith("meetup."));
}
