/** What an entry changed in the public view, so that only that is worked out and sent again. */
export type Touch =
  | "meetup"
  | "people"
  | "names"
  /** The picture of who is here was released anew. */
  | "crowd"
  /** What people take home, or what became of what they took home last time, was released anew. */
  | "takenHome"
  | "lastTime"
  /** What people have of their own changed by somebody else's doing: their votes, or the picks they have left. */
  | "mine"
  /** What this person has waiting for an organizer; only they and organizers are told. */
  | `queue:${string}`
  /** Who may write in a pad. */
  | `pad:${string}`
  /** Whether, and as which version, the schedule is published. */
  | "schedule"
  /** A time has come: places of it that are unused are none any more. */
  | "cut"
  /** What is counted of a topic, its lens included, and nothing else of it. */
  | `counts:${string}`
  /** Somebody may do more or less than before, in every pad. */
  | "rights"
  | `${"topic" | "tallies" | "room" | "slot" | "session" | "sideGroup" | "hands" | "announcement"}:${string}`;
