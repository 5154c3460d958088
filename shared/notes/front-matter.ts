/** What is known about a pad beside its text; times and names as people read them. */
export interface PadFacts {
  title: string;
  meetup: string;
  room: string;
  time: string;
  moderators: readonly string[];
  authors: readonly string[];
}

/**
 * The YAML front matter of a pad's export, up to and including the line break after its closing
 * `---`: the text's bytes follow right behind it.
 */
export function frontMatter({ title, meetup, room, time, moderators, authors }: PadFacts): string {
  const lines = [
    `title: ${quoted(title)}`,
    `meetup: ${quoted(meetup)}`,
    `room: ${quoted(room)}`,
    `time: ${quoted(time)}`,
    `moderators: ${list(moderators)}`,
    `authors: ${list(authors)}`,
  ];
  return `---\n${lines.join("\n")}\n---\n`;
}

function list(names: readonly string[]): string {
  return `[${names.map(quoted).join(", ")}]`;
}

/**
 * A double-quoted YAML scalar. JSON's escapes are YAML's too; what JSON leaves bare but YAML calls a
 * line break or unprintable is escaped as well, so that no text can end its line.
 */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
