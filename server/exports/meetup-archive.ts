import { setImmediate } from "node:timers/promises";
import { padFiles, readmeOf } from "../../shared/exports/meetup-files.ts";
import { actionsMarkdown, type PadText } from "../../shared/exports/meetup-markdown.ts";
import { namesIn } from "../../shared/meetup/names-in.ts";
import type { NameOf } from "../../shared/meetup/view-of/people-view-of.ts";
import { inTurns } from "../turns/in-turns.ts";
import type { LivePads } from "../notes/live-pads.ts";
import { padMarkdown } from "./pad-markdown.ts";
import { dataJson, type PublicData } from "./public-data.ts";
import type { ArchiveFile } from "./zip-bytes.ts";

/** A whole meetup but for the words of its notes. */
export interface MeetupContent {
  data: PublicData;
  nameOf: NameOf;
  padIds: readonly string[];
}

/** A whole meetup as files, one after the other as they are read: notes are as they are at that moment. */
export async function* meetupArchive(
  { data, nameOf, padIds }: MeetupContent,
  pads: LivePads,
): AsyncGenerator<ArchiveFile> {
  const { view } = data;
  await setImmediate();
  const files = padFiles(view, padIds);
  await setImmediate();
  yield { path: "README.md", content: await inTurns(readmeOf(view, files), { rests: true }) };
  const names = namesIn(view);
  const notes = new Map<string, PadText>();
  for (const { path, padId } of files) {
    const content = await pads.contents.takenHome(padId, names);
    notes.set(padId, padText(content));
    yield { path, content: padMarkdown({ view, nameOf }, { padId, ...content }) };
  }
  yield { path: "actions.md", content: actionsMarkdown(view, notes) };
  const texts = Object.fromEntries([...notes].map(([padId, { text }]) => [padId, text]));
  yield { path: "data.json", content: await inTurns(dataJson(data, texts), { rests: true }) };
}

/** A pad as the documents about a whole meetup need it. */
export function padText(content: Pick<PadText, "text" | "actions"> & { authors: readonly string[] }): PadText {
  const { text, actions, authors } = content;
  return { text, actions, touched: authors.length > 0 };
}
