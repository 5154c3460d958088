import type { Became } from "./commands/commands-take-home.ts";
import { thingKey } from "./thing-key.ts";
import type { MeView } from "./view.ts";

/** What somebody took home from the meetup before, and what they have said of it since. */
export interface LastThings {
  slug: string;
  title: string;
  things: { text: string; became: Became | null }[];
}

/** What somebody has said of each of these things. */
export function withWhatBecame(texts: readonly string[], { lastTime }: Pick<MeView, "lastTime">): LastThings["things"] {
  const became = new Map(lastTime.map((each) => [thingKey(each.text), each.became]));
  return texts.map((text) => ({ text, became: became.get(thingKey(text)) ?? null }));
}
