import asks2014 from "./data/sjc-2014-asks.json" with { type: "json" };
import philadelphia from "./data/phl-2015.json" with { type: "json" };
import type { SampleName } from "./sample-people.ts";

/** A topic of the sample: its title and description restate facts, all else is made up. */
export interface SampleTopic {
  id: string;
  title: string;
  description: string;
  tags: string[];
  proposedBy: SampleName;
  /** About which part of those who see it will come, 0 to 1. */
  pull: number;
}

/** What is made up about each topic, by its title in the data, in the order of proposal. */
const MADE_UP: Record<string, Pick<SampleTopic, "tags" | "proposedBy" | "pull">> = {
  "Rabbit HA and queue issues": { tags: ["messaging", "reliability"], proposedBy: "Chidi", pull: 0.74 },
  "OVS issues, fixes, best practices": { tags: ["networking"], proposedBy: "Linh", pull: 0.66 },
  "Nova feedback": { tags: ["compute", "feedback"], proposedBy: "Saoirse", pull: 0.55 },
  "Rolling upgrades with N-1 compatibility": { tags: ["upgrades"], proposedBy: "Marisol", pull: 0.68 },
  Packaging: { tags: ["packaging"], proposedBy: "Mikko", pull: 0.42 },
  "Stability of core components": { tags: ["reliability", "testing"], proposedBy: "Olumide", pull: 0.5 },
  Puppet: { tags: ["deployment"], proposedBy: "Petra", pull: 0.27 },
  "Database maintenance": { tags: ["database"], proposedBy: "Lakshmi", pull: 0.33 },
  "HA mode for every service": { tags: ["reliability"], proposedBy: "Yusuf", pull: 0.36 },
  "Operators review new features": { tags: ["community"], proposedBy: "Amara", pull: 0.18 },
  "Fix bad defaults": { tags: ["configuration"], proposedBy: "Björn", pull: 0.3 },
  "Group to work on operations tools": { tags: ["tools"], proposedBy: "Tamar", pull: 0.34 },
  "Teach operators how to contribute": { tags: ["community"], proposedBy: "Hana", pull: 0.15 },
  "Actionable error messages": { tags: ["usability"], proposedBy: "Zofia", pull: 0.24 },
  "Group to work on a packaging toolchain": { tags: ["packaging", "tools"], proposedBy: "Jarek", pull: 0.13 },
  "Name the failure cases to test": { tags: ["testing"], proposedBy: "Olumide", pull: 0.1 },
  "IPv6 in all projects": { tags: ["networking"], proposedBy: "Kaito M", pull: 0.14 },
  "Uniform command-line syntax": { tags: ["usability"], proposedBy: "Niamh", pull: 0.13 },
  "Availability zones beyond compute": { tags: ["architecture"], proposedBy: "Thandiwe", pull: 0.09 },
  "Make operators welcome at summits": { tags: ["community"], proposedBy: "Amara", pull: 0.06 },
  "Distributed image service": { tags: ["storage"], proposedBy: "Gonzalo", pull: 0.04 },
};

/** The first session is for everyone and was nobody's proposal. */
export const WELCOME = philadelphia.sessions[0]!.title;

/** All topics in the order in which they are proposed. */
export function sampleTopics(): SampleTopic[] {
  const facts = new Map<string, string>([
    ...philadelphia.sessions.map((session) => [session.title, ofSession(session)] as const),
    ...philadelphia.wantedButNotOnMainAgenda.map(({ title }) => [title, OFF_AGENDA] as const),
    ...asks2014.asks.map((ask) => [ask.title, ofAsk(ask)] as const),
  ]);
  return Object.entries(MADE_UP).map(([title, rest], index) => {
    const description = facts.get(title);
    if (description === undefined) throw new Error(`The sample's data has no topic "${title}"`);
    return { id: `sample-topic-${String(index + 1).padStart(2, "0")}`, title, description, ...rest };
  });
}

/** The id of the topic with this title. */
export function topicCalled(topics: readonly SampleTopic[], title: string): string {
  const topic = topics.find((each) => each.title === title);
  if (!topic) throw new Error(`The sample has no topic "${title}"`);
  return topic.id;
}

const OFF_AGENDA =
  "Wanted in Philadelphia in March 2015, but not on the main agenda. Side groups covered such topics at lunch and in the lobby.";

function ofSession(session: (typeof philadelphia.sessions)[number]): string {
  const when = session.day === null ? "on one of the two days" : `on day ${session.day}`;
  const who = session.moderator === undefined ? "" : `, moderated by an operator from ${session.moderator}`;
  const notes = session.padContains === undefined ? "" : `\n\nIts notes held:\n\n${list(session.padContains)}`;
  return `A session in Philadelphia in March 2015, ${when}${who}.${notes}`;
}

function ofAsk({ details }: { details: readonly string[] }): string {
  const source = "A wish from an operators' feedback event in early 2014.";
  return details.length === 0 ? source : `${source} In detail:\n\n${list(details)}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
