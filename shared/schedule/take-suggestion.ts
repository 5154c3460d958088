import type { CommandInput } from "../meetup/commands.ts";
import type { MeetupView, SessionView, SlotView } from "../meetup/view.ts";
import type { Placement } from "./suggest.ts";

/** What it takes to have a suggestion, as one batch, and the batch that takes it back. */
export interface TakenSuggestion {
  take: CommandInput[];
  back: CommandInput[];
  /** Topics that come onto the agenda, sessions that get another place, and those that are taken off. */
  added: string[];
  moved: SessionView[];
  dropped: SessionView[];
}

/**
 * Whether a suggestion can place a session anew, at an instant (ms since 1970): of one topic, in a time for sessions,
 * and begun neither by its moderators nor by the clock. All others stay.
 */
export function canBePlacedAnew({ slots }: Pick<MeetupView, "slots">, session: SessionView, at: number): boolean {
  const slot = slots.find(({ id }) => id === session.slotId);
  return (
    session.topicIds.length === 1 &&
    session.state === "planned" &&
    Date.parse(session.startsAt) > at &&
    slot !== undefined &&
    isToCome(slot, at)
  );
}

/** Whether a suggestion can place topics in a time at an instant: one for sessions that has not begun. */
export function isToCome({ kind, startsAt }: Pick<SlotView, "kind" | "startsAt">, at: number): boolean {
  return kind === "sessions" && Date.parse(startsAt) > at;
}

/** When the next time begins, ms since 1970: until then a suggestion made at `at` touches only what is to come. */
export function goodUntil(view: MeetupView, at: number): number {
  const starts = [
    ...view.slots.filter((slot) => isToCome(slot, at)),
    ...view.sessions.filter((session) => canBePlacedAnew(view, session, at)),
  ];
  return Math.min(...starts.map(({ startsAt }) => Date.parse(startsAt)));
}

/** What comes of a suggestion on the schedule as it is; `stay` are the sessions that it left where they are. */
export function takeSuggestion(
  view: MeetupView,
  placements: readonly Placement[],
  stay: ReadonlySet<string>,
  newId: () => string,
): TakenSuggestion {
  const cellOf = new Map(placements.map(({ topicIds: [topicId], roomId, slotId }) => [topicId, { roomId, slotId }]));
  const free = view.sessions.filter(({ id }) => !stay.has(id));
  const placed = (session: SessionView) => cellOf.get(session.topicIds[0] ?? "");
  const dropped = free.filter((session) => !placed(session));
  const moved = free.filter((session) => {
    const cell = placed(session);
    return cell && (cell.roomId !== session.roomId || cell.slotId !== session.slotId);
  });
  const onAgenda = new Set(view.sessions.flatMap(({ topicIds }) => topicIds));
  const added = placements
    .filter(({ topicIds: [topicId] }) => !onAgenda.has(topicId))
    .map((placement) => ({ id: newId(), ...placement }));
  const arranged = (cells: (session: SessionView) => { roomId: string; slotId: string }): CommandInput[] =>
    moved.length === 0
      ? []
      : [{ type: "schedule.arrange", sessions: moved.map((each) => ({ sessionId: each.id, ...cells(each) })) }];
  return {
    take: [
      ...dropped.map(({ id }) => ({ type: "session.cancel" as const, sessionId: id })),
      ...arranged((session) => placed(session)!),
      ...added.map((each) => ({ type: "session.schedule" as const, ...each, topicIds: [...each.topicIds] })),
    ],
    back: [
      ...added.map(({ id }) => ({ type: "session.cancel" as const, sessionId: id })),
      ...arranged(({ roomId, slotId }) => ({ roomId, slotId })),
      ...moved.flatMap((session) => ownTimesOf(view, session)),
      ...dropped.map(({ id }) => ({ type: "session.restore" as const, sessionId: id })),
    ],
    added: added.map(({ topicIds: [topicId] }) => topicId),
    moved,
    dropped,
  };
}

/** A moved session has its slot's times: its own come back by a command of their own. */
function ownTimesOf({ slots }: MeetupView, { id, slotId, startsAt, endsAt }: SessionView): CommandInput[] {
  const slot = slots.find((each) => each.id === slotId);
  const own = {
    ...(startsAt !== slot?.startsAt && { startsAt }),
    ...(endsAt !== slot?.endsAt && { endsAt }),
  };
  return Object.keys(own).length === 0 ? [] : [{ type: "session.edit", sessionId: id, ...own }];
}
