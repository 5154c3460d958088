import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** Whether something that was asked of a room, a time or a session waits for the connection. */
export function isWaiting({ isHeldUp, unconfirmed }: MeetupReplica, what: "room" | "slot" | "session", id: string) {
  const isAboutIt = (command: object & { type: string }) =>
    command.type.startsWith(`${what}.`) && Object.values(command).includes(id);
  return isHeldUp && unconfirmed.some(({ command }) => isAboutIt(command));
}
