/** What is taken home, to the byte: programs, and people with files of before, read it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { padFiles, readmeOf } from "../../shared/exports/meetup-files.ts";
import { actionsMarkdown, meetupMarkdown, type PadText } from "../../shared/exports/meetup-markdown.ts";
import { myDayIcs, scheduleIcs } from "../../shared/exports/schedule-ics.ts";
import { scheduleJson } from "../../shared/exports/schedule-json.ts";
import { scheduleXml } from "../../shared/exports/schedule-xml.ts";
import { votesCsv } from "../../shared/exports/votes-csv.ts";
import { atOnce } from "../../shared/in-parts.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import { meOf } from "../../shared/meetup/view-of/me-of.ts";
import { nameOfAllButEve, wholeMeetup } from "./support/a-whole-meetup.ts";

const ORIGIN = "https://meet.example.org";
const AT = Date.parse("2026-03-28T21:00:01Z");

const state = wholeMeetup();
const view = viewOf(state, nameOfAllButEve, "nameless");

/** Notes as their template has them, but for these. */
const notes = new Map<string, PadText>(
  [...state.pads.keys()].map((padId) => [padId, { text: "## Notes\n\n", touched: false, actions: [] }]),
);
const written = (padId: string, text: string, actions: PadText["actions"] = []) =>
  notes.set(padId, { text, touched: true, actions });
const action = { id: "abcdefghijkl", text: "Ask Bo", owner: "Mo", due: "2026-04-01", state: "open" as const, line: 3 };
written("pad-9-of-story", "# Queues\n\n- [ ] Ask Bo\n```sh\nmake\n", [{ ...action, padId: "pad-9-of-story" }]);
written("pad-4-of-story", "Not this time\n");
written("pad-11-of-story", "Of a cancelled session");

test.each<[string, () => string]>([
  ["export.md", () => atOnce(meetupMarkdown(view, notes))],
  ["actions.md", () => actionsMarkdown(view, notes)],
  ["README.md", () => atOnce(readmeOf(view, padFiles(view, [...state.pads.keys()])))],
  ["schedule.ics", () => scheduleIcs(view, AT, ORIGIN)],
  ["my-day.ics", () => myDayIcs(viewOf(state, nameOfAllButEve, "named"), meOf(state, "mo"), AT, ORIGIN)],
  ["schedule.xml", () => scheduleXml(view, ORIGIN)],
  ["schedule.json", () => `${JSON.stringify(scheduleJson(view, ORIGIN), null, 1)}\n`],
  ["votes.csv", () => votesCsv(view)],
])("[E2] [E3] [E6] [E7] %s is as it was, to the byte", (name, made) => {
  const path = fileURLToPath(new URL(`../data/exports/${name}`, import.meta.url));
  expect(made()).toBe(readFileSync(path, "utf8"));
});
