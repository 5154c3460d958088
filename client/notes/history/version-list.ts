import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { PadVersion } from "../../../shared/notes/pad-version.ts";
import { icon } from "../../look/icon.ts";
import { toast } from "../../look/toast.ts";
import { act } from "../../meetup/act.ts";
import type { MeetupReplica } from "../../replica/meetup-replica.ts";
import { newId } from "../../new-id.ts";

/** The moments that have names, and a way to name the one that shows. */
export function versionList(pad: {
  versions: readonly PadVersion[];
  /** Where the pad stood at the moment that shows. */
  current: number | undefined;
  replica: MeetupReplica;
  padId: string;
  nameOf: (personId: string) => string;
  sayWhen: (at: number) => string;
  goTo: (seq: number) => void;
  /** The list on the server is another now. */
  changed: () => void;
}): TemplateResult {
  const { versions, current, replica, padId } = pad;
  const name = async (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = form.elements.namedItem("version-name") as HTMLInputElement;
    if (current === undefined) return;
    if (field.value.trim() === "") return field.focus();
    const command = { type: "pad.nameVersion" as const, padId, id: newId(), name: field.value.trim(), seq: current };
    // Pressed twice, it is named once; refused, what was written comes back.
    form.reset();
    if (!(await act(replica, command))) {
      field.value ||= command.name;
      return;
    }
    toast(`Named “${command.name}”`);
    pad.changed();
  };
  const remove = async ({ id, name: called }: PadVersion) => {
    if (!(await act(replica, { type: "pad.removeVersion", versionId: id }))) return;
    toast(`The name “${called}” is gone. The moment itself stays.`);
    pad.changed();
  };
  const mayRemove = ({ by }: PadVersion) => replica.me?.role === "organizer" || by === replica.person?.id;
  return html`<section aria-labelledby="versions-title">
    <h2 id="versions-title">Named versions</h2>
    ${
      versions.length === 0
        ? html`<p class="hint">None yet. A name makes a moment easy to find again.</p>`
        : html`<ul class="ph-versions">
            ${repeat(
              versions,
              ({ id }) => id,
              (version) =>
                html`<li>
                  <button
                    class="ph-version"
                    aria-current=${version.seq === current ? "true" : nothing}
                    @click=${() => pad.goTo(version.seq)}
                  >
                    <span>${version.name}</span
                    ><span class="faint">${pad.sayWhen(Date.parse(version.at))}, ${pad.nameOf(version.by)}</span>
                  </button>
                  ${
                    mayRemove(version)
                      ? html`<button
                          class="btn btn--quiet btn--icon"
                          aria-label="Remove the name “${version.name}”"
                          @click=${() => remove(version)}
                        >
                          ${icon("x")}
                        </button>`
                      : nothing
                  }
                </li>`,
            )}
          </ul>`
    }
    <form class="field" @submit=${name}>
      <label for="version-name">Name this moment</label>
      <div class="row">
        <input class="input" id="version-name" name="version-name" maxlength="60" autocomplete="off" />
        <button class="btn">Name it</button>
      </div>
    </form>
  </section>`;
}
