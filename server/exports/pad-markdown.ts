import { clockTime, dayOf } from "../../shared/time.ts";
import { moderatorNames } from "../../shared/exports/moderator-names.ts";
import type { NameOf } from "../../shared/meetup/view-of/people-view-of.ts";
import type { MeetupView } from "../../shared/meetup/view.ts";
import { frontMatter } from "../../shared/notes/front-matter.ts";

/** One pad as it is taken home: its front matter, then the bytes of its text. */
export function padMarkdown(
  { view, nameOf }: { view: MeetupView; nameOf: NameOf },
  { padId, text, authors }: { padId: string; text: string; authors: readonly string[] },
): string {
  const names = authors.flatMap((id) => nameOf(id)?.name ?? []);
  return frontMatter({ ...padFacts(view, padId), authors: names }) + text;
}

/** What the front matter says of a pad: of its session, else its side group, else its topic. */
function padFacts(view: MeetupView, padId: string) {
  const { title: meetup, timezone } = view.meetup;
  const session = view.sessions.find((each) => each.padId === padId);
  if (session) {
    const room = view.rooms.find(({ id }) => id === session.roomId)?.name ?? "";
    return {
      title: session.title,
      meetup,
      room,
      time: span(session.startsAt, session.endsAt, timezone),
      moderators: moderatorNames(view, session),
    };
  }
  const group = view.sideGroups.find((each) => each.padId === padId);
  if (group) {
    const host = view.people.names[group.host]?.name;
    const time = group.startsAt ? span(group.startsAt, undefined, timezone) : "";
    return {
      title: group.title,
      meetup,
      room: group.place,
      time,
      moderators: host === undefined ? [] : [host],
    };
  }
  const topic = view.topics.find((each) => each.padId === padId);
  return { title: topic?.title ?? "Notes", meetup, room: "", time: "", moderators: [] };
}

function span(startsAt: string, endsAt: string | undefined, timezone: string): string {
  const start = `${dayOf(startsAt, timezone)} ${clockTime(startsAt, timezone)}`;
  return endsAt === undefined ? start : `${start} to ${clockTime(endsAt, timezone)}`;
}
