/**
 * An expected "no", as everyone outside sees it (RFC 9457, application/problem+json). Refusals are
 * values, never exceptions; each names its reason, and the fields concerned where there are any.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldError[];
}

/** `path` is the field as the request spells it, with dots and indexes: `commands.57.title`. */
export interface FieldError {
  path: string;
  message: string;
}

/** Every reason for "no": its HTTP status and the words people see. */
const REASONS = {
  "not-json": [400, "Not JSON", "The body is not valid JSON."],
  "no-name": [401, "No name yet", "Say who you are first: choose a name."],
  "foreign-origin": [403, "Foreign origin", "This request comes from another site."],
  "organizers-only": [403, "Only for organizers", "Only an organizer of this meetup can do this."],
  "person-removed": [403, "Removed from this meetup", "An organizer has removed you from this meetup."],
  "not-yours": [403, "Not yours to change", "Only the person who made this, or an organizer, can do this."],
  "leaders-only": [
    403,
    "Only for who leads here",
    "Only an organizer, a moderator of its session or the host of its side group can do this.",
  ],
  "notes-locked": [403, "Notes are locked", "These notes can only be read until someone unlocks them."],
  "notes-closed": [403, "Notes are closed", "The meetup is over, and the time for its notes has passed."],
  "moderators-only": [403, "Only for its moderators", "Only who moderates this session, or an organizer, can do this."],
  "wrong-link": [403, "Link not valid", "This return link is not valid, or has been revoked."],
  "wrong-token": [403, "Link not valid", "This organizer link is not valid, or has been replaced."],
  "room-code": [403, "A code is needed", "Enter the code on the screen first."],
  "wrong-room-code": [403, "Not the code on the screen", "This is not the code that is on the screen in the room."],
  "creation-closed": [403, "Meetups can't be made here", "Whoever runs this server has it make no new meetups."],
  "creation-key": [403, "A key is needed", "Making meetups here needs a key, from whoever runs this server."],
  "unknown-address": [404, "Not found", "There is nothing at this address."],
  "unknown-meetup": [404, "No such meetup", "There is no meetup at this address. It may have been deleted."],
  "unknown-topic": [404, "No such topic", "This topic does not exist in this meetup."],
  "unknown-room": [404, "No such room", "This room does not exist in this meetup."],
  "unknown-slot": [404, "No such slot", "This slot does not exist in this meetup."],
  "unknown-session": [404, "No such session", "This session does not exist, or has been cancelled."],
  "unknown-side-group": [404, "No such side group", "This side group does not exist in this meetup."],
  "unknown-hands": [404, "No such question", "This show of hands does not exist, or its session was cancelled."],
  "unknown-answer": [404, "No such answer", "This question has no such answer."],
  "unknown-announcement": [404, "No such announcement", "This announcement does not exist in this meetup."],
  "tallies-closed": [409, "Counts are withheld", "While voting is open, nothing here is told of the votes."],
  "nothing-to-shift": [409, "Nothing to move", "No time in the schedule starts then or later."],
  "somebody-here": [409, "Somebody is here already", "This device is another person's. Say whether you are both."],
  "too-many-links": [409, "Too many links", "As many of these as fit work already. Revoke them first."],
  "last-organizer": [409, "The last organizer", "A meetup always has an organizer. Make someone else one first."],
  "remove-yourself": [409, "That is you", "Nobody removes themselves; another organizer can."],
  "is-removed": [409, "Was removed", "This person was removed from the meetup. Let them back in first."],
  "unknown-person": [404, "No such person", "There is nobody with this id."],
  "unknown-comment": [404, "No such comment", "This comment does not exist on this topic."],
  "unknown-moment": [404, "No such moment", "These notes have not come so far."],
  "unknown-version": [404, "No such version", "This version does not exist, or has been removed."],
  "unknown-pad": [404, "No such notes", "There are no notes at this address."],
  "wrong-method": [405, "Method not allowed", "This address does not answer to this method."],
  "id-taken": [409, "Id is taken", "Something else in this meetup already has this id."],
  "slug-taken": [409, "Address is taken", "Another meetup already has this address."],
  "proposals-closed": [409, "Proposals are closed", "New topics are no longer taken."],
  "voting-closed": [409, "Voting is closed", "Votes are no longer counted."],
  "ballots-void": [
    409,
    "Votes are set aside",
    "An organizer has set aside the votes of people who came at this time. Ask an organizer.",
  ],
  "few-newcomers": [409, "Too few people", "Fewer than five people came in these five minutes; one can be removed."],
  "meetup-closed": [409, "The meetup is closed", "The meetup is over; its agenda can no longer change."],
  "too-many-waiting": [
    409,
    "Too many wait",
    "As many proposals as fit wait for an organizer already. Try again later.",
  ],
  "topic-waits": [409, "Waits for an organizer", "This topic waits for an organizer. Take it back to propose it anew."],
  "topic-approved": [409, "Is on the list", "An organizer has let this topic in already. It can be withdrawn."],
  "topic-declined": [409, "Not let in", "This topic was declined, or taken back."],
  "topic-withdrawn": [409, "Topic was withdrawn", "This topic was withdrawn."],
  "topic-merged": [409, "Topic was merged", "This topic was merged into another one."],
  "not-merged": [409, "Not merged", "This topic is not merged into another one."],
  "room-in-use": [409, "Room is in use", "Sessions are scheduled in this room. Move or cancel them first."],
  "slot-in-use": [409, "Slot is in use", "Sessions are scheduled in this slot. Move or cancel them first."],
  "too-many-topics": [409, "Too many topics", "The meetup has as many topics as fit."],
  "too-many-comments": [409, "Too many comments", "This topic has as many comments as fit."],
  "too-many-side-groups": [409, "Too many side groups", "The meetup has as many side groups as fit."],
  "too-many-rooms": [409, "Too many rooms", "The meetup has as many rooms as fit. Remove one first."],
  "too-many-slots": [409, "Too many slots", "The schedule has as many slots as fit. Remove one first."],
  "too-many-versions": [409, "Too many versions", "These notes have as many named versions as fit. Remove one first."],
  "too-many-clients": [
    409,
    "Too many visits",
    "You have edited these notes on as many visits as fit. Somebody else can.",
  ],
  "not-in-batch": [409, "Not in a batch", "A meetup is deleted by a command of its own."],
  "in-the-past": [409, "In the past", "This time has passed already."],
  "ends-before-start": [409, "Ends before it starts", "The end must be later than the start."],
  "no-picks-left": [409, "No top picks left", "You have used all your top picks. Take one back first."],
  "cell-taken": [409, "Room and time are taken", "Another session already has this room at this time."],
  "topic-scheduled": [409, "Already on the agenda", "This topic already has a session."],
  "side-group-ended": [409, "Side group has ended", "This side group has ended."],
  "side-group-full": [409, "Side group is full", "All places in this side group are taken."],
  "side-group-host": [409, "You host this side group", "The host can't leave it; end the side group instead."],
  "side-group-empty": [409, "Nobody is left", "Everyone who was in this side group has left since."],
  "hands-open": [409, "A question is open", "This session has an open question. End it first."],
  "hands-ended": [409, "This has ended", "This show of hands has ended; answers are no longer taken."],
  "side-group-seats": [409, "Too few places", "More people than that are in this side group already."],
  "not-a-member": [409, "Not in this side group", "Only someone who is in this side group can host it."],
  "moderator-elsewhere": [409, "Moderates elsewhere", "This person moderates another session at that time."],
  "webhooks-off": [409, "Webhooks are off", "Whoever runs this server has not allowed any host for webhooks."],
  "webhook-host": [409, "Host not allowed", "Whoever runs this server has not allowed webhooks to this host."],
  "push-host": [409, "Not a push service", "This server sends notifications only through push services that it knows."],
  "too-large": [413, "Too large", "The body is larger than 256 KiB."],
  "not-json-type": [415, "Not JSON", "Send the body as application/json."],
  "unknown-host": [421, "Unknown host", "This server does not answer under that name. Set PUBLIC_URL to its address."],
  invalid: [422, "Not valid", "Some fields are not valid."],
  "too-many": [429, "Too many requests", "That was too much at once. Wait a moment, then try again."],
  "too-many-codes": [429, "Too many wrong codes", "Too many codes were wrong. Wait a minute, then try again."],
  "too-many-newcomers": [
    429,
    "Too many new people",
    "Many people have just come to this meetup. Try again in a moment.",
  ],
  "too-many-proposals": [429, "Too many proposals", "You have proposed as many topics as one may here."],
  fault: [500, "Something went wrong", "The server met an unexpected fault; it has been reported."],
  unavailable: [
    503,
    "Can't save right now",
    "The server can't write at the moment. Nothing was changed; try again soon.",
  ],
} as const satisfies Record<string, readonly [number, string, string]>;

/** A reason from the list above. */
export type Reason = keyof typeof REASONS;

/** The problem for a reason; `detail` replaces its usual sentence, `errors` name the fields. */
export function problem(reason: Reason, more: { detail?: string; errors?: FieldError[] } = {}): Problem {
  const [status, title, detail] = REASONS[reason];
  return {
    type: `urn:midcycle:problem:${reason}`,
    title,
    status,
    detail: more.detail ?? detail,
    ...(more.errors && { errors: more.errors }),
  };
}

/** The reason a problem names, or undefined when it isn't one of ours. */
export function reasonOf(value: Problem): Reason | undefined {
  const reason = value.type.slice("urn:midcycle:problem:".length);
  return value.type.startsWith("urn:midcycle:problem:") && Object.hasOwn(REASONS, reason)
    ? (reason as Reason)
    : undefined;
}
