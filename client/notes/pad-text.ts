import { html, nothing, type TemplateResult } from "lit";
import { whenLoaded } from "../look/when-loaded.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import type { PadMode } from "../routes.ts";
import "./editor/pad-editor.ts";
import type { LineEvent, LineLinkEvent, PeopleMoveEvent } from "./editor/pad-editor.ts";
import { knownPeople } from "./known-people.ts";
import type { PadSession } from "./replica/pad-session.ts";
import "./reading/reading-view.ts";

/** Not everyone looks back: its code comes when someone does. */
export function loadHistory(loaded: () => void): void {
  whenLoaded(import("./history/pad-history.ts"), loaded);
}

/** A pad's text in the way it is looked at: to write, to read, or as it was. The editor stays behind the other two. */
export function padText(text: {
  meetup: MeetupReplica;
  session: PadSession;
  mode: PadMode;
  /** Whether someone has come to write since the pad was opened. */
  hasEditor: boolean;
  isReadOnly: boolean;
  /** Whether a moment of its history can be brought back, or could be with a name. */
  mayRestore: boolean;
  hasAuthors: boolean;
  /** Whose cursor is followed. */
  following: string | undefined;
  sayWhen: (at: number) => string;
  followEnd: () => void;
  lineChange: (event: LineEvent) => void;
  lineLink: (event: LineLinkEvent) => void;
  peopleMove: (event: PeopleMoveEvent) => void;
}): TemplateResult {
  const { meetup, session, mode } = text;
  return html`${
    text.hasEditor
      ? html`<pad-editor
          id="pad"
          ?hidden=${mode !== "write"}
          .replica=${session.pad}
          .authors=${session.authors}
          .colors=${session.colors}
          .people=${() => knownPeople(meetup.view, session.people)}
          .sayWhen=${text.sayWhen}
          .isReadOnly=${text.isReadOnly}
          .hasAuthors=${text.hasAuthors}
          .following=${text.following}
          @follow-end=${text.followEnd}
          @line-change=${text.lineChange}
          @line-link=${text.lineLink}
          @people-move=${text.peopleMove}
        ></pad-editor>`
      : nothing
  }${mode === "read" ? html`<reading-view .replica=${session.pad}></reading-view>` : nothing}${
    mode === "history" && customElements.get("pad-history")
      ? html`<pad-history
          .replica=${meetup}
          .pad=${session.pad}
          .colors=${session.colors}
          pad-id=${session.padId}
          ?can-write=${text.mayRestore}
          .sayWhen=${text.sayWhen}
        ></pad-history>`
      : nothing
  }`;
}
