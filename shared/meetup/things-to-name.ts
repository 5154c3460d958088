import { LIMITS } from "../limits.ts";
import { thingKey } from "./thing-key.ts";
import type { MeetupView, MeView } from "./view.ts";

/** More than this nobody looks through. */
const MOST = 60;

/**
 * What people may want to take home in words that others use too: what others named, what came out, what was met about,
 * and what one voted for oneself. Each once, without what one takes home already.
 */
export function thingsToName(view: MeetupView, me: MeView): string[] {
  const mine = new Set(me.votes);
  const all = [
    ...view.takenHome.things.map(({ text }) => text),
    ...[...view.sessions, ...view.sideGroups].map(({ outcome }) => outcome ?? ""),
    ...view.sessions.map(({ title }) => title),
    ...view.topics.filter(({ id }) => mine.has(id)).map(({ title }) => title),
  ];
  const seen = new Set(me.takeHome.flatMap((each) => (each === null ? [] : [thingKey(each)])));
  return all
    .filter((text) => {
      const key = thingKey(text);
      if (text === "" || [...text].length > LIMITS.takeHome.max || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MOST);
}
