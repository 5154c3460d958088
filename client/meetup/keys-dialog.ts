import { html } from "lit";
import { customElement } from "lit/decorators.js";
import { dialogHead } from "../look/dialog-head.ts";
import { LightElement } from "../look/light-element.ts";
import { isMac } from "../look/mod-key.ts";
import { openDialog } from "../look/open-dialog.ts";
import { say } from "../look/live-region.ts";
import { hasSingleKeys, setSingleKeys } from "../look/single-keys.ts";

const MOD = isMac ? "⌘" : "Ctrl";
const ALT = isMac ? "⌥" : "Alt";

const GROUPS: { name: string; keys: [keys: string[], does: string][] }[] = [
  {
    name: "Agenda",
    keys: [
      [["J", "K"], "next, previous topic"],
      [["Enter"], "open the topic"],
      [["Esc"], "close it"],
      [["V"], "vote, or take the vote back"],
      [["Shift V"], "make it a top pick, or a plain vote again"],
      [["N"], "propose a topic"],
      [["/"], "find"],
      [["1", "2", "3"], "see votes by everyone, scale, maturity"],
    ],
  },
  {
    name: "In the text of notes",
    keys: [
      [[`${MOD} B`, `${MOD} I`, `${MOD} K`], "bold, italic, link"],
      [[`${ALT} H`, `${ALT} A`], "heading, checkbox"],
      [[`${MOD} Enter`], "tick the box in the line"],
      [[`${ALT} Enter`], "open the link at the cursor"],
      [["Tab", "Shift Tab"], "set an item in or out; the next cell of a table, the one before"],
      [[`${ALT} ↑`, `${ALT} ↓`], "move the line"],
      [[`${MOD} F`], "find and replace"],
      [["Esc", "Tab"], "leave the text, one after the other"],
    ],
  },
  {
    name: "Everywhere",
    keys: [
      [["G", "A"], "agenda"],
      [["G", "S"], "schedule"],
      [["G", "G"], "side groups"],
      [["G", "D"], "my day"],
      [["G", "Y"], "your part"],
      [["G", "R"], "report"],
      [["Z"], "undo what was just done"],
      [["?"], "all keys"],
    ],
  },
];

/** Shows all keys, with the switch for single ones. */
export function openKeys(): void {
  void openDialog(document.createElement("keys-dialog"));
}

/** What each key does, and whether single keys do anything on this device. */
@customElement("keys-dialog")
export class KeysDialog extends LightElement {
  protected override render() {
    return html`<div class="dialog-form">
      ${dialogHead(this, "Keys")}
      ${GROUPS.map(
        ({ name, keys }) =>
          html`<section aria-label=${name}>
            <h3 class="caps">${name}</h3>
            <dl class="keys">
              ${keys.map(
                ([all, does]) =>
                  html`<div>
                    <dt>${all.map((key) => html`<kbd>${key}</kbd> `)}</dt>
                    <dd>${does}</dd>
                  </div>`,
              )}
            </dl>
          </section>`,
      )}
      <label class="row"
        ><input type="checkbox" .checked=${hasSingleKeys()} @change=${this.switch} /><span
          >Single keys, outside of fields, on this device</span
        ></label
      >
    </div>`;
  }

  private readonly switch = (event: Event) => {
    const isOn = (event.target as HTMLInputElement).checked;
    const isKept = setSingleKeys(isOn);
    say(isKept ? `Single keys are ${isOn ? "on" : "off"}` : "This device keeps no settings");
    this.requestUpdate();
  };
}
