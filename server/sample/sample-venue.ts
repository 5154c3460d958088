import { dayAfter, instantAt } from "../../shared/time.ts";
import { ask, type Asked } from "./sample-asks.ts";

/** Where Philadelphia is. */
export const SAMPLE_TIME_ZONE = "America/New_York";

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

/** Where people can sit down together, besides the rooms. */
const PLACES = [
  "Lunch table by the window",
  "Lunch table 4",
  "Lobby, the sofa by the stairs",
  "Courtyard",
  "Coffee bar",
];

/** The rooms, times and all else that an organizer says beforehand. */
export function venue(startsOn: string): Asked[] {
  const slots = SLOTS.map(([day, from, to, kind, label]) => ({
    id: slotId(day, from),
    startsAt: instantAt(dayAfter(startsOn, day), from, SAMPLE_TIME_ZONE),
    endsAt: instantAt(dayAfter(startsOn, day), to, SAMPLE_TIME_ZONE),
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
      until: instantAt(dayAfter(startsOn, 1), "13:30", SAMPLE_TIME_ZONE),
    }),
    ...ROOMS.map((room) => ask("organizer", { type: "room.add", ...room })),
    ...slots.map((slot) => ask("organizer", { type: "slot.add", ...slot })),
  ];
}

/** The id of the slot that begins then, of the day counted from 0. */
export function slotId(day: number, from: string): string {
  return `sample-slot-${day + 1}-${from.replace(":", "")}`;
}
