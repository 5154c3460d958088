import type { NewMeetup } from "../../shared/meetup/commands/new-meetup.ts";
import { PERSON_COLORS } from "../../shared/person-look.ts";
import { SeededChance } from "../../shared/seeded-chance.ts";
import philadelphia from "./data/phl-2015.json" with { type: "json" };
import { dayAfter, instantAt } from "../../shared/time.ts";
import { ask, type Asked } from "./sample-asks.ts";
import { SAMPLE_NAMES, sampleProfile, type SampleName } from "./sample-people.ts";
import { takenHome } from "./sample-take-home.ts";
import { talk } from "./sample-talk.ts";
import { sampleTopics, topicCalled, WELCOME, type SampleTopic } from "./sample-topics.ts";
import { SAMPLE_TIME_ZONE, slotId, venue } from "./sample-venue.ts";

const SEED = 2015;
/** How many of the people haven't voted yet. */
const LURKERS = 4;

/** The whole sample as people, a meetup and what is asked of it. */
export interface SampleStory {
  people: { name: SampleName; color: string }[];
  meetup: NewMeetup;
  /** In order; what is in one chapter may be asked for all at once, in its order. */
  chapters: Asked[][];
}

/** The sample meetup with its first day on `startsOn`: the same story every time, on other days. */
export function sampleStory(startsOn: string): SampleStory {
  const chance = new SeededChance(SEED);
  const topics = sampleTopics();
  return {
    people: SAMPLE_NAMES.map((name, index) => ({ name, color: PERSON_COLORS[index % PERSON_COLORS.length]! })),
    meetup: meetupOn(startsOn),
    chapters: [
      venue(startsOn),
      topics.map(({ id, title, description, tags, proposedBy }) =>
        ask(proposedBy, { type: "topic.propose", id, title, description, tags }),
      ),
      votes(topics, chance),
      schedule(topics),
      sideGroups(topics, startsOn),
      talk(topics),
      takenHome(chance),
    ],
  };
}

function meetupOn(startsOn: string): NewMeetup {
  const { attendance, venue: hall } = philadelphia;
  return {
    title: "Philadelphia 2015: operators' mid-cycle (sample)",
    startsOn,
    endsOn: dayAfter(startsOn, 1),
    timezone: SAMPLE_TIME_ZONE,
    place: `Philadelphia, a larger hall than the planned ${hall.planned}`,
    description: [
      "**This is a sample.** Its people, votes, comments and notes are made up, and its two days are moved to the day the sample was made and the next. " +
        "Vote, propose, type into the notes, start a side group; delete it when you have seen enough.",
      `What is real: the titles of its topics and sessions. Operators met in Philadelphia on 9 and 10 March 2015: ${attendance}. ` +
        `The ${hall.planned} was planned; the meetup ${hall.actual}. ` +
        "They made the agenda in public; what missed it went on in side groups, at lunch and in the lobby. " +
        "Fifteen more topics are wishes that operators wrote down in early 2014.",
    ].join("\n\n"),
    listed: false,
  };
}

/**
 * Everyone looks at most topics and votes for some, by the topic's pull and their own zeal: a few
 * topics get most votes, many a handful. They see fewer of those proposed late.
 */
function votes(topics: readonly SampleTopic[], chance: SeededChance): Asked[] {
  const people = chance.shuffled(SAMPLE_NAMES);
  return people.flatMap((by, index) => {
    const profile = sampleProfile(chance);
    const zeal = 0.6 + 0.8 * chance.next();
    const shown = topics.filter((_, order) => chance.next() < 0.97 - 0.015 * order);
    const wanted = shown.filter(({ pull }) => chance.next() < Math.min(0.95, pull * zeal));
    const picks = wanted
      .map((topic) => ({ topic, liking: topic.pull + 0.7 * chance.next() }))
      .toSorted((a, b) => b.liking - a.liking)
      .slice(0, Math.floor(chance.next() * 4))
      .map(({ topic }) => topic);
    const voted = index < people.length - LURKERS ? chance.shuffled(wanted) : [];
    return [
      ...(profile ? [ask(by, { type: "profile.set", ...profile })] : []),
      ask(by, { type: "topic.markShown", topicIds: shown.map(({ id }) => id) }),
      ...voted.map((topic) =>
        ask(by, { type: "vote.cast", topicId: topic.id, as: picks.includes(topic) ? "pick" : "come" }),
      ),
    ];
  });
}

function schedule(topics: readonly SampleTopic[]): Asked[] {
  const put = (id: string, slot: string, roomId: string, title: string) =>
    ask("organizer", {
      type: "session.schedule",
      id: `sample-session-${id}`,
      ...(title === WELCOME ? { topicIds: [], title } : { topicIds: [topicCalled(topics, title)] }),
      slotId: slot,
      roomId,
    });
  return [
    put("welcome", slotId(0, "09:00"), "sample-room-main", WELCOME),
    put("ovs", slotId(0, "09:30"), "sample-room-main", "OVS issues, fixes, best practices"),
    put("packaging", slotId(0, "13:30"), "sample-room-side", "Packaging"),
    put("rabbit", slotId(1, "09:00"), "sample-room-main", "Rabbit HA and queue issues"),
    put("nova", slotId(1, "11:00"), "sample-room-main", "Nova feedback"),
    ...moderators("ovs", "Linh"),
    ...moderators("rabbit", "Chidi"),
  ];
}

/** Names somebody to moderate; the id is put in once there is one. */
function moderators(id: string, name: SampleName): Asked[] {
  return [
    ask("organizer", { type: "session.edit", sessionId: `sample-session-${id}`, moderators: [{ personId: name }] }),
  ];
}

function sideGroups(topics: readonly SampleTopic[], startsOn: string): Asked[] {
  const group = (id: string, title: string, place: string, from: string, capacity: number, names: SampleName[]) => [
    ask(names[0]!, {
      type: "sideGroup.start",
      id,
      topicId: topicCalled(topics, title),
      place,
      startsAt: instantAt(startsOn, from, SAMPLE_TIME_ZONE),
      capacity,
    }),
    ...names.slice(1).map((by) => ask(by, { type: "sideGroup.join", sideGroupId: id })),
  ];
  return [
    ...group("sample-group-database", "Database maintenance", "Lunch table by the window", "12:30", 12, [
      "Lakshmi",
      "Haruto",
      "Efua",
      "Tomás",
      "Paloma",
      "Ishaan",
      "Ulla",
      "Malik",
      "Xochitl",
    ]),
    ...group("sample-group-puppet", "Puppet", "Lobby, the sofa by the stairs", "15:00", 6, [
      "Petra",
      "Luca",
      "Farah",
      "Leilani",
      "Ravi S",
    ]),
    ask("Anselm K", {
      type: "sideGroup.start",
      id: "sample-group-switches",
      sessionId: "sample-session-ovs",
      title: "Upgrading the switch itself",
      place: "Courtyard",
      startsAt: instantAt(dayAfter(startsOn, 1), "10:30", SAMPLE_TIME_ZONE),
      capacity: 8,
    }),
    ...(["Linh", "Mikko"] as const).map((by) =>
      ask(by, { type: "sideGroup.join", sideGroupId: "sample-group-switches" }),
    ),
  ];
}
