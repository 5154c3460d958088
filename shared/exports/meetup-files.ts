import type { InParts } from "../in-parts.ts";
import type { MeetupView } from "../meetup/view.ts";
import { escapeMarkdown } from "./markdown-text.ts";
import { inTimeOrder, meetupOverview } from "./meetup-markdown.ts";

/** A pad as a file of its own. */
export interface PadFile {
  path: string;
  title: string;
  padId: string;
}

/** This many letters, four bytes each at most, leave room for an id within the 255 bytes that file systems take. */
const NAME_LETTERS = 48;

/**
 * Where each pad of a meetup goes: with its session, else its side group, else its topic; what is left
 * belonged to a session that was cancelled. Every pad once.
 */
export function padFiles(view: MeetupView, padIds: readonly string[]): PadFile[] {
  const files = new Map<string, PadFile>();
  const taken = new Set<string>();
  const add = (
    folder: string,
    words: readonly string[],
    { id, title, padId }: Omit<PadFile, "path"> & { id: string },
  ) => {
    if (files.has(padId)) return;
    let path = `${folder}/${fileName([...words, title], id)}.md`;
    // Ids tell upper case from lower; not every file system does.
    for (let count = 2; taken.has(path.toLowerCase()); count += 1)
      path = `${folder}/${fileName([...words, title], `${id}-${count}`)}.md`;
    taken.add(path.toLowerCase());
    files.set(padId, { path, title, padId });
  };
  inTimeOrder(view.sessions).forEach((session, index) => add("sessions", [numbered(index + 1)], session));
  view.sideGroups.forEach((group, index) => add("side-groups", [numbered(index + 1)], group));
  for (const topic of view.topics) add("topics", [numbered(topic.number)], topic);
  for (const padId of padIds) add("sessions", ["cancelled"], { id: padId, title: "Notes", padId });
  return [...files.values()];
}

/** What the files are, and the agenda and schedule, part by part. */
export function* readmeOf(view: MeetupView, files: readonly PadFile[]): InParts<string> {
  const overview = yield* meetupOverview(view);
  const lines = files.map(({ path, title }) => `- [${escapeMarkdown(title)}](${encodeURI(path)})`);
  const rest = ["- [Actions](actions.md)", "- [All of it as data](data.json)"];
  return `${overview}\n\n## Files\n\n${[...lines, ...rest].join("\n")}\n`;
}

function numbered(count: number): string {
  return String(count).padStart(3, "0");
}

/** Letters and digits of any script, the rest dashes: safe wherever the archive is opened. The id keeps it apart from others. */
function fileName(words: readonly string[], id: string): string {
  const name = words
    .join(" ")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "");
  return `${[...name].slice(0, NAME_LETTERS).join("").replace(/-$/u, "")}-${id}`;
}
