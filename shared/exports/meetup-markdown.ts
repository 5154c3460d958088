import type { InParts } from "../in-parts.ts";
import { statusWords } from "../meetup/status-words.ts";
import { becameInWords } from "../meetup/take-home.ts";
import type { MeetupView, SessionView, SideGroupView, TopicView } from "../meetup/view.ts";
import { actionLine } from "../notes/action-line.ts";
import type { ListedAction } from "../notes/action-list.ts";
import { demoteHeadings, escapeMarkdown } from "./markdown-text.ts";
import { clockTime, dayInWords, dayOf } from "../time.ts";
import { moderatorNames } from "./moderator-names.ts";
import { topicProposers } from "./topic-proposers.ts";

/** The text of a pad, whether anyone has changed it since it was made, and what is to be done. */
export interface PadText {
  text: string;
  touched: boolean;
  actions: readonly ListedAction[];
}

const SESSION_STATES: Record<SessionView["state"], string> = { planned: "", running: "under way", done: "over" };
const SIDE_GROUP_STATES: Record<SideGroupView["state"], string> = { open: "", ended: "over" };

/**
 * A whole meetup as one Markdown document: the agenda with its votes, all notes, outcomes and
 * actions. Notes are word for word; only their headings are set deeper, to fit below ours. It goes part by part.
 */
export function* meetupMarkdown(view: MeetupView, notes: ReadonlyMap<string, PadText>): InParts<string> {
  const overview = yield* meetupOverview(view);
  const sessions = yield* each(inTimeOrder(view.sessions), (session) => sessionNotes(view, session, notes));
  const groups = yield* each(view.sideGroups, (group) => sideGroupNotes(view, group, notes));
  const rest = [
    section("Session notes", sessions),
    section("Side groups", groups),
    section("Notes on other topics", otherNotes(view, notes)),
    section("Actions", actions(view, notes)),
  ];
  return `${joined([overview, ...rest])}\n`;
}

/** What the meetup was, its agenda with votes, its schedule, and what people took home; no notes. Ends without a line break. */
export function* meetupOverview(view: MeetupView): InParts<string> {
  const topics = [head(view), agenda(view)];
  yield;
  for (const [title, status] of ASIDES) {
    topics.push(section(title, aside(view, status)));
    yield;
  }
  return joined([...topics, schedule(view), section("What people took home", takenHome(view))]);
}

const ASIDES: readonly [title: string, status: TopicView["status"]][] = [
  ["Not this time", "parked"],
  ["Merged topics", "merged"],
  ["Withdrawn topics", "withdrawn"],
];

