import { forget, keep, kept } from "./device-storage.ts";
import { isComposing } from "./is-composing.ts";

/** Keys without a modifier get in the way of some who dictate or tap by accident: they can be switched off. */
const KEY = "midcycle.single-keys";

/** Whether single keys do something on this device. */
export function hasSingleKeys(): boolean {
  return kept(KEY) !== "off";
}

/** Switches single keys on or off on this device. Returns whether that is kept. */
export function setSingleKeys(isOn: boolean): boolean {
  return isOn ? forget(KEY) : keep(KEY, "off");
}

/** The single key that was pressed; undefined with a modifier, inside fields and dialogs, and where they are off. */
export function singleKey(event: KeyboardEvent): string | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || isComposing(event) || !hasSingleKeys()) return undefined;
  const target = event.target as HTMLElement;
  if (document.querySelector("dialog[open]") || isField(target)) return undefined;
  return event.key;
}

/** The editor's field lies in a shadow tree, where only its host is seen from outside. */
function isField(target: HTMLElement): boolean {
  return target.closest("input, textarea, select, [contenteditable]") !== null || target.shadowRoot !== null;
}
