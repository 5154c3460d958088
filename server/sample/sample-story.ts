import { commandSchema, type CommandInput } from "../../shared/meetup/commands.ts";
import type { LoggedCommand } from "../../shared/meetup/decide.ts";
import type { NewMeetup } from "../../shared/meetup/new-meetup.ts";
import { PERSON_COLORS } from "../../shared/person-look.ts";
import philadelphia from "./data/phl-2015.json" with { type: "json" };
import { dayAfter, instantInZone } from "./instant-in-zone.ts";
import { SAMPLE_NAMES, sampleProfile, type SampleName } from "./sample-people.ts";
import { sampleTopics, WELCOME, type SampleTopic } from "./sample-topics.ts";
import { SeededChance } from "../../shared/seeded-chance.ts";

/** Where Philadelphia is. */
export const SAMPLE_TIME_ZONE = "America/New_York";
const SEED = 2015;
/** So many of the people haven't voted yet. */
const LURKERS = 4;

/** Who asks for something in the sample: the organizer, or one of its made-up people. */
export type Asking = "organizer" | SampleName;

/** One thing that somebody asks for, in a story told in order. */
export interface Asked {
  by: Asking;
  command: LoggedCommand;
}

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

const ROOMS = [
  { id: "sample-room-main", name: "Main hall", capacity: 200, where: "Ground floor" },
  { id: "sample-room-side", name: "Side room", capacity: 60, where: "Next to the main hall" },
  { id: "sample-room-up", name: "Upstairs room", capacity: 30, where: "First floor, by the lift" },
];

/** Made up, like the people. */
const PRACTICAL = {
  wifiName: "Midcycle",
  wifiPassword: "sample-only",
  address: "The main entrance is on the north side. Bring the confirmation, on paper or on the phone.",
  food: "Breakfast from 8:30, lunch at 12:30 in the foyer. Vegetarian and vegan food is on the **left** table.",
  contact: "Anything that isn’t right: **Lakshmi**, with the orange badge, at the registration desk.",
};

/** Day from 0, times, kind and label of every slot; the id says day and start. */
const SLOTS = [
  [0, "09:00", "09:30", "everyone", "Welcome"],
  [0, "09:30", "10:45", "sessions", ""],
  [0, "10:45", "11:15", "break", "Coffee"],
  [0, "11:15", "12:30", "sessions", ""],
  [0, "12:30", "13:30", "break", "Lunch"],
  [0, "13:30", "15:00", "sessions", ""],
  [0, "15:00", "15:30", "break", "Coffee"],
  [0, "15:30", "17:00", "sessions", ""],
  [1, "09:00", "10:30", "sessions", ""],
  [1, "10:30", "11:00", "break", "Coffee"],
  [1, "11:00", "12:30", "sessions", ""],
  [1, "12:30", "13:30", "break", "Lunch"],
  [1, "13:30", "15:00", "everyone", "Lightning talks"],
  [1, "15:00", "15:30", "everyone", "Wrap-up"],
] as const;

function venue(startsOn: string): Asked[] {
  const slots = SLOTS.map(([day, from, to, kind, label]) => ({
    id: slotId(day, from),
    startsAt: instantInZone(dayAfter(startsOn, day), from, SAMPLE_TIME_ZONE),
    endsAt: instantInZone(dayAfter(startsOn, day), to, SAMPLE_TIME_ZONE),
    kind,
    label,
  }));
  return [
    ask("organizer", { type: "meetup.edit", places: PLACES, practical: PRACTICAL }),
    ask("organizer", {
      type: "announcement.add",
      id: "sample-announcement",
      text: "Lunch is at 12:30 in the foyer, on both days. Side groups have the tables by the window.",
      // Through lunch on the second day: that is to come whenever the sample is made.
      until: instantInZone(dayAfter(startsOn, 1), "13:30", SAMPLE_TIME_ZONE),
    }),
    ...ROOMS.map((room) => ask("organizer", { type: "room.add", ...room })),
    ...slots.map((slot) => ask("organizer", { type: "slot.add", ...slot })),
  ];
}

