import { LIMITS } from "../../shared/limits.ts";
import type { CommandInput } from "../../shared/meetup/commands.ts";
import { thingKey } from "../../shared/meetup/thing-key.ts";
import type { MeView } from "../../shared/meetup/view.ts";

/** One's own part with what one takes home. */
export function takingHome(me: MeView, { number, text }: Extract<CommandInput, { type: "takeHome.set" }>): MeView {
  return { ...me, takeHome: me.takeHome.with(number - 1, text || null) };
}

/** One's own part with what one has said of something from the meetup before; as many as one takes home, the last ones. */
export function havingTold(me: MeView, { text, became }: Extract<CommandInput, { type: "lastTime.tell" }>): MeView {
  const others = me.lastTime.filter((each) => thingKey(each.text) !== thingKey(text));
  const told = became === null ? others : [...others, { text, became }];
  return { ...me, lastTime: told.slice(-LIMITS.takeHomeThings) };
}
