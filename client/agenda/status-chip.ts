import { html, type TemplateResult } from "lit";
import { statusWords } from "../../shared/meetup/status-words.ts";
import type { MeetupView, TopicStatus } from "../../shared/meetup/view.ts";
import { icon } from "../look/icon.ts";

const CHIPS: Record<TopicStatus, { classes: string; glyph: string }> = {
  proposed: { classes: "chip--proposed", glyph: "circle-dashed" },
  scheduled: { classes: "chip--agenda", glyph: "circle-check" },
  "side-group": { classes: "chip--side", glyph: "split" },
  parked: { classes: "chip--parked", glyph: "pause" },
  merged: { classes: "chip--plain", glyph: "merge" },
  withdrawn: { classes: "chip--plain", glyph: "x" },
};

/** What has become of a topic: glyph, word, colour. */
export function statusChip(status: TopicStatus, { meetup }: MeetupView): TemplateResult {
  const { classes, glyph } = CHIPS[status];
  return html`<span class="chip ${classes}">${icon(glyph)}${statusWords(status, meetup.phase)}</span>`;
}
