import type { MeetupView, SideGroupView } from "./view.ts";

/** How long a side group is taken to last, as nobody says. */
export const GROUP_MS = 30 * 60_000;

/** What of the schedule is in a side group's way: a session in the room where it meets, or something for everyone. */
export type SideGroupClash =
  | { kind: "room"; sessionId: string; title: string; room: string; startsAt: string }
  | { kind: "everyone"; slotId: string; label: string; startsAt: string };

/**
 * What the schedule has put where, or when, an open side group is to meet. One without a time is looked at as it is
 * now; one that met long ago has no clash.
 */
export function sideGroupClashes(
  { rooms, slots, sessions }: Pick<MeetupView, "rooms" | "slots" | "sessions">,
  group: SideGroupView,
  now: number,
): SideGroupClash[] {
  if (group.state === "ended") return [];
  const start = group.startsAt === null ? now : Date.parse(group.startsAt);
  const end = start + (group.startsAt === null ? 1 : GROUP_MS);
  if (end <= now) return [];
  const meets = (times: { startsAt: string; endsAt: string }) =>
    Date.parse(times.startsAt) < end && start < Date.parse(times.endsAt);
  const room = rooms.find(({ name }) => sameName(name, group.place));
  const clashes: SideGroupClash[] = sessions
    .filter((session) => session.roomId === room?.id && session.state !== "done" && meets(session))
    .map(({ id, title, startsAt }) => ({ kind: "room", sessionId: id, title, room: room?.name ?? "", startsAt }));
  for (const slot of group.startsAt === null ? [] : slots)
    if (slot.kind === "everyone" && meets(slot))
      clashes.push({ kind: "everyone", slotId: slot.id, label: slot.label, startsAt: slot.startsAt });
  return clashes;
}

function sameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize("NFKC").trim().toLowerCase();
  return plain(other) !== "" && plain(one) === plain(other);
}
