import type { CommandInput } from "../../shared/meetup/commands.ts";
import { toast } from "../look/toast.ts";
import { act } from "./act.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** Does something for a person, then says so with a way back: the opposite command. Resolves whether it is done. */
export async function actWithUndo(
  replica: MeetupReplica,
  command: CommandInput,
  said: string,
  opposite: CommandInput,
): Promise<boolean> {
  const isDone = await act(replica, command);
  if (isDone) toast(said, { undo: () => void undo(replica, opposite) });
  return isDone;
}

/** Takes something back by its opposite, and says so. */
export async function undo(replica: MeetupReplica, opposite: CommandInput): Promise<void> {
  if (await act(replica, opposite)) toast("Undone");
}
