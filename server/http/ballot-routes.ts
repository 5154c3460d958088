import { Router } from "express";
import { burstsOf } from "../../shared/meetup/bursts.ts";
import type { LiveMeetups } from "../meetups/live-meetups.ts";
import { onlyMethods, requirePerson } from "./answers.ts";
import { meetupOf, organizersOnly, withMeetup } from "./meetup-routes.ts";

/** `/api/meetups/:slug/ballots`: when many people came at once and what they voted, for organizers only. */
export function ballotRoutes({ meetups }: { meetups: LiveMeetups }): Router {
  const router = Router();
  router
    .route("/api/meetups/:slug/ballots")
    .get(requirePerson, withMeetup(meetups), organizersOnly, async (_request, response) => {
      const intervals = await meetupOf(response).readInParts(({ state }) => burstsOf(state));
      response.json({ intervals });
    })
    .all(onlyMethods("GET"));
  return router;
}
