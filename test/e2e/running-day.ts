import { named, type Visitor } from "../together/support/visitor.ts";

/** A meetup whose day runs: two rooms, one session on in each, one to come, and a side group that forms. */
export interface RunningDay {
  slug: string;
  code: string;
  organizer: Visitor;
  /** The pad of the session that is on in the first room. */
  padId: string;
}

export const ROOMS = { dom: "room-dom-01", singel: "room-singel" } as const;
const MINUTE = 60_000;

/** Makes one at a server; `now` in milliseconds since 1970. Sessions are 50 minutes, every hour for 26 hours. */
export async function makeRunningDay(url: string, now: number): Promise<RunningDay> {
  const organizer = await named(url, "Olga");
  const { slug, code } = await organizer.makesMeetup({
    title: "Ops Mid-Cycle, Utrecht",
    timezone: "Europe/Amsterdam",
    place: "Utrecht",
  });
  const instant = (minutes: number) => new Date(now + minutes * MINUTE).toISOString();
  const commands: object[] = [
    { type: "room.add", id: ROOMS.dom, name: "Dom", where: "Ground floor", capacity: 120 },
    { type: "room.add", id: ROOMS.singel, name: "Singel" },
  ];
  for (let hour = 0; hour < 26; hour += 1) {
    const from = hour * 60 - 10;
    const slotId = `slot-hour-${hour}`;
    commands.push({ type: "slot.add", id: slotId, startsAt: instant(from), endsAt: instant(from + 50) });
    for (const [room, title] of [
      ["dom", "RabbitMQ"],
      ["singel", "Packaging"],
    ] as const)
      commands.push({
        type: "session.schedule",
        id: `session-${room}-${hour}`,
        topicIds: [],
        title: `${title}, part ${hour + 1}`,
        roomId: ROOMS[room],
        slotId,
      });
  }
  commands.push({ type: "sideGroup.start", id: "group-runbooks", title: "Runbooks at 3 a.m.", place: "Lobby sofas" });
  await organizer.does(slug, { type: "batch", commands } as never);
  const { view } = await organizer.look(slug);
  const padId = view.sessions.find(({ id }) => id === "session-dom-0")!.padId;
  return { slug, code, organizer, padId };
}
