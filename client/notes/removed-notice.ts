import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../look/icon.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { counted } from "./history/moments.ts";
import type { PadSession } from "./replica/pad-session.ts";
import { restorePad } from "./restore-pad.ts";

/** Tells everyone there that someone has removed most of the text, with one press to have it back. */
export function removedNotice({
  session,
  replica,
  canWrite,
}: {
  session: PadSession;
  replica: MeetupReplica;
  canWrite: boolean;
}): TemplateResult | typeof nothing {
  const { removed, padId } = session;
  if (!removed) return nothing;
  const { by, characters, restore } = removed;
  const who = by === replica.person?.id ? "You" : (replica.view?.people.names[by]?.name ?? "Someone");
  const bringBack = async () => {
    if (await restorePad({ slug: replica.slug, padId, seq: restore.seq })) session.dismissRemoved();
  };
  return html`<div class="banner banner--warn" role="alert">
    ${icon("triangle-alert")}<span class="grow"
      ><b>${who} removed most of these notes,</b> ${counted(characters)}.</span
    >
    ${canWrite ? html`<button class="btn btn--sm" @click=${bringBack}>Bring it back</button>` : nothing}
    <button class="btn btn--sm btn--quiet btn--icon" aria-label="Dismiss" @click=${() => session.dismissRemoved()}>
      ${icon("x")}
    </button>
  </div>`;
}