function slotId(day: number, from: string): string {
  return `sample-slot-${day + 1}-${from.replace(":", "")}`;
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

/** Where people can sit down together, besides the rooms. */
const PLACES = [
  "Lunch table by the window",
  "Lunch table 4",
  "Lobby, the sofa by the stairs",
  "Courtyard",
  "Coffee bar",
];

function sideGroups(topics: readonly SampleTopic[], startsOn: string): Asked[] {
  const group = (id: string, title: string, place: string, from: string, capacity: number, names: SampleName[]) => [
    ask(names[0]!, {
      type: "sideGroup.start",
      id,
      topicId: topicCalled(topics, title),
      place,
      startsAt: instantInZone(startsOn, from, SAMPLE_TIME_ZONE),
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
      startsAt: instantInZone(dayAfter(startsOn, 1), "10:30", SAMPLE_TIME_ZONE),
      capacity: 8,
    }),
    ...(["Linh", "Mikko"] as const).map((by) =>
      ask(by, { type: "sideGroup.join", sideGroupId: "sample-group-switches" }),
    ),
  ];
}

/** Title, who says it, and what; `re` answers the comment before. */
const COMMENTS: { on: string; by: SampleName; body: string; re?: true }[] = [
  {
    on: "Rabbit HA and queue issues",
    by: "Rania",
    body: "Who runs without mirrored queues? I'd like to hear how that goes.",
  },
  { on: "Rabbit HA and queue issues", by: "Mei", body: "We do, for two of our services. Happy to tell.", re: true },
  {
    on: "Rabbit HA and queue issues",
    by: "Chidi",
    body: "Bring the metrics you alert on, so that we can make one list.",
  },
  {
    on: "OVS issues, fixes, best practices",
    by: "Anselm K",
    body: "Please include upgrades of the switch itself, not only the agent.",
  },
  { on: "OVS issues, fixes, best practices", by: "Linh", body: "Yes, that is half of what I have.", re: true },
  { on: "Nova feedback", by: "Yara", body: "Could somebody who works on it be in the room?" },
  {
    on: "Rolling upgrades with N-1 compatibility",
    by: "Bashir",
    body: "Skipping a release is what we really need. Same topic or another one?",
  },
  { on: "Rolling upgrades with N-1 compatibility", by: "Marisol", body: "Same topic, I'll add it.", re: true },
  {
    on: "Database maintenance",
    by: "Haruto",
    body: "If this doesn't make the agenda, I'll be at the lunch table by the window.",
  },
  { on: "Packaging", by: "Jarek", body: "This and the toolchain topic could be one session." },
  { on: "Fix bad defaults", by: "Sofia T", body: "A DHCP lease of two minutes cost us a weekend." },
  { on: "Actionable error messages", by: "Aiko", body: "Bring your worst one. There should be a prize." },
];

function talk(topics: readonly SampleTopic[]): Asked[] {
  const id = (index: number) => `sample-comment-${String(index + 1).padStart(2, "0")}`;
  const offer = (by: SampleName, title: string, as: "moderator" | "speaker" | "notes") =>
    ask(by, { type: "volunteer.offer", topicId: topicCalled(topics, title), as });
  return [
    ...COMMENTS.map(({ on, by, body, re }, index) =>
      ask(by, {
        type: "comment.add",
        id: id(index),
        topicId: topicCalled(topics, on),
        body,
        ...(re && { replyTo: id(index - 1) }),
      }),
    ),
    offer("Chidi", "Rabbit HA and queue issues", "moderator"),
    offer("Wanjiru", "Rabbit HA and queue issues", "notes"),
    offer("Linh", "OVS issues, fixes, best practices", "moderator"),
    offer("Marisol", "Rolling upgrades with N-1 compatibility", "moderator"),
    offer("Beatriz", "Rolling upgrades with N-1 compatibility", "speaker"),
    offer("Olumide", "Stability of core components", "moderator"),
  ];
}

function topicCalled(topics: readonly SampleTopic[], title: string): string {
  const topic = topics.find((each) => each.title === title);
  if (!topic) throw new Error(`The sample has no topic "${title}"`);
  return topic.id;
}

/** As if it had come through the door: with defaults filled in; throws when a field breaks a limit. */
function ask(by: Asking, input: Exclude<CommandInput, { type: "meetup.delete" }>): Asked {
  return { by, command: commandSchema.parse(input) as LoggedCommand };
}
