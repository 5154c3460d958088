import { html, type TemplateResult } from "lit";
import type { TopicStatus } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";

const CHIPS: Record<TopicStatus, { classes: string; glyph: string; name: string }> = {
  proposed: { classes: "chip--proposed", glyph: "circle-dashed", name: "Proposed" },
  scheduled: { classes: "chip--agenda", glyph: "circle-check", name: "On the agenda" },
  "side-group": { classes: "chip--side", glyph: "split", name: "Side group" },
  parked: { classes: "chip--parked", glyph: "pause", name: "Not this time" },
  merged: { classes: "chip--plain", glyph: "merge", name: "Merged" },
  withdrawn: { classes: "chip--plain", glyph: "x", name: "Withdrawn" },
};

/** What has become of a topic: glyph, word, colour. */
export function statusChip(status: TopicStatus): TemplateResult {
  const { classes, glyph, name } = CHIPS[status];
  return html`<span class="chip ${classes}">${icon(glyph)}${name}</span>`;
}
