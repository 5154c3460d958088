import { setImmediate } from "node:timers/promises";
import { meetupMarkdown, type PadText } from "../../shared/exports/meetup-markdown.ts";
import { votesCsv } from "../../shared/exports/votes-csv.ts";
import type { InParts } from "../../shared/in-parts.ts";
import { padIdsOf } from "../../shared/meetup/left-behind.ts";
import { namesIn } from "../../shared/meetup/names-in.ts";
import { viewOf } from "../../shared/meetup/view-of.ts";
import { inTurns } from "../turns/in-turns.ts";
import type { LiveMeetup } from "../meetups/live-meetup.ts";
import type { LivePads } from "../notes/live-pads.ts";
import { meetupArchive, padText, type MeetupContent } from "./meetup-archive.ts";
import { padMarkdown } from "./pad-markdown.ts";
import { dataJson, publicData, type MeetupSnapshot } from "./public-data.ts";
import { zipBytes } from "./zip-bytes.ts";

/** All of a meetup in one form, the same for everyone. Others have their turn after each pad. */
export type MeetupExport<T> = (meetup: LiveMeetup, pads: LivePads) => Promise<T>;

export const exportMarkdown: MeetupExport<string> = async (meetup, pads) => {
  const { view, padIds } = await meetup.read((state, nameOf) => ({
    view: viewOf(state, nameOf, "nameless"),
    padIds: padIdsOf(state),
  }));
  const names = namesIn(view);
  const notes = new Map<string, PadText>();
  for (const padId of padIds) {
    notes.set(padId, padText(await pads.contents.takenHome(padId, names)));
    await setImmediate();
  }
  return await inTurns(meetupMarkdown(view, notes), { rests: true });
};

export const exportJson: MeetupExport<Buffer> = async (meetup, pads) => {
  const { data, padIds } = await meetup.readInParts(wholeMeetup);
  const notes: Record<string, string> = {};
  for (const padId of padIds) {
    notes[padId] = await pads.contents.textOf(padId);
    await setImmediate();
  }
  return await inTurns(dataJson(data, notes), { rests: true });
};

export const exportZip: MeetupExport<Buffer> = async (meetup, pads) =>
  zipBytes(meetupArchive(await meetup.readInParts(wholeMeetup), pads));

/** All but the notes, and whose notes there are: those of cancelled sessions, too. */
function* wholeMeetup(all: MeetupSnapshot): InParts<MeetupContent> {
  return { data: yield* publicData(all), nameOf: all.nameOf, padIds: padIdsOf(all.state) };
}

/** One pad of it. */
export async function exportPad(meetup: LiveMeetup, pads: LivePads, padId: string): Promise<string> {
  const facts = await meetup.read((state, nameOf) => ({ view: viewOf(state, nameOf, "nameless"), nameOf }));
  return padMarkdown(facts, { padId, ...(await pads.contents.contentOf(padId)) });
}

/** What the votes came to, as far as everyone may see. */
export function exportVotes(meetup: LiveMeetup): Promise<string> {
  return meetup.read((state, nameOf) => votesCsv(viewOf(state, nameOf, "nameless")));
}
