import { assertNever } from "../assert-never.ts";
import { slugFrom } from "../meetup/commands/new-meetup.ts";
import type { MeetupState } from "../meetup/meetup-state.ts";
import { sideGroupTitle } from "../meetup/titles.ts";
import type { News } from "../meetup/news.ts";
import type { SessionView, SideGroupView } from "../meetup/view.ts";
import { clockTime, dayOf } from "../time.ts";

/** One piece of news as a webhook carries it: a line to say, and the facts behind it. The shape stays, fields may be added. */
export interface NewsMessage {
  version: 1;
  /** The same each time it is sent. */
  id: string;
  /** Counts what was meant to be sent: one that is missing was given up. */
  sequence: number;
  type: News["type"] | "webhook.set";
  at: string;
  text: string;
  /** The same for a track bot (`#track now …`), where it has words for it. */
  command: string | null;
  meetup: { slug: string; title: string; timezone: string; url: string };
  session?: SessionFacts;
  sideGroup?: SideGroupFacts;
  /** Where and when it was before. */
  was?: Partial<Pick<SessionFacts, "room" | "startsAt" | "endsAt">> & { place?: string };
  announcement?: { id: string; text: string; until: string };
  schedule?: { version: number; note: string };
}

interface SessionFacts {
  id: string;
  title: string;
  room: { id: string; name: string };
  startsAt: string;
  endsAt: string;
  state: SessionView["state"];
  full: boolean;
  moderators: string[];
  outcome: string | null;
  notesUrl: string;
}

interface SideGroupFacts {
  id: string;
  title: string;
  place: string;
  startsAt: string | null;
  capacity: number | null;
  members: number;
  outcome: string | null;
  /** The side group that it goes on in, for one that ended so. */
  mergedInto: string | null;
  url: string;
  notesUrl: string;
}

/** What a meetup's news are told with. */
export interface Teller {
  state: MeetupState;
  /** What a person is called; undefined once they were erased. */
  nameOf: (personId: string) => string | undefined;
  /** Where links lead. */
  origin: string;
}

type Told = Omit<NewsMessage, "version" | "id" | "sequence" | "type" | "at" | "meetup">;

/** What tells one piece of news. */
export function newsMessage(
  news: News,
  { id, sequence, at }: Pick<NewsMessage, "id" | "sequence" | "at">,
  teller: Teller,
): NewsMessage {
  return { version: 1, id, sequence, type: news.type, at, ...toldOf(news, teller), meetup: meetupOf(teller) };
}

/** The first message of a webhook, which shows that it works. */
export function helloMessage(
  { id, sequence, at }: Pick<NewsMessage, "id" | "sequence" | "at">,
  teller: Teller,
): NewsMessage {
  const meetup = meetupOf(teller);
  const text = `News of ${meetup.title} will be told here: ${meetup.url}`;
  return { version: 1, id, sequence, type: "webhook.set", at, text, command: null, meetup };
}

/** The line that says it, as in a channel or a notification. */
export function newsLine(news: News, teller: Teller): string {
  return toldOf(news, teller).text;
}

function meetupOf({ state: { facts }, origin }: Teller): NewsMessage["meetup"] {
  return { slug: facts.slug, title: facts.title, timezone: facts.timezone, url: `${origin}/m/${facts.slug}` };
}

function toldOf(news: News, teller: Teller): Told {
  if ("session" in news) return sessionTold(news, teller);
  if ("sideGroup" in news) return sideGroupTold(news, teller);
  if (news.type === "announcement.added") {
    const { id, text, until } = news.announcement;
    return { text, command: null, announcement: { id, text, until } };
  }
  const { version, note } = news.schedule;
  const what = version > 1 ? "The schedule has changed" : "The schedule is published";
  const text = `${what}${note ? `, ${note}` : ""}: ${teller.origin}/m/${teller.state.facts.slug}/schedule`;
  return { text, command: null, schedule: { version, note } };
}

