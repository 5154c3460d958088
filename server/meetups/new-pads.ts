import type { MeetupEntry } from "../../shared/meetup/entries.ts";
import { sessionTemplate } from "../../shared/notes/template.ts";
import { padStream, seedEntry } from "../notes/text/pad-seed.ts";
import type { Append, RecordWrite } from "../store/log-store.ts";

/**
 * What is stored with entries that make pads: for each new pad its record and its first text, in
 * the same transaction, so that a pad is never without its log. A pad that is taken over (from a
 * topic, by its session) was made before and is left alone.
 */
export function seedWrites(
  slug: string,
  entries: readonly MeetupEntry[],
): { appends: Append[]; records: RecordWrite[] } {
  const appends: Append[] = [];
  const records: RecordWrite[] = [];
  for (const { at, facts } of entries) {
    for (const fact of facts) {
      const made = madePad(fact);
      if (!made) continue;
      records.push({ op: "create", kind: "pad", key: made.padId, value: JSON.stringify({ slug }) });
      const entry = seedEntry(sessionTemplate(made.title), Date.parse(at));
      appends.push({ stream: padStream(made.padId), entries: [entry], after: 0 });
    }
  }
  return { appends, records };
}

function madePad(fact: MeetupEntry["facts"][number]): { padId: string; title: string } | undefined {
  switch (fact.type) {
    case "topic.proposed":
    case "topic.approved":
      return { padId: fact.padId, title: fact.topic.title };
    case "session.scheduled":
    case "session.restored":
    case "sideGroup.started":
      return fact.newPadTitle === undefined ? undefined : { padId: fact.padId, title: fact.newPadTitle };
    default:
      return undefined;
  }
}
