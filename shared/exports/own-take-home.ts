import type { Became } from "../meetup/commands/commands-take-home.ts";
import type { LastThings } from "../meetup/last-things.ts";
import type { MeetupView, MeView } from "../meetup/view.ts";
import { escapeMarkdown } from "./markdown-text.ts";

/** What has become of something, as people say it. */
export const BECAME: Record<Became, string> = { done: "Done", partly: "Partly", "not-yet": "Not yet" };

/** What one takes home, and what became of what one took home last time, as Markdown for oneself. */
export function ownTakeHomeMarkdown(
  { meetup }: MeetupView,
  { takeHome }: MeView,
  last: LastThings | undefined,
): string {
  const things = takeHome.flatMap((text) => (text === null ? [] : [escapeMarkdown(text)]));
  const before = (last?.things ?? []).map(({ text, became }) => {
    const mark = became === "done" ? "x" : " ";
    return `- [${mark}] ${escapeMarkdown(text)}${became === null ? "" : ` (${BECAME[became].toLowerCase()})`}`;
  });
  const parts = [
    `# What I take home from ${escapeMarkdown(meetup.title)}`,
    things.map((text, at) => `${at + 1}. ${text}`).join("\n"),
    ...(before.length === 0 ? [] : [`## From ${escapeMarkdown(last?.title ?? "")}`, before.join("\n")]),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
