import type { MeetupView, SessionView } from "../../shared/meetup/view.ts";

/** A session to come that lacks someone. */
export interface SessionNeeds {
  session: SessionView;
  /** The topic that offers are made on; null for a session without, to which only organizers can name someone. */
  topicId: string | null;
  /** Nobody is named to moderate it. */
  moderator: boolean;
  /** Nobody has offered to take notes, though one could. */
  notes: boolean;
  /** Who has offered to moderate, while nobody is named. */
  offers: string[];
}

/** Sessions that aren't over and lack a moderator or a note taker, soonest first. */
export function sessionNeeds({ sessions, topics }: MeetupView, now: number): SessionNeeds[] {
  return sessions
    .filter(({ state, endsAt }) => state !== "done" && Date.parse(endsAt) > now)
    .toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || a.title.localeCompare(b.title))
    .flatMap((session) => {
      const [topicId = null] = session.topicIds;
      const volunteers = topics.filter(({ id }) => session.topicIds.includes(id)).flatMap((topic) => topic.volunteers);
      const offered = (as: string) => volunteers.filter((each) => each.as === as).map(({ personId }) => personId);
      const moderator = session.moderators.length === 0;
      const notes = topicId !== null && offered("notes").length === 0;
      if (!(moderator || notes)) return [];
      return [{ session, topicId, moderator, notes, offers: moderator ? [...new Set(offered("moderator"))] : [] }];
    });
}
