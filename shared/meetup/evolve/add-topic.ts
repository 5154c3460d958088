import type { FactOf } from "../entries.ts";
import { emptyLens } from "../lens.ts";
import { remember } from "./made.ts";
import type { MeetupState } from "../meetup-state.ts";
import type { Touch } from "../touch.ts";

/** Makes a topic, with the next number. */
export function addTopic(
  state: MeetupState,
  { topic, padId, by, at }: Omit<FactOf<"topic.approved">, "type">,
  touched: Set<Touch>,
): void {
  const { id, title, description, tags, forName } = topic;
  state.topics.set(id, {
    id,
    number: state.topics.size + 1,
    title,
    description,
    tags,
    proposedBy: by,
    forName: forName ?? null,
    proposedAt: at,
    withdrawnBy: null,
    parked: false,
    mergedInto: null,
    absorbed: new Set(),
    voters: new Set(),
    picks: new Set(),
    shown: new Set(),
    volunteers: new Map(),
    comments: [],
    lens: emptyLens(),
    padId,
  });
  remember(state, by, { type: "topic.propose", ...topic });
  state.pads.set(padId, { kind: "topic", id });
  touched.add("names").add(`topic:${id}`);
}