function* each<T>(all: readonly T[], write: (one: T) => string): InParts<string[]> {
  const texts: string[] = [];
  for (const one of all) {
    texts.push(write(one));
    yield;
  }
  return texts;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Everything to do that the notes name, as a document of its own. */
export function actionsMarkdown(view: MeetupView, notes: ReadonlyMap<string, PadText>): string {
  const [lines = "None are in the notes."] = actions(view, notes);
  return `# Actions: ${escapeMarkdown(view.meetup.title)}\n\n${lines}\n`;
}

function head({ meetup, people }: MeetupView): string {
  const { title, description, place, startsOn, endsOn, timezone, sample } = meetup;
  const days =
    startsOn && endsOn && endsOn !== startsOn
      ? `${dayInWords(startsOn)} to ${dayInWords(endsOn)}`
      : startsOn && dayInWords(startsOn);
  const facts = [
    days && `- When: ${days} (${timezone})`,
    place && `- Where: ${escapeMarkdown(place)}`,
    `- People: ${people.count}, of whom ${people.voted} voted`,
  ].filter(Boolean);
  return [
    `# ${escapeMarkdown(title)}`,
    sample && "*A sample meetup: its people and votes are made up.*",
    facts.join("\n"),
    description && demoteHeadings(description, 1),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function agenda(view: MeetupView): string {
  const topics = byVotes(view.topics.filter(({ status }) => !ASIDE.has(status)));
  if (view.topics.length === 0) return "## Agenda\n\nNo topics were proposed.";
  const isWithheld = view.topics.some(({ votes }) => votes === null);
  const rows = topics.map((topic) => {
    const { number, title, votes, status } = topic;
    const by = escapeMarkdown(topicProposers(view, topic).join(", "));
    return `| ${number} | ${escapeMarkdown(title)} | ${votes ?? ""} | ${statusWords(status, view.meetup.phase)} | ${by} |`;
  });
  return [
    "## Agenda",
    ...(isWithheld ? ["Votes are shown when voting has closed."] : []),
    ...(topics.length === 0
      ? ["No topics are left."]
      : [["| No. | Topic | Votes | Status | Proposed by |", "| ---: | --- | ---: | --- | --- |", ...rows].join("\n")]),
    ...topics.flatMap(described),
  ].join("\n\n");
}

/** Topics that are off the agenda have sections of their own. */
const ASIDE = new Set(ASIDES.map(([, status]) => status));

function aside(view: MeetupView, status: TopicView["status"]): string[] {
  const topics = byVotes(view.topics.filter((topic) => topic.status === status));
  if (topics.length === 0) return [];
  const lines = topics.map((topic) => {
    const { number, title, votes } = topic;
    const into = view.topics.find(({ id }) => id === topic.mergedInto);
    const facts = [
      into && `merged into ${into.number}. ${escapeMarkdown(into.title)}`,
      `proposed by ${escapeMarkdown(topicProposers(view, topic).join(", ") || "someone")}`,
      votes !== null && `${votes} ${votes === 1 ? "vote" : "votes"}`,
    ].filter(Boolean);
    return `- ${number}\\. ${escapeMarkdown(title)}: ${facts.join(", ")}`;
  });
  return [lines.join("\n"), ...topics.flatMap(described)];
}

function described({ number, title, description }: TopicView): string[] {
  return description === "" ? [] : [`### ${number}. ${escapeMarkdown(title)}\n\n${demoteHeadings(description, 3)}`];
}

/** Most votes first; in order of number while they are withheld. */
function byVotes(topics: TopicView[]): TopicView[] {
  return topics.toSorted((a, b) => (b.votes ?? 0) - (a.votes ?? 0) || a.number - b.number);
}

function schedule(view: MeetupView): string {
  if (view.sessions.length === 0) return "";
  const days = Map.groupBy(inTimeOrder(view.sessions), ({ startsAt }) => dayOf(startsAt, view.meetup.timezone));
  const parts = [...days].map(([day, sessions]) => {
    const lines = sessions.map((session) => `- ${whenAndWhere(view, session)}: ${escapeMarkdown(session.title)}`);
    return `### ${dayInWords(day)}\n\n${lines.join("\n")}`;
  });
  return section("Schedule", parts);
}

/** No more than three or more people have in common. */
function takenHome({ takenHome: { people, things }, lastTime }: MeetupView): string[] {
  const became = becameInWords(lastTime);
  return [
    ...(people === null
      ? []
      : [`${people} people said what.${things.length === 0 ? "" : " Three or more of them named:"}`]),
    ...(things.length === 0
      ? []
      : [things.map((each) => `- ${escapeMarkdown(each.text)}: ${each.people} people`).join("\n")]),
    ...(became === "" ? [] : [`Of what people took home from the meetup before: ${became}.`]),
  ];
}

function sessionNotes(view: MeetupView, session: SessionView, notes: ReadonlyMap<string, PadText>): string {
  const day = dayInWords(dayOf(session.startsAt, view.meetup.timezone));
  const moderators = moderatorNames(view, session).map(escapeMarkdown).join(", ");
  const facts = [
    `${day}, ${whenAndWhere(view, session)}`,
    moderators && `moderated by ${moderators}`,
    SESSION_STATES[session.state],
    session.full && "room full",
  ].filter(Boolean);
  return [
    `### ${escapeMarkdown(session.title)}`,
    facts.join(", "),
    session.outcome && `Outcome: ${escapeMarkdown(session.outcome)}`,
    padText(notes, session.padId),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function sideGroupNotes(view: MeetupView, group: SideGroupView, notes: ReadonlyMap<string, PadText>): string {
  const { timezone } = view.meetup;
  const members = Array.isArray(group.members) ? group.members.length : group.members;
  const into = view.sideGroups.find(({ id }) => id === group.mergedInto);
  const facts = [
    group.place && escapeMarkdown(group.place),
    group.startsAt && `${dayInWords(dayOf(group.startsAt, timezone))}, ${clockTime(group.startsAt, timezone)}`,
    `hosted by ${escapeMarkdown(view.people.names[group.host]?.name ?? "someone")}`,
    `${members} ${members === 1 ? "person" : "people"}`,
    SIDE_GROUP_STATES[group.state],
    into && `goes on in ${escapeMarkdown(into.title)}`,
  ].filter(Boolean);
  return [
    `### ${escapeMarkdown(group.title)}`,
    facts.join(", "),
    group.outcome && `Outcome: ${escapeMarkdown(group.outcome)}`,
    padText(notes, group.padId),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function otherNotes(view: MeetupView, notes: ReadonlyMap<string, PadText>): string[] {
  const used = new Set([...view.sessions, ...view.sideGroups].map(({ padId }) => padId));
  const titles = new Map(view.topics.map(({ padId, title }) => [padId, title]));
  return [...notes]
    .filter(([padId, { touched }]) => touched && !used.has(padId))
    .map(([padId]) => `### ${escapeMarkdown(titles.get(padId) ?? "A cancelled session")}\n\n${padText(notes, padId)}`);
}

function actions(view: MeetupView, notes: ReadonlyMap<string, PadText>): string[] {
  const titles = new Map<string, string>();
  for (const { padId, title } of [...view.topics, ...view.sideGroups, ...view.sessions]) titles.set(padId, title);
  const lines = [...notes].flatMap(([padId, pad]) =>
    pad.actions.map((action) => actionLine(action, escapeMarkdown(titles.get(padId) ?? "notes"))),
  );
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function section(title: string, parts: string[]): string {
  return parts.length === 0 ? "" : [`## ${title}`, ...parts].join("\n\n");
}

function padText(notes: ReadonlyMap<string, PadText>, padId: string): string {
  return demoteHeadings(notes.get(padId)?.text ?? "", 3).trimEnd();
}

function whenAndWhere(view: MeetupView, session: SessionView): string {
  const { timezone } = view.meetup;
  const room = view.rooms.find(({ id }) => id === session.roomId)?.name ?? "";
  return `${clockTime(session.startsAt, timezone)} to ${clockTime(session.endsAt, timezone)}, ${escapeMarkdown(room)}`;
}

/** Sessions as they follow each other, those at the same time by room. */
export function inTimeOrder(sessions: SessionView[]): SessionView[] {
  return sessions.toSorted(
    (a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || a.roomId.localeCompare(b.roomId),
  );
}