function sessionTold(news: Extract<News, { session: SessionView }>, teller: Teller): Told {
  const { timezone } = teller.state.facts;
  const session = sessionFacts(news.session, teller);
  const { title, room, full, outcome } = session;
  const track = `#${slugFrom(room.name)}`;
  const [starts, ends] = [clockTime(session.startsAt, timezone), clockTime(session.endsAt, timezone)];
  const where = `${room.name}, ${dayAndTime(session.startsAt, timezone)}`;
  const tell = (text: string, command: string | null = null): Told => ({ text, command, session });
  switch (news.type) {
    case "session.started":
      return tell(`Now in ${room.name}: ${title} (until ${ends})`, `${track} now ${title}`);
    case "session.ended":
      return tell(`Ended: ${title}${outcome ? `. What came out: ${outcome}` : ""}`, `${track} clean`);
    case "session.soon":
      return tell(`Starts at ${starts} in ${room.name}: ${title}`, `${track} next ${title}`);
    case "session.full":
      return tell(full ? `${room.name} is full: ${title}` : `There are seats again in ${room.name}: ${title}`);
    case "session.scheduled":
      return tell(`New on the schedule: ${title}, ${where}`);
    case "session.cancelled":
      return tell(`Off the schedule: ${title}, ${where}`);
    case "session.moved":
      return { ...tell(`Moved: ${title} is now in ${where}`), was: placeOf(news.was, teller) };
    case "session.extended":
      return { ...tell(`${title} in ${room.name} now ends at ${ends}`), was: placeOf(news.was, teller) };
    default:
      return assertNever(news);
  }
}

function sideGroupTold(news: Extract<News, { sideGroup: SideGroupView }>, teller: Teller): Told {
  const { timezone } = teller.state.facts;
  const sideGroup = sideGroupFacts(news.sideGroup, teller);
  const { title, place, startsAt, outcome } = sideGroup;
  const where = [place, startsAt && dayAndTime(startsAt, timezone)].filter(Boolean).join(", ");
  const at = where === "" ? "" : ` (${where})`;
  const tell = (text: string): Told => ({ text, command: null, sideGroup });
  switch (news.type) {
    case "sideGroup.started":
      return tell(`New side group: ${title}${at}`);
    case "sideGroup.ended": {
      const goesOn = teller.state.sideGroups.get(news.sideGroup.mergedInto ?? "");
      if (goesOn) return tell(`${title} goes on in another side group: ${sideGroupTitle(teller.state, goesOn)}`);
      return tell(`Side group ended: ${title}${outcome ? `. What came out: ${outcome}` : ""}`);
    }
    case "sideGroup.moved":
      return {
        ...tell(`Side group moved: ${title}${at}`),
        was: { place: news.was.place, ...(news.was.startsAt !== null && { startsAt: news.was.startsAt }) },
      };
    default:
      return assertNever(news);
  }
}

function sessionFacts(session: SessionView, { state, nameOf, origin }: Teller): SessionFacts {
  const { id, title, roomId, startsAt, endsAt, state: stands, full, outcome, padId } = session;
  return {
    id,
    title,
    room: { id: roomId, name: state.rooms.get(roomId)?.name ?? "" },
    startsAt,
    endsAt,
    state: stands,
    full,
    moderators: session.moderators.flatMap((each) => ("name" in each ? each.name : (nameOf(each.personId) ?? []))),
    outcome,
    notesUrl: `${origin}/m/${state.facts.slug}/notes/${padId}`,
  };
}

function placeOf({ roomId, startsAt, endsAt }: SessionView, { state }: Teller): NonNullable<NewsMessage["was"]> {
  return { room: { id: roomId, name: state.rooms.get(roomId)?.name ?? "" }, startsAt, endsAt };
}

function sideGroupFacts(group: SideGroupView, { state, origin }: Teller): SideGroupFacts {
  const { id, title, place, startsAt, capacity, members, outcome, mergedInto, padId } = group;
  const url = `${origin}/m/${state.facts.slug}`;
  return {
    id,
    title,
    place,
    startsAt,
    capacity,
    members: typeof members === "number" ? members : members.length,
    outcome,
    mergedInto,
    url: `${url}/side-groups/${id}`,
    notesUrl: `${url}/notes/${padId}`,
  };
}

/** `2026-03-09 14:30`: in a channel that people read on other days too. */
function dayAndTime(instant: string, timezone: string): string {
  return `${dayOf(instant, timezone)} ${clockTime(instant, timezone)}`;
}
