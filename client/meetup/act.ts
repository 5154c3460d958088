import type { CommandInput } from "../../shared/meetup/commands.ts";
import type { Problem } from "../../shared/problem.ts";
import { toast } from "../look/toast.ts";
import { changeName, askName } from "./ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { surelyRefused } from "../replica/surely-refused.ts";
import type { About } from "../replica/pending-commands.ts";

/**
 * Asks for something on behalf of a person: for a name first if there is none, and then goes on.
 * Resolves with the refusal, undefined when it is done, or "cancelled" when they gave no name. Without a connection the
 * answer comes much later: what doesn't show meanwhile is said to wait. What will surely be refused is not asked.
 */
export async function ask(
  replica: MeetupReplica,
  command: CommandInput,
  about?: About,
): Promise<Problem | "cancelled" | undefined> {
  const refusedHere = surelyRefused(command);
  if (refusedHere) return refusedHere;
  if (!(await askName())) return "cancelled";
  if (replica.reach === "offline" && !replica.shows(command)) toast("Not sent yet. It waits here for the connection.");
  const answer = await replica.ask(command, about);
  if (!("problem" in answer)) return undefined;
  // The server has forgotten this device: a name brings it back, and the wish is asked again.
  if (answer.problem.status === 401 && (await changeName())) return ask(replica, command, about);
  return answer.problem;
}

/** The same, with the refusal told in a toast. Resolves whether it is done. */
export async function act(replica: MeetupReplica, command: CommandInput, about?: About): Promise<boolean> {
  const refusal = await ask(replica, command, about);
  if (refusal !== undefined && refusal !== "cancelled") toast(refusal.detail, { isBad: true });
  return refusal === undefined;
}
