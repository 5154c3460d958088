import type { PublicLogEntry } from "../meetup/public-log.ts";
import type { MeetupView } from "../meetup/view.ts";
import { historySentence } from "./history-sentences.ts";
import { escapeXml, tag } from "./xml.ts";

/** The history as an Atom feed (RFC 4287), newest first. `entries` in order of seq; `origin` starts its links. */
export function historyFeed(view: MeetupView, entries: readonly PublicLogEntry[], origin: string): string {
  const { slug, title, timezone } = view.meetup;
  const page = `${origin}/m/${slug}/history`;
  const nameOf = (id: string) => view.people.names[id]?.name;
  // Several rows have one seq when several commands were one step: the place among them keeps ids apart.
  const places = entries.map((entry, index) => index - entries.findIndex(({ seq }) => seq === entry.seq));
  const rows = entries.map((entry, index) => {
    const author = entry.by === null ? undefined : nameOf(entry.by);
    return [
      "<entry>",
      tag("id", `urn:midcycle:history:${slug}:${entry.seq}.${places[index]}`),
      tag("title", historySentence(entry, { nameOf, timezone })),
      tag("updated", entry.at),
      author === undefined ? "" : `<author>${tag("name", author)}</author>`,
      `<link rel="alternate" type="text/html" href="${escapeXml(placeOf(entry, origin, slug))}"/>`,
      "</entry>",
    ].join("");
  });
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    tag("id", `urn:midcycle:history:${slug}`),
    tag("title", `History of ${title}`),
    tag("updated", entries.at(-1)?.at ?? "1970-01-01T00:00:00Z"),
    `<author>${tag("name", title)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(`${page}.atom`)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(page)}"/>`,
    ...rows.toReversed(),
    "</feed>",
  ].join("\n")}\n`;
}

function placeOf(entry: PublicLogEntry, origin: string, slug: string): string {
  return "number" in entry ? `${origin}/m/${slug}/${entry.number}` : `${origin}/m/${slug}/history`;
}
