import { idOf, type MeetupSize } from "./large-meetup.ts";

/**
 * What of a large meetup each of those who ask may do something to without getting in another one's way; `n` counts
 * through it, again and again.
 */
export function ownThings({ size, askers, people }: { size: MeetupSize; askers: number; people: readonly string[] }) {
  // The first one, who also asks alone, has a quarter of everything.
  const share = (count: number, who: number) => {
    const first = Math.floor(count / 4);
    const each = Math.floor((count - first) / (askers - 1));
    return who === 0 ? { from: 0, count: first } : { from: first + (who - 1) * each, count: each };
  };
  const ownAt = (count: number, who: number, n: number) => {
    const mine = share(count, who);
    return mine.from + (n % mine.count);
  };
  const topic = (who: number, n: number) => idOf("topic", ownAt(size.topics, who, n));
  // Those past the first third are in no session.
  const loose = Math.ceil(size.topics / 3);
  const freeCount = (who: number) => share(size.topics - loose, who).count;
  const free = (who: number, n: number) => idOf("topic", loose + ownAt(size.topics - loose, who, n));
  const session = (who: number, n: number) => idOf("session", ownAt(size.sessions, who, n));
  const slot = (who: number, n: number) => idOf("slot", ownAt(size.slots, who, n));
  // The first ones are hosted by those who ask.
  const groupAt = (who: number, n: number) => askers + ownAt(size.sideGroups - askers, who, n);
  const group = (who: number, n: number) => idOf("group", groupAt(who, n));
  const room = (who: number, n: number) => idOf("room", ownAt(size.rooms, who, n));
  // See there how members were chosen.
  const otherInGroup = (who: number, n: number) => people[(groupAt(who, n) + 7) % people.length]!;
  const other = (who: number, n: number) => people[askers + ownAt(people.length - askers, who, n)]!;
  const mine = (kind: string, who: number, n: number) => `${kind}-of-${who}-at-${n}`;
  // Places that are free, in three parts.
  const usedSlots = Math.ceil(size.sessions / size.rooms);
  const cell = (who: number, part: 0 | 1 | 2, n: number) => {
    const slots = Math.floor((size.slots - usedSlots) / askers);
    const at = part * Math.floor(slots / 3) + Math.floor(n / size.rooms);
    return { roomId: idOf("room", n % size.rooms), slotId: idOf("slot", usedSlots + who * slots + at) };
  };
  // Pads were made in the order of topics.
  const padOf = (who: number, n: number) => `pad-of-large-meetup-${ownAt(size.topics, who, n) + 1}`;
  return { topic, free, freeCount, session, slot, room, cell, group, otherInGroup, other, mine, padOf };
}
