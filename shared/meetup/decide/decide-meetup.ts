import type { CommandOf } from "../commands.ts";
import { fact, isClosed, isOrganizer, isPast, NOTHING, refuse, type Asker, type Decision } from "./decisions.ts";
import type { EditableFacts } from "../entries.ts";
import type { Profile } from "../lens.ts";
import type { MeetupState } from "../meetup-state.ts";
import { opensIn } from "../phase-switches.ts";
import { practicalAfter } from "../practical.ts";

/** An organizer changes the phase, either way. What was asked for a show of hands ends when the meetup closes. */
export function setPhase(state: MeetupState, { phase }: CommandOf<"meetup.setPhase">, asker: Asker): Decision {
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  if (state.facts.phase === phase) return NOTHING;
  const open = [...state.hands.values()].filter(({ result }) => phase === "closed" && result === null);
  const over = timesOver(state, opensIn(phase), asker.at);
  return fact(
    { type: "phase.set", phase },
    ...(Object.keys(over).length > 0 ? [{ type: "meetup.edited" as const, set: over }] : []),
    ...open.map(({ id }) => ({ type: "hands.ended" as const, handsId: id })),
  );
}

/** An organizer changes the meetup's own fields. */
export function editMeetup(state: MeetupState, command: CommandOf<"meetup.edit">, asker: Asker): Decision {
  if (!isOrganizer(state, asker)) return refuse("organizers-only");
  const { type: _, proposals, voting, practical, ...own } = command;
  const wish: { [K in keyof EditableFacts]?: EditableFacts[K] | undefined } = {
    ...own,
    practical: practical && practicalAfter(state.facts.practical, practical),
    proposalsOpen: proposals?.open,
    proposalsCloseAt: proposals?.closesAt,
    proposalsModerated: proposals?.moderated,
    votingOpen: voting?.open,
    votingClosesAt: voting?.closesAt,
    picks: voting?.picks,
    tallies: voting?.tallies,
    needsRoomCode: voting?.roomCode,
  };
  const set = Object.fromEntries(
    Object.entries(wish).filter(
      ([key, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(state.facts[key as keyof EditableFacts]),
    ),
  ) as Partial<EditableFacts>;
  if (Object.keys(set).length === 0) return NOTHING;
  for (const [path, closesAt] of [
    ["proposals.closesAt", proposals?.closesAt],
    ["voting.closesAt", voting?.closesAt],
  ] as const)
    if (closesAt && isPast(closesAt, asker.at)) return refuse("in-the-past", path);
  if (isClosed(state)) {
    if (set.proposalsOpen === true || set.proposalsCloseAt) return refuse("meetup-closed", "proposals");
    if (set.votingOpen === true || set.votingClosesAt) return refuse("meetup-closed", "voting");
  }
  const { startsOn, endsOn } = { ...state.facts, ...set };
  if (startsOn !== null && endsOn !== null && endsOn < startsOn)
    return refuse("ends-before-start", own.endsOn === undefined ? "startsOn" : "endsOn");
  const opens = { proposals: set.proposalsOpen === true, voting: set.votingOpen === true };
  const edited = { type: "meetup.edited" as const, set: { ...timesOver(state, opens, asker.at), ...set } };
  if (!set.needsRoomCode || state.roomCode !== null) return fact(edited);
  return fact({ type: "roomCode.set", code: asker.newRoomCode() }, edited);
}

/** What opens now has no time any more at which it was to close, if that has come: it would close again at once. */
function timesOver(
  { facts }: MeetupState,
  opens: { proposals: boolean; voting: boolean },
  at: string,
): Pick<Partial<EditableFacts>, "proposalsCloseAt" | "votingClosesAt"> {
  return {
    ...(opens.proposals && isPast(facts.proposalsCloseAt, at) && { proposalsCloseAt: null }),
    ...(opens.voting && isPast(facts.votingClosesAt, at) && { votingClosesAt: null }),
  };
}

/** What someone says of their own operation; answers not given stay as they were. */
export function setProfile(state: MeetupState, command: CommandOf<"profile.set">, { personId }: Asker): Decision {
  const { type: _, ...wish } = command;
  const present: Profile = state.profiles.get(personId) ?? {};
  const set = Object.fromEntries(
    Object.entries(wish).filter(
      ([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(present[key as keyof Profile]),
    ),
  ) as Profile;
  if (Object.keys(set).length === 0) return NOTHING;
  return isClosed(state) ? refuse("meetup-closed") : fact({ type: "profile.set", set });
}

/** What closes because its minute has come. */
export function closeWhatIsDue({ facts }: MeetupState, at: string): Decision {
  const due = [
    ...(facts.proposalsOpen && isPast(facts.proposalsCloseAt, at) ? [{ type: "proposals.closed" as const }] : []),
    ...(facts.votingOpen && isPast(facts.votingClosesAt, at) ? [{ type: "voting.closed" as const }] : []),
  ];
  return due.length === 0 ? NOTHING : fact(...due);
}

/** When something closes next, in ms since 1970; undefined when nothing is to. */
export function nextClosing({ facts }: MeetupState): number | undefined {
  const times = [
    facts.proposalsOpen ? facts.proposalsCloseAt : null,
    facts.votingOpen ? facts.votingClosesAt : null,
  ].flatMap((instant) => (instant === null ? [] : [Date.parse(instant)]));
  return times.length === 0 ? undefined : Math.min(...times);
}
