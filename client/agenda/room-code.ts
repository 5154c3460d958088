import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";
import { toast } from "../look/toast.ts";
import { askName } from "../meetup/ask-name.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";

/** Few meetups have a code; undefined while what asks for it can't be had. */
function dialogCode(): Promise<typeof import("./room-code-dialog.ts") | undefined> {
  return import("./room-code-dialog.ts").catch(() => undefined);
}

/** Whether this person has to enter the code on the screen before they vote. */
export function needsRoomCode({ view, me }: Pick<MeetupReplica, "view" | "me">): boolean {
  return Boolean(view?.meetup.voting.roomCode) && !me?.inRoom && me?.role !== "organizer";
}

/** Makes sure that this person may vote, by asking for the code if need be. Resolves false when they would rather not. */
export async function enterRoom(replica: MeetupReplica): Promise<boolean> {
  if (!needsRoomCode(replica)) return true;
  if (!(await askName())) return false;
  if (!needsRoomCode(replica)) return true;
  const code = await dialogCode();
  if (code) return code.askRoomCode(replica);
  toast("The code can’t be asked for while offline. Try again when you are back.", { isBad: true });
  return false;
}

/** Before anything was voted for; what is voted for says by itself that it counts. */
async function enterFirst(replica: MeetupReplica): Promise<void> {
  if ((await enterRoom(replica)) && !replica.isHeldUp) toast("You can vote now");
}

/** Says before the first vote that it takes a code; nothing where it doesn't. */
export function roomCodeLine(replica: MeetupReplica): TemplateResult | typeof nothing {
  if (!needsRoomCode(replica) || !replica.view?.meetup.voting.open) return nothing;
  // So that it is here also where the connection isn't.
  void dialogCode();
  return html`<p class="ag-room">
    ${icon("lock")}<span class="grow">To vote, you need the code on the screen in the room.</span>
    <button type="button" class="btn btn--sm" aria-haspopup="dialog" @click=${() => enterFirst(replica)}>
      Enter the code
    </button>
  </p>`;
}
